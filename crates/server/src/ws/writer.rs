//! From the hub's outbox to the connection: everything queued in one flush, and pings.

use std::{sync::atomic::Ordering, time::Duration};

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use confluence_hub::Burst;
use confluence_protocol::CloseCode;
use futures_util::{SinkExt as _, stream::SplitSink};
use tokio::{sync::watch, time::timeout};

use super::link::{Link, close_frame};

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
    mut sink: SplitSink<WebSocket, Message>,
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
                send(&mut sink, [Message::Ping(Bytes::new())]).await?;
                continue;
            }
        };
        let Burst { frames, close } = burst;
        send(&mut sink, frames.into_iter().filter_map(text)).await?;
        let Some(code) = close else { continue };
        link.stop_reading.notify_one();
        if code == CloseCode::GoingAway {
            last_answers(link, &mut sink).await?;
        }
        return send(&mut sink, [close_frame(code)]).await;
    }
}

/// A stopping server has stored what it accepted: send the answers before the close.
async fn last_answers(link: &Link, sink: &mut SplitSink<WebSocket, Message>) -> Result<(), Unwritable> {
    if timeout(LAST_ANSWERS, link.answered.notified()).await.is_ok() {
        loop {
            let last = link.attachment.next_burst().await.frames;
            if last.is_empty() {
                break;
            }
            send(sink, last.into_iter().filter_map(text)).await?;
        }
    }
    Ok(())
}

/// Feeds all messages, then flushes once.
async fn send(
    sink: &mut SplitSink<WebSocket, Message>,
    messages: impl IntoIterator<Item = Message>,
) -> Result<(), Unwritable> {
    let sent = timeout(UNWRITABLE, async {
        for message in messages {
            sink.feed(message).await?;
        }
        sink.flush().await
    });
    match sent.await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Unwritable),
    }
}

/// A frame of the hub as a message. Its bytes were encoded from text.
fn text(bytes: Bytes) -> Option<Message> {
    Utf8Bytes::try_from(bytes).ok().map(Message::Text)
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
