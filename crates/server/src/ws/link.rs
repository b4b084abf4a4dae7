//! State shared by the reader and the writer of a socket.

use std::sync::atomic::{AtomicBool, Ordering};

use confluence_hub::Attachment;
use confluence_protocol::{CloseCode, UserId};
use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes, protocol::CloseFrame};

use super::in_flight::InFlight;

/// State shared by the reader and the writer of a socket, which run in one task.
pub struct Link {
    /// The socket's place in the hub.
    pub attachment: Attachment,
    /// User who is signed in on the socket.
    pub user_id: UserId,
    /// Whether the peer has sent anything since the last ping.
    pub heard: AtomicBool,
    /// Tells the reader to take no more frames. It still waits for the requests in flight.
    pub stop_reading: Notify,
    /// Tells the writer that all requests in flight have been answered.
    pub answered: Notify,
    /// Requests that the store has not answered yet.
    pub in_flight: InFlight,
}

impl Link {
    /// Records that the peer has sent something.
    pub fn hear(&self) {
        self.heard.store(true, Ordering::Relaxed);
    }
}

/// Close frame with the code and its reason.
pub fn close_frame(code: CloseCode) -> Message {
    Message::Close(Some(CloseFrame {
        code: code.as_u16().into(),
        reason: Utf8Bytes::from_static(code.reason()),
    }))
}
