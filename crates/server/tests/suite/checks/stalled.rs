//! A reader that stops reading must not affect other readers.

use confluence_client::{Dial, RawEvent, RawSocket};
use confluence_protocol::{RoomId, RoomKind, ServerFrame};

use tokio::sync::watch;

use super::{Violations, load::message};
use crate::support::{LONG, Server, raw, within};

/// Enough messages to fill the kernel's buffers and the outbox: about 7 MiB of frames.
const MESSAGES: i64 = 150;

/// Most bytes of old frames that a stalled reader may still receive: a full outbox, the kernel's unsent data
/// (128 KiB plus the segment that exceeds it), and the buffers in between.
const STALE_BYTES: usize = 768 * 1024;

/// A stalled reader must get a `resync` when it reads again, and then new events; a reader beside it must
/// miss nothing.
pub async fn run(settings: &[(&str, &str)]) -> Violations {
    let server = Server::start_on(crate::support::Backend::Sqlite, settings).await;
    let [ana, ben, cem] = server.people(["ana", "ben", "cem"]).await;
    let room = ana.room("Flood", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let held = cem.client.join(room).await.unwrap().version;
    let mut stalled = ben.raw_as(Dial { receive_buffer: Some(4096), ..Dial::default() }).await;
    let mut reader = cem.raw().await;
    let body = "語".repeat(16_000);
    let shown = watch::Sender::new(held);
    let sending = async {
        let mut seen = shown.subscribe();
        for number in 0..MESSAGES {
            ana.client.send(room, &message(&body)).await.unwrap();
            // On a slow machine even the healthy reader is slow, and its outbox holds only five of these.
            seen.wait_for(|seen| *seen + 2 >= held + number).await.unwrap();
        }
    };
    let reading = follow(&mut reader, room, held, held + MESSAGES, &shown);
    let ((), healthy) = within(LONG, "the flood passes", async { tokio::join!(sending, reading) }).await;

    let mut found = Violations::new();
    if (healthy.resyncs, healthy.gaps) != (0, 0) {
        found.push(format!("the reader beside a stalled one saw {healthy:?}"));
    }
    let late = follow(&mut stalled, room, held, held + MESSAGES, &shown);
    let late = within(LONG, "the stalled reader reads", late).await;
    if late.stale_bytes > STALE_BYTES {
        found.push(format!("a stalled reader received {} KiB before its resync", late.stale_bytes >> 10));
    }
    if late.resyncs == 0 {
        found.push("the outbox of a stalled reader has no bound: nothing was dropped".to_owned());
    }
    if late.gaps > 0 {
        found.push(format!("a stalled reader saw {} gaps without a resync", late.gaps));
    }
    ana.client.say(room, "and now?").await.unwrap();
    let version = raw::until(&mut stalled, "a frame after the resync", |frame| match frame {
        ServerFrame::MessageCreated { version, .. } => Some(version),
        _ => None,
    })
    .await;
    if version != held + MESSAGES + 1 {
        found.push(format!("version {version} follows the resync"));
    }
    found
}

#[derive(Debug, PartialEq, Eq)]
struct Run {
    resyncs: u32,
    gaps: u32,
    /// Bytes of frames before the first `resync`.
    stale_bytes: usize,
}

/// Reads until frames or a `resync` reach version `last`, and sends each version reached to `shown`.
async fn follow(
    socket: &mut RawSocket,
    room: RoomId,
    mut held: i64,
    last: i64,
    shown: &watch::Sender<i64>,
) -> Run {
    let mut run = Run { resyncs: 0, gaps: 0, stale_bytes: 0 };
    while held < last {
        let RawEvent::Frame(frame, text) = socket.next().await else { panic!("the socket closed at {held}") };
        if run.resyncs == 0 {
            run.stale_bytes += text.len();
        }
        match *frame {
            ServerFrame::Resync { room_id, version } if room_id == room => {
                run.resyncs += 1;
                held = held.max(version);
            }
            frame => {
                if let Some((_, version)) = frame.durable().filter(|(id, _)| *id == room) {
                    run.gaps += u32::from(version > held + 1);
                    held = held.max(version);
                }
            }
        }
        shown.send_replace(held);
    }
    run
}
