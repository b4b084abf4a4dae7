//! A frame on its way to sockets: bytes that all of them share, and what may happen to it on the way.

use bytes::Bytes;
use confluence_protocol::{RoomId, ServerFrame};

/// An encoded frame. Cloning it copies a pointer.
#[derive(Clone, Debug)]
pub struct Frame {
    /// JSON text, valid UTF-8.
    pub bytes: Bytes,
    /// What an outbox may do with it.
    pub class: Class,
}

/// What an outbox may do with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `ready`: first, kept, and as large as the user's list of rooms.
    Ready,
    /// `ack`, `error`, `pong`: kept.
    Answer,
    /// `room.joined`: kept.
    Joined(RoomId),
    /// `room.left`: kept; nothing of the room follows.
    Left(RoomId),
    /// A durable frame or a `resync`: may be dropped where a later `resync` says so.
    Versioned {
        /// Whose version.
        room_id: RoomId,
        /// Which.
        version: i64,
    },
    /// Typing, presence, read marks, profiles, folders: dropped first, without a word.
    Ephemeral,
}

impl Frame {
    /// Encodes a frame; its class follows from what it is.
    pub fn of(frame: &ServerFrame) -> Self {
        Self { bytes: Bytes::from(frame.encode()), class: Class::of(frame) }
    }

    /// The `resync` of a room.
    pub fn resync(room_id: RoomId, version: i64) -> Self {
        Self::of(&ServerFrame::Resync { room_id, version })
    }
}

impl Class {
    /// The class of a frame.
    pub fn of(frame: &ServerFrame) -> Self {
        if let Some((room_id, version)) = frame.durable() {
            return Self::Versioned { room_id, version };
        }
        match frame {
            ServerFrame::Ready { .. } => Self::Ready,
            ServerFrame::Ack { .. } | ServerFrame::Error { .. } | ServerFrame::Pong { .. } => Self::Answer,
            ServerFrame::RoomJoined { room } => Self::Joined(room.id),
            ServerFrame::RoomLeft { room_id, .. } => Self::Left(*room_id),
            ServerFrame::Resync { room_id, version } => {
                Self::Versioned { room_id: *room_id, version: *version }
            }
            _ => Self::Ephemeral,
        }
    }
}
