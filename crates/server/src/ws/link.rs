//! What the two halves of a socket share.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use confluence_hub::Attachment;
use confluence_protocol::{CloseCode, UserId};
use tokio::sync::Notify;

use super::in_flight::InFlight;

/// What the two halves of a socket share. They run in one task.
pub struct Link {
    /// Its place in the hub.
    pub attachment: Attachment,
    /// Whose it is.
    pub user_id: UserId,
    /// Whether anything came from the peer since the last ping.
    pub heard: AtomicBool,
    /// The reader takes no more frames, but answers what is in flight.
    pub stop_reading: Notify,
    /// It has answered all of that.
    pub answered: Notify,
    /// What was asked for and is not decided yet.
    pub in_flight: InFlight,
}

impl Link {
    /// Notes that the peer is there.
    pub fn hear(&self) {
        self.heard.store(true, Ordering::Relaxed);
    }
}

/// The close frame of a code.
pub fn close_frame(code: CloseCode) -> Message {
    Message::Close(Some(CloseFrame { code: code.as_u16(), reason: Utf8Bytes::from_static(code.reason()) }))
}
