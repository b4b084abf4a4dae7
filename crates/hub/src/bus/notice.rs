//! What nodes tell one another, and themselves: local and remote events take the same way from here on.
//!
//! On the bus a notice is one line of JSON and, after it, the frame as it goes to sockets.

use bytes::Bytes;
use confluence_protocol::{LeaveReason, Presence, RoomId, SessionId, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    Subject,
    frame::{Class, Frame},
    people::board::NodeId,
    rooms::sequencer::Event,
};

/// Something that sockets may have to hear of.
#[derive(Clone, Debug)]
pub enum Notice {
    /// A durable event of a room, and who left with it.
    Event {
        /// Where.
        room_id: RoomId,
        /// What.
        event: Event,
        /// Who is no longer a member from this version on, and how it came about.
        left: Vec<(UserId, LeaveReason)>,
    },
    /// A user is now a member.
    Joined {
        /// Where.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
        /// The room's version with it.
        version: i64,
    },
    /// A user is no longer a member.
    Left {
        /// Where.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
        /// The room's version with it.
        version: i64,
        /// How it came about.
        reason: LeaveReason,
    },
    /// A room is gone.
    RoomDeleted {
        /// Which.
        room_id: RoomId,
    },
    /// A session was revoked.
    SessionEnded {
        /// Which.
        session_id: SessionId,
        /// Whose.
        user_id: UserId,
    },
    /// A frame for a user's own sockets, about one of their rooms.
    Own {
        /// Whose.
        user_id: UserId,
        /// About which room.
        room_id: RoomId,
        /// What.
        frame: Frame,
    },
    /// A frame for a user's own sockets, about no room.
    Mine {
        /// Whose.
        user_id: UserId,
        /// What.
        frame: Frame,
    },
    /// A frame for everybody in a room but the user that it is about.
    Others {
        /// Where.
        room_id: RoomId,
        /// About whom.
        user_id: UserId,
        /// What.
        frame: Frame,
    },
    /// How somebody is, as far as a node knows by its own sockets.
    Presence {
        /// Which node says so.
        node: NodeId,
        /// Who.
        user_id: UserId,
        /// The user's rooms.
        rooms: Vec<RoomId>,
        /// How.
        status: Presence,
    },
    /// A frame for everybody who shares a room with a user, once.
    Nearby {
        /// About whom.
        user_id: UserId,
        /// The user's rooms.
        rooms: Vec<RoomId>,
        /// What.
        frame: Frame,
    },
}

/// The line before the frame.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Header {
    Event { version: i64, left: Vec<(UserId, LeaveReason)> },
    Joined { room_id: RoomId, version: i64 },
    Left { room_id: RoomId, version: i64, reason: LeaveReason },
    RoomDeleted,
    SessionEnded { session_id: SessionId },
    Own { room_id: RoomId },
    Mine,
    Others { user_id: UserId },
    Presence { node: NodeId, user_id: UserId, rooms: Vec<RoomId>, status: Presence },
    Nearby { user_id: UserId, rooms: Vec<RoomId> },
}

impl Notice {
    /// As it goes over the bus.
    pub fn encode(&self) -> (Subject, Bytes) {
        let (subject, header, frame) = match self {
            Self::Event { room_id, event, left } => (
                Subject::Room(*room_id),
                Header::Event { version: event.version, left: left.clone() },
                Some(&event.frame),
            ),
            Self::Joined { room_id, user_id, version } => {
                (Subject::User(*user_id), Header::Joined { room_id: *room_id, version: *version }, None)
            }
            Self::Left { room_id, user_id, version, reason } => (
                Subject::User(*user_id),
                Header::Left { room_id: *room_id, version: *version, reason: *reason },
                None,
            ),
            Self::RoomDeleted { room_id } => (Subject::Room(*room_id), Header::RoomDeleted, None),
            Self::SessionEnded { session_id, user_id } => {
                (Subject::User(*user_id), Header::SessionEnded { session_id: *session_id }, None)
            }
            Self::Own { user_id, room_id, frame } => {
                (Subject::User(*user_id), Header::Own { room_id: *room_id }, Some(frame))
            }
            Self::Mine { user_id, frame } => (Subject::User(*user_id), Header::Mine, Some(frame)),
            Self::Others { room_id, user_id, frame } => {
                (Subject::Room(*room_id), Header::Others { user_id: *user_id }, Some(frame))
            }
            Self::Presence { node, user_id, rooms, status } => (
                Subject::All,
                Header::Presence { node: *node, user_id: *user_id, rooms: rooms.clone(), status: *status },
                None,
            ),
            Self::Nearby { user_id, rooms, frame } => {
                (Subject::All, Header::Nearby { user_id: *user_id, rooms: rooms.clone() }, Some(frame))
            }
        };
        // Ids and numbers always encode.
        let mut bytes = serde_json::to_vec(&header).unwrap_or_default();
        bytes.push(b'\n');
        if let Some(frame) = frame {
            bytes.extend_from_slice(&frame.bytes);
        }
        (subject, Bytes::from(bytes))
    }

    /// Reads what came over the bus; nothing where it cannot be read (another version of this program).
    pub fn decode(subject: Subject, payload: &Bytes) -> Option<Self> {
        let end = payload.iter().position(|byte| *byte == b'\n')?;
        let header: Header = serde_json::from_slice(&payload[..end]).ok()?;
        let bytes = payload.slice(end + 1..);
        // Sockets are sent text without looking at it again.
        std::str::from_utf8(&bytes).ok()?;
        let ephemeral = |bytes| Frame { bytes, class: Class::Ephemeral };
        Some(match (header, subject) {
            (Header::Event { version, left }, Subject::Room(room_id)) => {
                let frame = Frame { bytes, class: Class::Versioned { room_id, version } };
                Self::Event { room_id, event: Event { version, frame }, left }
            }
            (Header::Joined { room_id, version }, Subject::User(user_id)) => {
                Self::Joined { room_id, user_id, version }
            }
            (Header::Left { room_id, version, reason }, Subject::User(user_id)) => {
                Self::Left { room_id, user_id, version, reason }
            }
            (Header::RoomDeleted, Subject::Room(room_id)) => Self::RoomDeleted { room_id },
            (Header::SessionEnded { session_id }, Subject::User(user_id)) => {
                Self::SessionEnded { session_id, user_id }
            }
            (Header::Own { room_id }, Subject::User(user_id)) => {
                Self::Own { user_id, room_id, frame: ephemeral(bytes) }
            }
            (Header::Mine, Subject::User(user_id)) => Self::Mine { user_id, frame: ephemeral(bytes) },
            (Header::Others { user_id }, Subject::Room(room_id)) => {
                Self::Others { room_id, user_id, frame: ephemeral(bytes) }
            }
            (Header::Presence { node, user_id, rooms, status }, Subject::All) => {
                Self::Presence { node, user_id, rooms, status }
            }
            (Header::Nearby { user_id, rooms }, Subject::All) => {
                Self::Nearby { user_id, rooms, frame: ephemeral(bytes) }
            }
            _ => return None,
        })
    }
}
