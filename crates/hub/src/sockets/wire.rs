//! A connection, as far as the hub knows it: something that takes frames without waiting.

use bytes::Bytes;

/// A connection that anyone may write to, not only its socket's task: for one message to a thousand sockets, a thousand
/// tasks need not be woken.
pub trait Wire: Send + Sync + 'static {
    /// Writes text frames in order, without waiting. Returns whether the connection has taken everything. If not, it
    /// keeps the rest, and the socket's task has to send that before anything else is written.
    fn write(&self, frames: &[Bytes]) -> bool;
}
