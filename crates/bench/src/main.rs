//! Measures a real server, which runs as a separate process.
//!
//! Owns the load and the figures; prints rows for docs/server-performance.md. Refuses to be linked into the
//! server and to judge the figures: tests assert bounds.

#![expect(clippy::cast_precision_loss, reason = "figures for people; no count comes near 2^52")]

mod counts;
mod deliveries;
mod ground;
mod members;
mod messages;
mod people;
mod server;
mod uploads;

use anyhow::{Context as _, bail};

const USAGE: &str = "\
usage: confluence-bench PROGRAM [COUNT]...
  uploads PARALLEL MEBIBYTES   memory during that many concurrent uploads of that size (50 100)
  copy MEBIBYTES TIMES         speed of an upload compared with a plain copy of the same bytes (100 10)
  messages SECONDS             messages acknowledged per second, for 1, 8 and 64 senders (10)
  deliveries SOCKETS SECONDS   frames delivered per second to that many sockets in one room (100 10)
  counts ROWS                  reading, marking and counting in a room with that many messages (1000000)
  members MOST                 the calls of a room of that many members compared with a room of 100 (100000)
  fill DATABASE ROOM MESSAGES  writes a long history into a room of an idle server on SQLite; measures nothing
CONFLUENCE_BINARY is the server (target/release/confluence). It uses the PostgreSQL at DATABASE_URL, or SQLite.";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (program, rest) = arguments.split_first().context(USAGE)?;
    let count = |place: usize, usual: u64| match rest.get(place) {
        Some(text) => text.parse().with_context(|| format!("{text} is not a whole number\n{USAGE}")),
        None => Ok(usual),
    };
    match program.as_str() {
        "uploads" => uploads::memory(count(0, 50)?, count(1, 100)?).await,
        "copy" => uploads::speed(count(0, 100)?, count(1, 10)?).await,
        "messages" => messages::run(count(0, 10)?).await,
        "deliveries" => deliveries::run(count(0, 100)?, count(1, 10)?).await,
        "counts" => counts::run(count(0, 1_000_000)?).await,
        "members" => members::run(count(0, 100_000)?).await,
        "fill" => {
            let [database, room, _] = rest else { bail!(USAGE) };
            counts::fill(database.into(), room.parse().context(USAGE)?, count(2, 0)?).await
        }
        _ => bail!("unknown program {program:?}\n{USAGE}"),
    }
}
