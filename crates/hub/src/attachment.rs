//! One socket's place in the hub: where its task takes frames from, and puts answers in.

use bytes::Bytes;
use confluence_protocol::{CloseCode, ServerFrame};

/// Why a socket was not attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachError {
    /// The session ended meanwhile: close with 4401.
    #[error("the session has ended")]
    SessionEnded,
    /// The database or the bus did not answer, or the hub is shutting down: close with 1013.
    #[error("unavailable")]
    Unavailable,
}

/// Frames that leave together: feed all, flush once, then close if a code is given.
#[derive(Debug, Default)]
pub struct Burst {
    /// Text frames, valid UTF-8, at most 64 KiB together unless one alone is larger.
    pub frames: Vec<Bytes>,
    /// What to close with after them.
    pub close: Option<CloseCode>,
}

/// A socket in the hub. Dropping it detaches the socket.
#[derive(Debug)]
pub struct Attachment {}

impl Attachment {
    /// Waits until something is to be sent and takes it. Cancelling loses nothing.
    pub async fn next_burst(&self) -> Burst {
        std::future::pending().await
    }

    /// Queues an answer (`ack`, `error`, `pong`): it is kept on overflow. Beyond 64 KiB of them the socket is
    /// closed with 1013.
    pub fn answer(&self, frame: &ServerFrame) {
        drop(frame.encode());
    }

    /// Asks for a close with this code after what is queued.
    pub fn close(&self, code: CloseCode) {
        let _ = code;
    }
}
