//! Options of a socket.

use std::{collections::HashMap, time::Duration};

use confluence_protocol::RoomId;

/// How a [`Socket`](crate::Socket) behaves.
#[derive(Clone, Debug)]
pub struct SocketOptions {
    /// Version up to which the caller holds each room: later changes are fetched on connecting.
    pub held: HashMap<RoomId, i64>,
    /// Epoch of these versions; empty if unknown.
    pub epoch: String,
    /// First ceiling of the wait before reconnecting.
    pub backoff_base: Duration,
    /// Highest ceiling of that wait.
    pub backoff_cap: Duration,
    /// Maximum random wait before changes are fetched after a `resync`, so that the clients of a room do not
    /// all fetch at once.
    pub resync_jitter: Duration,
    /// Time without any traffic after which the connection counts as lost. The server pings every 30 s.
    pub silence: Duration,
}

impl Default for SocketOptions {
    fn default() -> Self {
        Self {
            held: HashMap::new(),
            epoch: String::new(),
            backoff_base: Duration::from_millis(500),
            backoff_cap: Duration::from_secs(30),
            resync_jitter: Duration::from_millis(500),
            silence: Duration::from_secs(75),
        }
    }
}
