//! Uploads: memory during many at once, and the speed of one compared with a plain copy of the same bytes.

use std::{convert::Infallible, io::Write as _, time::Instant};

use anyhow::ensure;
use bytes::Bytes;
use confluence_client::Client;
use futures_util::{Stream, stream};
use sha2::{Digest as _, Sha256};

use crate::server::Server;

/// Size of the pieces that are sent, in bytes.
const PIECE: usize = 64 * 1024;
const MEBIBYTE: usize = 1024 * 1024;

/// Measures memory during `parallel` concurrent uploads of that size.
pub async fn memory(parallel: u64, mebibytes: u64) -> anyhow::Result<()> {
    let server = Server::start().await?;
    let client = server.person().await?;
    // The first upload warms up everything that is created lazily.
    upload(&server, &client, 1).await?;
    let idle = server.memory()?;
    server.forget_peak();
    let begun = Instant::now();
    let all = (0..parallel).map(|_| upload(&server, &client, mebibytes));
    let (anonymous, done) = server.watched(futures_util::future::join_all(all)).await?;
    let seconds = begun.elapsed().as_secs_f64();
    for outcome in done {
        outcome?;
    }
    let after = server.memory()?;
    let above = after.peak.saturating_sub(idle.resident);
    println!(
        "| uploads at once | MiB each | idle MiB | peak MiB | above idle MiB | heap above idle MiB | MiB/s together |"
    );
    println!(
        "| {parallel} | {mebibytes} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} |",
        mib(idle.resident),
        mib(after.peak),
        mib(above),
        mib(anonymous.saturating_sub(idle.anonymous)),
        (parallel * mebibytes) as f64 / seconds
    );
    Ok(())
}

/// Alternately uploads the bytes, and hashes and writes the same bytes to a file in the server's folder.
pub async fn speed(mebibytes: u64, times: u64) -> anyhow::Result<()> {
    let server = Server::start().await?;
    let client = server.person().await?;
    upload(&server, &client, 1).await?;
    let (mut uploads, mut copies) = (Vec::new(), Vec::new());
    for _ in 0..times {
        let begun = Instant::now();
        upload(&server, &client, mebibytes).await?;
        uploads.push(mebibytes as f64 / begun.elapsed().as_secs_f64());
        let path = server.folder().join("copy");
        let begun = Instant::now();
        tokio::task::spawn_blocking(move || copy(&path, mebibytes)).await??;
        copies.push(mebibytes as f64 / begun.elapsed().as_secs_f64());
    }
    let (upload, copy) = (median(&mut uploads), median(&mut copies));
    println!("| MiB | times | upload MiB/s | plain copy MiB/s | ratio |");
    println!("| {mebibytes} | {times} | {upload:.0} | {copy:.0} | {:.2} |", upload / copy);
    Ok(())
}

async fn upload(server: &Server, client: &Client, mebibytes: u64) -> anyhow::Result<()> {
    let bytes = usize::try_from(mebibytes)? * MEBIBYTE;
    let token = client.access_token().await.unwrap_or_default();
    let request = reqwest::Client::new()
        .post(format!("{}/api/v1/uploads?name=file.bin", server.base))
        .bearer_auth(token)
        .header("content-type", "application/octet-stream")
        .header("content-length", bytes)
        .body(reqwest::Body::wrap_stream(pieces(bytes)));
    let answer = request.send().await?;
    let (status, text) = (answer.status().as_u16(), answer.text().await?);
    ensure!(status == 201, "{status}: {text}");
    Ok(())
}

/// The pieces of a file. They share the same bytes, so that the load itself takes no memory.
fn pieces(bytes: usize) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let piece = Bytes::from(vec![7_u8; PIECE]);
    stream::iter((0..bytes / PIECE).map(move |_| Ok(piece.clone())))
}

fn copy(path: &std::path::Path, mebibytes: u64) -> anyhow::Result<()> {
    let (piece, mut hash, mut file) = (vec![7_u8; PIECE], Sha256::new(), std::fs::File::create(path)?);
    for _ in 0..usize::try_from(mebibytes)? * MEBIBYTE / PIECE {
        hash.update(&piece);
        file.write_all(&piece)?;
    }
    // Keeps the compiler from removing the hash.
    std::hint::black_box(hash.finalize());
    Ok(())
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}
