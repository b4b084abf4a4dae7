//! Notices: what nodes send one another. Local and remote notices are applied by the same code.
//!
//! On the bus a notice is its header as one line of JSON, followed by the frame exactly as sockets receive it.
//! A receiving node passes the frame on without parsing it.

use bytes::Bytes;
use confluence_protocol::{LeaveReason, Presence, RoomId, SessionId, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    Subject,
    frame::{Class, Frame},
    people::board::NodeId,
};

/// Something that sockets may have to receive.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What happened.
    pub header: Header,
    /// Frame for the sockets concerned; empty for a header that carries none.
    pub frame: Frame,
}

/// What happened, and whom it concerns.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Header {
    /// A durable event of a room, with its frame.
    Event {
        /// Room of the event.
        room_id: RoomId,
        /// Version of the room that the event created.
        version: i64,
        /// Members whose membership ended with this version, and why.
        left: Vec<(UserId, LeaveReason)>,
    },
    /// A user became a member.
    Joined {
        /// Room that was joined.
        room_id: RoomId,
        /// New member.
        user_id: UserId,
        /// Version of the room that the join created.
        version: i64,
    },
    /// A user is no longer a member.
    Left {
        /// Room that was left.
        room_id: RoomId,
        /// Former member.
        user_id: UserId,
        /// Version of the room that the departure created.
        version: i64,
        /// Why the membership ended.
        reason: LeaveReason,
    },
    /// A room was deleted.
    RoomDeleted {
        /// Room that no longer exists.
        room_id: RoomId,
    },
    /// A session was revoked.
    SessionEnded {
        /// Revoked session.
        session_id: SessionId,
        /// User that it belonged to.
        user_id: UserId,
    },
    /// A frame for a user's own sockets, about one of their rooms.
    Own {
        /// Owner of the sockets.
        user_id: UserId,
        /// Room that the frame is about.
        room_id: RoomId,
    },
    /// A frame for a user's own sockets that concerns no room.
    Mine {
        /// Owner of the sockets.
        user_id: UserId,
    },
    /// A user's own presence or settings changed, with a frame for their own sockets.
    Me {
        /// Owner of the sockets.
        user_id: UserId,
    },
    /// A frame for every member of a room except the user that it is about.
    Others {
        /// Room whose members receive the frame.
        room_id: RoomId,
        /// User that the frame is about.
        user_id: UserId,
    },
    /// A frame for the moderators of a room.
    Moderators {
        /// Room that the frame is about.
        room_id: RoomId,
        /// Moderators at the moment of the change.
        user_ids: Vec<UserId>,
    },
    /// A user's presence as one node knows it from its own sockets.
    Presence {
        /// Node that reports it.
        node: NodeId,
        /// User whose presence it is.
        user_id: UserId,
        /// Rooms of that user.
        rooms: Vec<RoomId>,
        /// Presence on that node.
        status: Presence,
        /// Whether the user is not to be disturbed. Nodes of an earlier version do not say.
        #[serde(default)]
        do_not_disturb: bool,
    },
    /// A frame that everyone who shares a room with a user receives once.
    Nearby {
        /// User that the frame is about.
        user_id: UserId,
        /// Rooms of that user.
        rooms: Vec<RoomId>,
    },
}

impl Header {
    /// Subject under which nodes publish and receive the notice.
    const fn subject(&self) -> Subject {
        match self {
            Self::Event { room_id, .. }
            | Self::RoomDeleted { room_id }
            | Self::Others { room_id, .. }
            | Self::Moderators { room_id, .. } => Subject::Room(*room_id),
            Self::Joined { user_id, .. }
            | Self::Left { user_id, .. }
            | Self::SessionEnded { user_id, .. }
            | Self::Own { user_id, .. }
            | Self::Mine { user_id }
            | Self::Me { user_id } => Subject::User(*user_id),
            Self::Presence { .. } | Self::Nearby { .. } => Subject::All,
        }
    }

    /// Class of the frame that accompanies the header.
    const fn class(&self) -> Class {
        match self {
            Self::Event { room_id, version, .. } => Class::Versioned { room_id: *room_id, version: *version },
            _ => Class::Ephemeral,
        }
    }

    /// Notice with this header and no frame.
    pub const fn alone(self) -> Notice {
        let frame = Frame { bytes: Bytes::new(), class: self.class() };
        Notice { header: self, frame }
    }

    /// Notice with this header and a frame.
    pub const fn with(self, frame: Frame) -> Notice {
        Notice { header: self, frame }
    }
}

impl Notice {
    /// Subject and payload for the bus.
    pub fn encode(&self) -> (Subject, Bytes) {
        // Ids and numbers always encode.
        let mut bytes = serde_json::to_vec(&self.header).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.frame.bytes);
        (self.header.subject(), Bytes::from(bytes))
    }

    /// Reads what came over the bus. `None` for a payload that this version cannot read or that came under the
    /// subject of another room or user.
    pub fn decode(subject: Subject, payload: &Bytes) -> Option<Self> {
        let end = payload.iter().position(|byte| *byte == b'\n')?;
        let header: Header = serde_json::from_slice(&payload[..end])
            .ok()
            .filter(|header: &Header| header.subject() == subject)?;
        let bytes = payload.slice(end + 1..);
        // Sockets send the text without checking it again.
        std::str::from_utf8(&bytes).ok()?;
        let class = header.class();
        Some(Self { header, frame: Frame { bytes, class } })
    }
}

#[cfg(test)]
mod tests {
    use confluence_protocol::Timestamp;

    use super::*;

    fn room(number: i64) -> RoomId {
        RoomId::new(Timestamp::from_millis(number))
    }

    #[test]
    fn notices_read_back_from_the_bus_as_they_were_published() {
        let (room_id, user_id) = (room(1), UserId::new(Timestamp::from_millis(2)));
        let frame = Frame { bytes: Bytes::from_static(b"{\"type\":\"typing\"}"), class: Class::Ephemeral };
        let versioned = Frame { class: Class::Versioned { room_id, version: 7 }, ..frame.clone() };
        let left = vec![(user_id, LeaveReason::Banned)];
        for notice in [
            Header::Event { room_id, version: 7, left }.with(versioned),
            Header::Left { room_id, user_id, version: 7, reason: LeaveReason::Removed }.alone(),
            Header::RoomDeleted { room_id }.alone(),
            Header::Own { user_id, room_id }.with(frame.clone()),
            Header::Moderators { room_id, user_ids: vec![user_id] }.with(frame.clone()),
            Header::Nearby { user_id, rooms: vec![room_id] }.with(frame),
        ] {
            let (subject, payload) = notice.encode();
            let read = Notice::decode(subject, &payload);
            assert_eq!(format!("{read:?}"), format!("{:?}", Some(notice)));
        }
    }

    #[test]
    fn a_notice_under_the_subject_of_another_room_is_not_read() {
        let (_, payload) = Header::RoomDeleted { room_id: room(1) }.alone().encode();
        assert!(Notice::decode(Subject::Room(room(2)), &payload).is_none());
        assert!(Notice::decode(Subject::All, &payload).is_none());
        assert!(Notice::decode(Subject::Room(room(1)), &Bytes::from_static(b"{}\n")).is_none());
    }
}
