//! An open socket, as the indexes know it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use confluence_protocol::{Presence, RoomId, SessionId, UserId};

use crate::sockets::outbox::Outbox;

/// A socket, for as long as this process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// An open socket.
pub struct Socket {
    pub user_id: UserId,
    pub session_id: SessionId,
    pub outbox: Arc<Outbox>,
    /// The rooms in which it has a subscription.
    pub rooms: HashSet<RoomId>,
    /// Whether `ready` was queued.
    pub is_ready: bool,
    /// Rooms joined before that, and at which version last.
    pub joined_early: HashMap<RoomId, i64>,
    /// Whether its user is at the keyboard, as it says.
    pub presence: Presence,
}
