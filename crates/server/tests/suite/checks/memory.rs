//! The memory of the server while large files come in: bounded by parts and writers, not by files.

use std::convert::Infallible;

use bytes::Bytes;

use super::Violations;
use crate::support::{LONG, Server, within};

const PIECE: usize = 64 * 1024;
/// What every file is made of, again and again.
static BYTES: [u8; PIECE] = [7; PIECE];
/// Small enough for an unoptimised server to hash five of them in a few seconds. Files of 100 MiB, and fifty of them,
/// are for `crates/bench`.
const FILE: usize = 20 * 1024 * 1024;
/// What all of them together may take above the idle server: less than two of them.
const ABOVE_IDLE: u64 = 36 * 1024 * 1024;

/// So many files of 20 MiB at once.
pub async fn run(files: usize) -> Violations {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let send = async |bytes: usize| {
        let pieces = futures_util::stream::iter(
            (0..bytes / PIECE).map(|_| Ok::<_, Infallible>(Bytes::from_static(&BYTES))),
        );
        let request = server
            .http
            .post(server.url("/api/v1/uploads?name=file.bin"))
            .header("authorization", ana.bearer().await)
            .header("content-length", bytes)
            .body(reqwest::Body::wrap_stream(pieces));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 201, "{}", answer.text().await.unwrap());
    };
    // Once, so that what is made at the first use is there.
    send(PIECE).await;
    let idle = server.memory("VmRSS");
    server.forget_peak_of_memory();
    let all = futures_util::future::join_all((0..files).map(|_| send(FILE)));
    within(2 * LONG, "the files come in", all).await;
    let above = server.memory("VmHWM").saturating_sub(idle);
    println!("{files} uploads at once: {} MiB above {} MiB", above >> 20, idle >> 20);
    if above <= ABOVE_IDLE {
        return Violations::new();
    }
    vec![format!("{files} uploads at once took {} MiB above the idle server", above >> 20)]
}
