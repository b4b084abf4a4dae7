//! Events of a socket, and the confirmation of a send.

use std::collections::BTreeMap;

use confluence_protocol::{Changes, MessageId, RoomId, ServerFrame, SessionId, Timestamp, UserId};

use crate::Error;

/// An event of a socket. Apply events in the order in which they arrive.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all events are frames; a box for each would cost more")]
pub enum Event {
    /// Connected, for the first time or after an interruption. Rooms that were not held before are held from
    /// the version given here: load their newest page, and ignore frames that the page already contains.
    Ready {
        /// User whose socket this is.
        user_id: UserId,
        /// Session that opened the socket.
        session_id: SessionId,
        /// Changes when a restore rewinds history.
        epoch: String,
        /// Current version of each of the user's rooms.
        rooms: BTreeMap<RoomId, i64>,
    },
    /// A frame. Durable frames of a room arrive by rising version, without gaps or repetitions.
    Frame(ServerFrame),
    /// The room changed while frames were missing: the current state of its changed messages.
    Changed {
        /// Room that changed.
        room_id: RoomId,
        /// Changes since the client's version; frames resume after `changes.version`.
        changes: Box<Changes>,
        /// Why the changes were fetched.
        cause: Cause,
    },
    /// Too much changed, or history was rewound: drop the copy of the room and load its newest page.
    Reset {
        /// Room to load again.
        room_id: RoomId,
        /// Current state of the room, without messages; frames resume after `changes.version`.
        changes: Box<Changes>,
        /// Why the changes were fetched.
        cause: Cause,
    },
    /// The user is no longer in a room; the membership ended while the connection was down.
    Gone {
        /// Room that the user is no longer in.
        room_id: RoomId,
    },
    /// The connection was lost or could not be opened; the socket will try again.
    Disconnected {
        /// Close code, if there was one.
        code: Option<u16>,
    },
    /// The socket has ended and will not reconnect. No event follows.
    Ended(Error),
}

/// Why changes were fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The room's version changed while there was no connection.
    Reconnected,
    /// The server dropped frames and sent a `resync`.
    Resync,
    /// A version was missing without a `resync`: the server or something in between broke the contract.
    Hole,
}

/// Confirmation that a message is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    /// Id of the message.
    pub id: MessageId,
    /// Room of the message.
    pub room_id: RoomId,
    /// Position of the message in its room.
    pub seq: i64,
    /// The message's version.
    pub version: i64,
    /// When it was stored.
    pub created_at: Timestamp,
}
