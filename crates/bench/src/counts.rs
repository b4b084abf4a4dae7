//! Cost of reading and counting in a room with a long history, for read marks at different depths.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use confluence_client::new_message_id;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::{
    ground::{Ground, History},
    messages::room,
    people::{Caller, Person},
    server::Server,
};

/// Maximum samples of each figure, and the time after which no more are taken.
const SAMPLES: usize = 100;
const ENOUGH: Duration = Duration::from_secs(6);
/// Members who move their read mark in a loop while somebody sends.
const MARKERS: usize = 8;
const SENDING: Duration = Duration::from_secs(8);
/// Members who mark one message as read at the same time.
const CROWD: usize = 2000;
/// Authors of the history besides the reader.
const AUTHORS: usize = 5;

/// Fills an empty room of an idle server with `rows` messages of every height and measures nothing: for tests
/// that need a long history faster than it can be sent.
pub async fn fill(database: PathBuf, room: Uuid, rows: u64) -> anyhow::Result<()> {
    Ground::Sqlite(database).add_mixed(room, rows).await
}

/// Fills a room with `rows` messages and prints a row for each figure.
pub async fn run(rows: u64) -> anyhow::Result<()> {
    let server = Server::start().await?;
    let owner = server.person().await?;
    let room = owner.create_room(&room("Bench")?).await?.id.as_uuid();
    let ground = Ground::of(&server);
    let people: Vec<Person> = (0..=CROWD + MARKERS + AUTHORS).map(|_| Person::new()).collect();
    ground.add_members(room, &people).await?;
    let (reader, rest) = people.split_first().ok_or_else(|| anyhow::anyhow!("nobody"))?;
    let (others, rest) = rest.split_at(AUTHORS);
    let (markers, crowd) = rest.split_at(MARKERS);
    let begun = Instant::now();
    ground.add_history(&History { room, rows, reader: reader.user, others }).await?;
    println!("{rows} messages written in {:.1} s", begun.elapsed().as_secs_f64());

    let token = owner.access_token().await.unwrap_or_default();
    let owner = Caller::new(&reqwest::Client::new(), &server.base, &token);
    let bench = Bench { room, rows, owner };
    println!("| what | mark | median ms | 99 of 100 within ms |");
    bench.reading(&bench.owner.with_identity(reader)?).await?;
    println!("| what | sends | median ms | 99 of 100 within ms | marks |");
    bench.sending("nobody marks", &[]).await?;
    bench.sending("8 mark in a loop", markers).await?;
    bench.sending("2,000 mark one message", crowd).await
}

struct Bench {
    room: Uuid,
    rows: u64,
    owner: Caller,
}

impl Bench {
    /// Measures the room, its changes, a mark and the list of rooms, for read marks at several depths.
    async fn reading(&self, reader: &Caller) -> anyhow::Result<()> {
        let room = self.room;
        let card = format!("/rooms/{room}");
        let depths = [
            ("start", 0),
            ("before own messages", self.rows / 4),
            ("before deleted messages", self.rows / 2),
            ("near the end", self.rows.saturating_sub(50)),
        ];
        row("me", "", || async { Ok(reader.call(Method::GET, "/me", None).await?.0) }).await?;
        for (name, depth) in depths {
            let (_, state) = self.mark(reader, depth, true).await?;
            let name = format!("{name} ({}, {})", state["unread"], state["mentions"]);
            let get = |path: String| async move { Ok(reader.call(Method::GET, &path, None).await?.0) };
            row("card", &name, || get(card.clone())).await?;
            row("changes", &name, || get(format!("{card}/changes?since={}", self.rows))).await?;
            row("rooms", &name, || get("/rooms".to_owned())).await?;
            let moves = std::cell::Cell::new(0);
            row("mark", &name, || {
                moves.set(moves.get() + 1);
                async { Ok(self.mark(reader, depth + moves.get() % 2, true).await?.0) }
            })
            .await?;
        }
        Ok(())
    }

    /// Measures a send while these people move their marks: a few in a loop, or many once.
    async fn sending(&self, name: &str, markers: &[Person]) -> anyhow::Result<()> {
        let stop = Arc::new(AtomicBool::new(false));
        let marking = markers.iter().map(|person| {
            let (stop, caller) = (Arc::clone(&stop), self.owner.with_identity(person));
            async move {
                let (caller, mut times, mut refused) = (caller?, Vec::new(), 0_usize);
                while !stop.load(Ordering::Relaxed) {
                    let seq = if markers.len() > MARKERS { self.rows } else { times.len() as u64 % 2 };
                    match self.mark(&caller, seq, markers.len() <= MARKERS).await {
                        Ok((time, _)) => times.push(time),
                        Err(_) => refused += 1,
                    }
                    if markers.len() > MARKERS {
                        break;
                    }
                }
                anyhow::Ok((times, refused))
            }
        });
        let begun = Instant::now();
        let sending = async {
            let mut times = Vec::new();
            while begun.elapsed() < SENDING {
                let body = json!({ "id": new_message_id(), "body": "while others read" });
                let path = format!("/rooms/{}/messages", self.room);
                let sent = Instant::now();
                // A refused send counts, too: its sender waited just as long.
                let _ = self.owner.call(Method::POST, &path, Some(&body)).await;
                times.push(sent.elapsed());
            }
            stop.store(true, Ordering::Relaxed);
            anyhow::Ok(times)
        };
        let marking = async {
            let done = join_all(marking).await;
            (begun.elapsed(), done)
        };
        let (sends, (took, marks_of)) = futures_util::future::join(sending, marking).await;
        let (mut marks, mut refused) = (Vec::new(), 0);
        for outcome in marks_of {
            let (times, failed) = outcome?;
            marks.extend(times);
            refused += failed;
        }
        let (median, most) = spread(&mut sends?);
        let (count, (mark, late)) = (marks.len(), spread(&mut marks));
        let took = took.as_secs_f64();
        println!(
            "| send | {name} | {median} | {most} | {count} in {took:.1} s, median {mark}, 99 of 100 {late}; {refused} refused |"
        );
        Ok(())
    }

    async fn mark(
        &self,
        by: &Caller,
        seq: u64,
        force: bool,
    ) -> anyhow::Result<(Duration, serde_json::Value)> {
        let body = json!({ "seq": seq, "force": force });
        by.call(Method::PUT, &format!("/rooms/{}/read", self.room), Some(&body)).await
    }
}

/// Measures one figure and prints its row.
async fn row<F: Future<Output = anyhow::Result<Duration>>>(
    what: &str,
    mark: &str,
    mut sample: impl FnMut() -> F,
) -> anyhow::Result<()> {
    let (begun, mut times) = (Instant::now(), Vec::new());
    while times.len() < SAMPLES && (begun.elapsed() < ENOUGH || times.len() < 5) {
        times.push(sample().await?);
    }
    let (median, most) = spread(&mut times);
    println!("| {what} | {mark} | {median} | {most} |");
    Ok(())
}

/// Median and 99th percentile, in milliseconds.
fn spread(times: &mut [Duration]) -> (String, String) {
    times.sort_unstable();
    let at = |share: usize| {
        let last = times.len().saturating_sub(1);
        times.get((times.len() * share / 100).min(last)).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    };
    (format!("{:.1}", at(50)), format!("{:.1}", at(99)))
}
