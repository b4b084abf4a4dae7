//! Frames that the server sends on the socket.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ErrorCode, Folder, LeaveReason, Message, MessageId, Presence, Role, Room, RoomId, SessionId, Timestamp,
    User, UserId, UserRef,
};

/// A frame from the server. Those with a `version` are durable and arrive in its order, without a hole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type")]
pub enum ServerFrame {
    /// First: every room of mine is subscribed; of each, exactly the frames above that version follow.
    #[serde(rename = "ready")]
    Ready {
        /// Whose socket it is.
        user_id: UserId,
        /// Which session opened it.
        session_id: SessionId,
        /// Changes when history was rewound by a restore.
        epoch: String,
        /// The version of each of my rooms.
        #[cfg_attr(test, ts(type = "Record<string, number>"))]
        rooms: BTreeMap<RoomId, i64>,
    },
    /// The message is durable: it survives a crash.
    #[serde(rename = "ack")]
    Ack {
        /// Of which send.
        id: MessageId,
        /// Where.
        room_id: RoomId,
        /// Its place.
        seq: i64,
        /// The message's version.
        version: i64,
        /// When it was stored.
        created_at: Timestamp,
    },
    /// A frame was not carried out. The socket stays open unless a close follows.
    #[serde(rename = "error")]
    Error {
        /// Of which frame, where it had an id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        id: Option<String>,
        /// Stable.
        code: ErrorCode,
        /// For people.
        detail: String,
        /// Whether repeating it can help.
        retryable: bool,
    },
    /// Answers `ping`.
    #[serde(rename = "pong")]
    Pong {
        /// As the `ping` had it.
        id: Option<String>,
    },
    /// A new message; its sender gets it too.
    #[serde(rename = "message.created")]
    MessageCreated {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// As it stands.
        message: Message,
    },
    /// A message changed.
    #[serde(rename = "message.updated")]
    MessageUpdated {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// As it stands.
        message: Message,
    },
    /// A message became a tombstone.
    #[serde(rename = "message.deleted")]
    MessageDeleted {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// Which.
        message_id: MessageId,
        /// Its place.
        seq: i64,
        /// When.
        deleted_at: Timestamp,
    },
    /// Somebody reacted.
    #[serde(rename = "reaction.added")]
    ReactionAdded {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// To which message.
        message_id: MessageId,
        /// With what.
        emoji: String,
        /// Who.
        user_id: UserId,
        /// How many people now.
        count: i64,
    },
    /// Somebody took a reaction back.
    #[serde(rename = "reaction.removed")]
    ReactionRemoved {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// From which message.
        message_id: MessageId,
        /// What.
        emoji: String,
        /// Who.
        user_id: UserId,
        /// How many people now.
        count: i64,
    },
    /// The room's settings changed.
    #[serde(rename = "room.updated")]
    RoomUpdated {
        /// Which.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// As it stands; `you` is null.
        room: Room,
    },
    /// Somebody came.
    #[serde(rename = "member.joined")]
    MemberJoined {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// Who.
        member: MemberCard,
    },
    /// Somebody is gone.
    #[serde(rename = "member.left")]
    MemberLeft {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// Who.
        member: MemberCard,
    },
    /// Somebody's role changed.
    #[serde(rename = "member.updated")]
    MemberUpdated {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// Who.
        member: MemberCard,
    },
    /// A room is now mine; frames follow from `room.version` + 1.
    #[serde(rename = "room.joined")]
    RoomJoined {
        /// With my membership.
        room: Room,
    },
    /// A room is no longer mine; no frame of it follows.
    #[serde(rename = "room.left")]
    RoomLeft {
        /// Which.
        room_id: RoomId,
        /// Why.
        reason: LeaveReason,
    },
    /// Somebody's profile changed.
    #[serde(rename = "user.updated")]
    UserUpdated {
        /// As it stands.
        user: User,
    },
    /// My folders changed, on whichever device; told to my own sockets only.
    #[serde(rename = "folders.updated")]
    FoldersUpdated {
        /// All of them, as they stand.
        folders: Vec<Folder>,
    },
    /// Somebody has read up to a message.
    #[serde(rename = "read")]
    Read {
        /// Where.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
        /// How far.
        seq: i64,
        /// When.
        at: Timestamp,
    },
    /// Somebody is typing.
    #[serde(rename = "typing")]
    Typing {
        /// Where.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
    },
    /// Somebody came or went.
    #[serde(rename = "presence")]
    Presence {
        /// Who.
        user_id: UserId,
        /// How.
        status: Presence,
    },
    /// Frames were dropped: fetch `changes`. Frames go on at `version` + 1.
    #[serde(rename = "resync")]
    Resync {
        /// Where.
        room_id: RoomId,
        /// Up to here nothing more comes by itself.
        version: i64,
    },
}

/// A member as the events name them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MemberCard {
    /// Who.
    pub user: UserRef,
    /// In what role.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
}

impl ServerFrame {
    /// The room and version of a durable frame; nothing for all others.
    pub const fn durable(&self) -> Option<(RoomId, i64)> {
        match self {
            Self::MessageCreated { room_id, version, .. }
            | Self::MessageUpdated { room_id, version, .. }
            | Self::MessageDeleted { room_id, version, .. }
            | Self::ReactionAdded { room_id, version, .. }
            | Self::ReactionRemoved { room_id, version, .. }
            | Self::RoomUpdated { room_id, version, .. }
            | Self::MemberJoined { room_id, version, .. }
            | Self::MemberLeft { room_id, version, .. }
            | Self::MemberUpdated { room_id, version, .. } => Some((*room_id, *version)),
            _ => None,
        }
    }

    /// The frame as JSON text.
    pub fn encode(&self) -> String {
        // Nothing in a frame can fail to encode: its map keys are ids, its numbers whole.
        serde_json::to_string(self).unwrap_or_default()
    }
}
