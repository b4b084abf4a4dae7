//! An open socket, as the hub's indexes see it. Only `state::sockets` changes one; others are given it for reading.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use confluence_protocol::{Presence, RoomId, SessionId, UserId};

use crate::sockets::outbox::Outbox;

/// Id of a socket, unique within this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// An open socket.
pub struct Socket {
    pub user_id: UserId,
    pub session_id: SessionId,
    pub outbox: Arc<Outbox>,
    /// The rooms that it is subscribed to.
    pub rooms: HashSet<RoomId>,
    /// Whether `ready` has been queued.
    pub is_ready: bool,
    /// Rooms that the user joined before that, each with the version of the last join.
    pub joined_early: HashMap<RoomId, i64>,
    /// Presence as the client reports it.
    pub presence: Presence,
}
