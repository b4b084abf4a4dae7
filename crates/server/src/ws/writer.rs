//! From the hub's outbox to the connection, when whoever delivers cannot write: everything queued in one go. And pings.

use std::{sync::atomic::Ordering, time::Duration};

use bytes::Bytes;
use confluence_hub::{Burst, Wire as _};
use confluence_protocol::CloseCode;
use futures_util::{SinkExt as _, stream::SplitSink};
use tokio::{sync::watch, time::timeout};
use tokio_tungstenite::tungstenite::Message;

use super::{
    handshake::Socket,
    link::{Link, close_frame},
    wire::Wire,
};

/// How long a socket may accept nothing before it is dropped.
const UNWRITABLE: Duration = Duration::from_secs(30);
/// How long to wait before a close for the answers to requests in flight.
const LAST_ANSWERS: Duration = Duration::from_secs(5);
/// Pings without a sign of life, 30 s apart, after which the peer counts as gone.
const SILENT_PINGS: u32 = 2;

/// The connection accepts nothing or is gone, so no close can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwritable;

/// Sends what the hub has until the socket is closed. `Ok` once a close was sent.
pub async fn write(
    link: &Link,
    wire: &Wire,
    mut sink: SplitSink<Socket, Message>,
    mut pings: Option<watch::Receiver<()>>,
) -> Result<(), Unwritable> {
    let mut silent = 0;
    loop {
        let burst = tokio::select! {
            burst = link.attachment.next_burst() => burst,
            () = due(&mut pings) => {
                silent = if link.heard.swap(false, Ordering::Relaxed) { 0 } else { silent + 1 };
                if silent >= SILENT_PINGS {
                    return Err(Unwritable);
                }
                control(&mut sink, Message::Ping(Bytes::new())).await?;
                continue;
            }
        };
        let Burst { frames, close } = burst;
        send(wire, &frames).await?;
        let Some(code) = close else { continue };
        link.stop_reading.notify_one();
        if code == CloseCode::GoingAway {
            last_answers(link, wire).await?;
        }
        return control(&mut sink, close_frame(code)).await;
    }
}

/// A stopping server has stored what it accepted: send the answers before the close.
async fn last_answers(link: &Link, wire: &Wire) -> Result<(), Unwritable> {
    if timeout(LAST_ANSWERS, link.answered.notified()).await.is_ok() {
        loop {
            let last = link.attachment.next_burst().await.frames;
            if last.is_empty() {
                break;
            }
            send(wire, &last).await?;
        }
    }
    Ok(())
}

/// Writes frames, and waits until the connection has taken them and what was left of earlier ones.
async fn send(wire: &Wire, frames: &[Bytes]) -> Result<(), Unwritable> {
    if !frames.is_empty() && wire.write(frames) {
        return Ok(());
    }
    in_time(wire.sent()).await
}

/// Sends a ping or a close.
async fn control(sink: &mut SplitSink<Socket, Message>, message: Message) -> Result<(), Unwritable> {
    in_time(sink.send(message)).await
}

async fn in_time<E>(sent: impl Future<Output = Result<(), E>>) -> Result<(), Unwritable> {
    match timeout(UNWRITABLE, sent).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Unwritable),
    }
}

/// Resolves when a ping is due; never if the wheel has stopped.
async fn due(pings: &mut Option<watch::Receiver<()>>) {
    if let Some(turns) = pings
        && turns.changed().await.is_ok()
    {
        return;
    }
    *pings = None;
    std::future::pending::<()>().await;
}
