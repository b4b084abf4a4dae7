//! Encoded frames, whose bytes all receiving sockets share, and how an outbox may treat them.

use bytes::Bytes;
use confluence_protocol::{RoomId, ServerFrame};

/// An encoded frame. Cloning it copies only a pointer.
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
    /// `ready`: comes first, is kept on overflow, and is as large as the user's list of rooms.
    Ready,
    /// `ack`, `error`, `pong`: kept on overflow.
    Answer,
    /// `room.joined`: kept on overflow.
    Joined(RoomId),
    /// `room.left`: kept on overflow; no frame of the room follows it.
    Left(RoomId),
    /// A durable frame or a `resync`: may be dropped, and then a later `resync` covers it.
    Versioned {
        /// Room that the frame belongs to.
        room_id: RoomId,
        /// Room version of this frame.
        version: i64,
    },
    /// Typing, presence, read marks, profiles, a person's own settings, blocks and folders: dropped first, without a
    /// `resync`.
    Ephemeral,
}

impl Frame {
    /// Encodes a frame and determines its class.
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
