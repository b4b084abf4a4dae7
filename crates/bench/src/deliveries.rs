//! Frames delivered per second: one room, many sockets that read, and a few senders.

use std::time::{Duration, Instant};

use confluence_client::{Client, Dial, RawEvent};
use confluence_protocol::{RoomId, ServerFrame};
use futures_util::future::join_all;
use tokio::sync::watch;

use crate::{
    messages::{room, send},
    server::Server,
};

/// Number of senders.
const SENDERS: usize = 4;

/// Measures that many sockets for that many seconds.
pub async fn run(sockets: u64, seconds: u64) -> anyhow::Result<()> {
    let server = Server::start().await?;
    let owner = server.person().await?;
    let room_id = owner.create_room(&room("Bench")?).await?.id;
    let (last, _) = watch::channel(0);
    let mut listening = Vec::new();
    for _ in 0..sockets {
        let dial = Dial { token: owner.access_token().await, ..Dial::default() };
        let mut socket = owner.raw_socket(&dial).await?;
        // After its `ready` the socket is subscribed.
        socket.next().await;
        listening.push(tokio::spawn(listen(socket, room_id, last.subscribe())));
    }
    let begun = Instant::now();
    let until = begun + Duration::from_secs(seconds);
    let sending = (0..SENDERS).map(|_| tokio::spawn(send(owner.clone(), room_id, until)));
    let mut sent = 0;
    for outcome in join_all(sending).await {
        sent += outcome??.len();
    }
    last.send_replace(last_seq(&owner, room_id).await?);
    let (mut delivered, mut resyncs) = (0, 0);
    for outcome in join_all(listening).await {
        let (frames, holes) = outcome?;
        delivered += frames;
        resyncs += holes;
    }
    let rate = delivered as f64 / begun.elapsed().as_secs_f64();
    println!("| sockets | messages sent | delivered a second | resyncs | peak MiB |");
    println!("| {sockets} | {sent} | {rate:.0} | {resyncs} | {:.0} |", server.memory()?.peak as f64 / 1024.0);
    Ok(())
}

async fn last_seq(client: &Client, room: RoomId) -> anyhow::Result<i64> {
    Ok(client.room(room).await?.last_seq)
}

/// Reads until the last message or a later `resync` arrives; returns the numbers of messages and resyncs.
async fn listen(
    mut socket: confluence_client::RawSocket,
    room: RoomId,
    mut last: watch::Receiver<i64>,
) -> (u64, u64) {
    let (mut frames, mut resyncs, mut seen) = (0, 0, 0);
    loop {
        let goal = *last.borrow_and_update();
        if goal > 0 && seen >= goal {
            return (frames, resyncs);
        }
        tokio::select! {
            event = socket.next() => match event {
                RawEvent::Frame(frame, _) => match *frame {
                    ServerFrame::MessageCreated { message, .. } => {
                        frames += 1;
                        seen = message.seq;
                    }
                    // Version 1 created the room and only messages followed, so `seq` is `version` - 1.
                    ServerFrame::Resync { room_id, version } if room_id == room => {
                        resyncs += 1;
                        seen = seen.max(version - 1);
                    }
                    _ => {}
                },
                RawEvent::Text(_) => {}
                RawEvent::Closed(_) => return (frames, resyncs),
            },
            _ = last.changed() => {}
        }
    }
}
