//! Messages acknowledged per second: durable, in one room, from senders that each keep several in flight.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use confluence_client::{Client, SocketOptions, new_message_id};
use confluence_protocol::{CreateRoom, NewMessage, RoomId};
use futures_util::future::join_all;

use crate::server::Server;

/// Unanswered sends of each sender.
const IN_FLIGHT: usize = 16;
const SENDERS: [usize; 3] = [1, 8, 64];

/// Measures each number of senders for that many seconds.
pub async fn run(seconds: u64) -> anyhow::Result<()> {
    let database = if std::env::var_os("DATABASE_URL").is_some() { "PostgreSQL" } else { "SQLite" };
    println!(
        "| database | senders | on their way each | acknowledged a second | median ms | 99 of 100 within ms |"
    );
    for senders in SENDERS {
        let server = Server::start().await?;
        let owner = server.person().await?;
        let room = owner.create_room(&room("Bench")?).await?.id;
        let until = Instant::now() + Duration::from_secs(seconds);
        // One account with many sockets: this measures the store and the sockets, not sign-ups.
        let sending = (0..senders).map(|_| tokio::spawn(send(owner.clone(), room, until)));
        let mut times = Vec::new();
        for outcome in join_all(sending).await {
            times.extend(outcome??);
        }
        times.sort_unstable();
        let at = |share: usize| {
            times.get(times.len() * share / 100).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
        };
        let rate = times.len() as f64 / seconds as f64;
        println!("| {database} | {senders} | {IN_FLIGHT} | {rate:.0} | {:.1} | {:.1} |", at(50), at(99));
    }
    Ok(())
}

/// A request to create a room of that name.
pub fn room(name: &str) -> anyhow::Result<CreateRoom> {
    Ok(CreateRoom { name: name.parse()?, description: None, kind: None })
}

/// Sends until that time; returns how long each message took to be acknowledged.
pub async fn send(client: Client, room: RoomId, until: Instant) -> anyhow::Result<Vec<Duration>> {
    let mut socket = client.socket(SocketOptions::default());
    let sender = socket.sender();
    // Unread events would delay the answers behind them.
    let reading = tokio::spawn(async move { while socket.next().await.is_some() {} });
    let (mut times, mut pending) = (Vec::new(), VecDeque::new());
    loop {
        if Instant::now() < until && pending.len() < IN_FLIGHT {
            let body = "a message of the ordinary length, which is a line or two of text".parse()?;
            let message = NewMessage { id: new_message_id(), body, reply_to: None, attachments: Vec::new() };
            pending.push_back((Instant::now(), sender.submit(room, message).await?));
            continue;
        }
        let Some((begun, answer)) = pending.pop_front() else { break };
        answer.answer().await?;
        times.push(begun.elapsed());
    }
    reading.abort();
    Ok(times)
}
