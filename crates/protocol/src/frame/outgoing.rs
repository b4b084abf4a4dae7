//! Frames that the server sends on the socket.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ErrorCode, Folder, LeaveReason, Message, MessageId, Notify, OwnPresence, Presence, Role, Room, RoomAct,
    RoomId, SessionId, Timestamp, User, UserId, UserRef, UserSettings,
};

/// A frame from the server.
///
/// Durable frames carry the room's `version` and arrive in that order, without gaps unless a `resync`
/// announces one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type")]
pub enum ServerFrame {
    /// The first frame: all rooms of the user are subscribed, and exactly the frames above their versions
    /// follow.
    #[serde(rename = "ready")]
    Ready {
        /// User whose socket this is.
        user_id: UserId,
        /// Session that opened the socket.
        session_id: SessionId,
        /// Changes when a restore rewinds history.
        epoch: String,
        /// Current version of each of the user's rooms.
        #[cfg_attr(test, ts(type = "Record<string, number>"))]
        rooms: BTreeMap<RoomId, i64>,
    },
    /// A message was stored durably: it survives a crash.
    #[serde(rename = "ack")]
    Ack {
        /// Id of the message, as sent.
        id: MessageId,
        /// Room of the message.
        room_id: RoomId,
        /// Position of the message in its room.
        seq: i64,
        /// The message's version.
        version: i64,
        /// When it was stored.
        created_at: Timestamp,
    },
    /// A client's frame was rejected. The socket stays open unless a close follows.
    #[serde(rename = "error")]
    Error {
        /// Id of the rejected frame, if it had one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        id: Option<String>,
        /// Stable error code.
        code: ErrorCode,
        /// Explanation for people.
        detail: String,
        /// Whether sending the same frame again can succeed.
        retryable: bool,
    },
    /// Answer to `ping`.
    #[serde(rename = "pong")]
    Pong {
        /// Id of the `ping`, if it had one.
        id: Option<String>,
    },
    /// A new message; its author receives it too.
    #[serde(rename = "message.created")]
    MessageCreated {
        /// Room of this event.
        room_id: RoomId,
        /// Room version of this event.
        version: i64,
        /// The new message.
        message: Message,
    },
    /// A message changed.
    #[serde(rename = "message.updated")]
    MessageUpdated {
        /// Room of this event.
        room_id: RoomId,
        /// Room version of this event.
        version: i64,
        /// The message after the change.
        message: Message,
    },
    /// A message became a tombstone.
    #[serde(rename = "message.deleted")]
    MessageDeleted {
        /// Room of this event.
        room_id: RoomId,
        /// Room version of this event.
        version: i64,
        /// Message that was deleted.
        message_id: MessageId,
        /// Position of the message in its room.
        seq: i64,
        /// When it was deleted.
        deleted_at: Timestamp,
    },
    /// Somebody reacted to a message.
    #[serde(rename = "reaction.added")]
    ReactionAdded {
        /// Room of this event.
        room_id: RoomId,
        /// Room version of this event.
        version: i64,
        /// Message that received the reaction.
        message_id: MessageId,
        /// Emoji of the reaction.
        emoji: String,
        /// User who reacted.
        user_id: UserId,
        /// How many people now react with this emoji.
        count: i64,
    },
    /// Somebody removed a reaction.
    #[serde(rename = "reaction.removed")]
    ReactionRemoved {
        /// Room of this event.
        room_id: RoomId,
        /// Room version of this event.
        version: i64,
        /// Message that lost the reaction.
        message_id: MessageId,
        /// Emoji of the reaction.
        emoji: String,
        /// User who removed it.
        user_id: UserId,
        /// How many people still react with this emoji.
        count: i64,
    },
    /// The room's settings changed.
    #[serde(rename = "room.updated")]
    RoomUpdated {
        /// Room that changed.
        room_id: RoomId,
        /// Room version of this event.
        version: i64,
        /// The room after the change; `you` is null.
        room: Room,
    },
    /// Somebody joined the room.
    #[serde(rename = "member.joined")]
    MemberJoined {
        /// Room of this event.
        room_id: RoomId,
        /// Room version of this event.
        version: i64,
        /// The new member.
        member: MemberCard,
    },
    /// Somebody is no longer in the room.
    #[serde(rename = "member.left")]
    MemberLeft {
        /// Room of this event.
        room_id: RoomId,
        /// Room version of this event.
        version: i64,
        /// The former member.
        member: MemberCard,
    },
    /// A member's role or right to post changed.
    #[serde(rename = "member.updated")]
    MemberUpdated {
        /// Room of this event.
        room_id: RoomId,
        /// Room version of this event.
        version: i64,
        /// The member after the change.
        member: MemberCard,
    },
    /// The user is now in a room; its frames follow from `room.version` + 1.
    #[serde(rename = "room.joined")]
    RoomJoined {
        /// The room, with the user's membership.
        room: Room,
    },
    /// The user is no longer in a room; none of its frames follow.
    #[serde(rename = "room.left")]
    RoomLeft {
        /// Room that the user is no longer in.
        room_id: RoomId,
        /// Why the membership ended.
        reason: LeaveReason,
    },
    /// Somebody's profile changed.
    #[serde(rename = "user.updated")]
    UserUpdated {
        /// The profile after the change.
        user: User,
    },
    /// The user changed their own settings for a room, on any of their devices. Only the user's own sockets
    /// receive this frame.
    #[serde(rename = "membership.updated")]
    MembershipUpdated {
        /// Room that the settings are for.
        room_id: RoomId,
        /// Notification level.
        notify: Notify,
        /// Whether lists leave this direct room out until somebody writes in it.
        closed: bool,
        /// Whether the room is among the user's favourites.
        #[serde(default)]
        favourite: bool,
    },
    /// The user changed their own presence or settings, on any of their devices. Only the user's own sockets
    /// receive this frame.
    #[serde(rename = "me.updated")]
    MeUpdated {
        /// The presence that they chose.
        presence: OwnPresence,
        /// All settings of the user.
        settings: UserSettings,
    },
    /// The user blocked somebody or lifted a block, on any of their devices. Only the user's own sockets
    /// receive this frame.
    #[serde(rename = "blocks.updated")]
    BlocksUpdated {
        /// Everybody whom the user blocks.
        user_ids: Vec<UserId>,
    },
    /// The user's folders changed, on any of their devices. Only the user's own sockets receive this frame.
    #[serde(rename = "folders.updated")]
    FoldersUpdated {
        /// All folders of the user, in order.
        folders: Vec<Folder>,
    },
    /// A moderator acted in a room. Only the sockets of its moderators receive this frame.
    #[serde(rename = "room.act")]
    RoomAct {
        /// Room in which it was done.
        room_id: RoomId,
        /// What was done.
        act: RoomAct,
    },
    /// Somebody reported a message, or a moderator dealt with a report. Only the sockets of the room's moderators
    /// receive this frame.
    #[serde(rename = "room.reports")]
    RoomReports {
        /// Room of the reports.
        room_id: RoomId,
        /// Number of open reports, counted up to 100.
        open: i64,
    },
    /// Somebody has read up to a message.
    #[serde(rename = "read")]
    Read {
        /// Room of the read mark.
        room_id: RoomId,
        /// User whose mark moved.
        user_id: UserId,
        /// Position of the last message that they have read.
        seq: i64,
        /// When the mark moved.
        at: Timestamp,
    },
    /// Somebody is typing.
    #[serde(rename = "typing")]
    Typing {
        /// Room in which they are typing.
        room_id: RoomId,
        /// User who is typing.
        user_id: UserId,
    },
    /// Somebody's presence changed.
    #[serde(rename = "presence")]
    Presence {
        /// User whose presence changed.
        user_id: UserId,
        /// The new presence.
        status: Presence,
        /// Whether they are not to be disturbed, whatever the status. Absent if not.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
        do_not_disturb: bool,
    },
    /// Frames were dropped: fetch `changes`. Frames resume at `version` + 1.
    #[serde(rename = "resync")]
    Resync {
        /// Room whose frames were dropped.
        room_id: RoomId,
        /// Last version whose frame will not be sent.
        version: i64,
    },
}

/// A member as events show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MemberCard {
    /// Account of the member.
    pub user: UserRef,
    /// The member's role in the room.
    pub role: Role,
    /// When they joined.
    pub joined_at: Timestamp,
    /// Whether they were named as somebody who may post where only moderators may. Absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub may_post: bool,
    /// Until when they are a guest of the room. Absent if they are not a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub guest_until: Option<Timestamp>,
}

impl ServerFrame {
    /// Room and version of a durable frame; `None` for all others.
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
        // Encoding cannot fail: map keys are ids, which are written as strings.
        serde_json::to_string(self).unwrap_or_default()
    }
}
