//! The server's memory: large uploads are bounded by parts and writers rather than by file sizes, and
//! sign-ins leave nothing behind.

use std::convert::Infallible;

use bytes::Bytes;

use futures_util::{StreamExt, stream};
use reqwest::Method;

use super::Violations;
use crate::support::{LONG, Server, within};

const PIECE: usize = 64 * 1024;
/// The piece that every file repeats.
static BYTES: [u8; PIECE] = [7; PIECE];
/// Small enough for an unoptimised server to hash five files in a few seconds; `crates/bench` uploads fifty
/// of 100 MiB.
const FILE: usize = 20 * 1024 * 1024;
/// Limit on the memory of all uploads above the idle server, in bytes: less than two files.
const ABOVE_IDLE: u64 = 36 * 1024 * 1024;

/// Uploads that many files of 20 MiB at once.
pub async fn run(files: usize) -> Violations {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let send = async |bytes: usize| {
        let pieces =
            stream::iter((0..bytes / PIECE).map(|_| Ok::<_, Infallible>(Bytes::from_static(&BYTES))));
        let request = server
            .http
            .post(server.url("/api/v1/uploads?name=file.bin"))
            .header("authorization", ana.bearer().await)
            .header("content-length", bytes)
            .body(reqwest::Body::wrap_stream(pieces));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 201, "{}", answer.text().await.unwrap());
    };
    // The first upload initialises what is created on first use.
    send(PIECE).await;
    let idle = server.memory("VmRSS");
    server.forget_peak_of_memory();
    let all = futures_util::future::join_all((0..files).map(|_| send(FILE)));
    within(2 * LONG, "the files are uploaded", all).await;
    let above = server.memory("VmHWM").saturating_sub(idle);
    println!("{files} uploads at once: {} MiB above {} MiB", above >> 20, idle >> 20);
    if above <= ABOVE_IDLE {
        return Violations::new();
    }
    vec![format!("{files} uploads at once took {} MiB above the idle server", above >> 20)]
}

/// Failed sign-ins: a third of the number in AUTH31, because a leak shows from the first ones on.
const SIGN_INS: usize = 100;
/// Concurrent sign-ins: enough for a hash on every thread and a queue.
const AT_ONCE: usize = 24;
/// Most bytes that the server may retain.
const KEPT: u64 = 40 * 1000 * 1000;

/// Sends many failing sign-ins at once.
pub async fn sign_ins() -> Violations {
    let server = Server::start().await;
    server.person("ana").await;
    let refused = async |_| {
        let body = serde_json::json!({ "username": "ana", "password": "not her password" });
        let answer = server.call(Method::POST, "/api/v1/auth/sign-in").json(&body).answer().await;
        // 503 when too many are queued.
        assert!(matches!(answer.status, 401 | 503), "{}", answer.shown());
    };
    refused(0).await;
    let before = server.memory("VmRSS");
    let all = stream::iter(0..SIGN_INS).map(refused).buffer_unordered(AT_ONCE).for_each(async |()| {});
    within(3 * LONG, "the sign-ins are refused", all).await;
    kept(&server, before, &format!("{SIGN_INS} sign-ins"))
}

fn kept(server: &Server, before: u64, what: &str) -> Violations {
    let kept = server.memory("VmRSS").saturating_sub(before);
    println!("{what}: {} MB are retained above {} MB", kept / 1_000_000, before / 1_000_000);
    if kept <= KEPT { Violations::new() } else { vec![format!("{what} left {} MB behind", kept / 1_000_000)] }
}
