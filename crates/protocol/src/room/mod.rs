//! Rooms, their members and roles.
//!
//! Also owns the invites that lead into a room and the folders that group rooms. Refuses any rule about who
//! may do what.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Description, Message, Nullable, RoomId, RoomName, Timestamp, UploadId, UserId, UserRef};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// The word on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The value with that word, if there is one.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

pub mod folder;
pub mod invite;
pub mod report;
pub(crate) use words;

words!(
    /// Who can find and join a room.
    RoomKind {
        /// Everybody who is signed in.
        Public = "public",
        /// People with an invite.
        Private = "private",
        /// Nobody but a fixed set of people.
        Direct = "direct",
    }
);
words!(
    /// What a member may do. Ranked from lowest to highest: member, moderator, owner.
    Role {
        /// May do everything in the room.
        Owner = "owner",
        /// Keeps order: may remove and ban members, for example.
        Moderator = "moderator",
        /// Takes part in the conversation.
        Member = "member",
    }
);
words!(
    /// Who may post in a room.
    Posting {
        /// Every member.
        Everyone = "everyone",
        /// Moderators and owners.
        Moderators = "moderators",
    }
);
words!(
    /// Order of the directory.
    RoomSort {
        /// By name.
        Name = "name",
        /// The rooms with the most members first.
        Members = "members",
        /// The rooms with the newest messages first.
        Activity = "activity",
    }
);
words!(
    /// Notification level for a room.
    Notify {
        /// Notifies of every message.
        All = "all",
        /// Notifies of messages that mention the user or the room.
        Mentions = "mentions",
        /// Notifies of nothing.
        None = "none",
    }
);
words!(
    /// Whether a person is online.
    Presence {
        /// Connected and using a device.
        Active = "active",
        /// Connected, but away.
        Idle = "idle",
        /// Not connected.
        Offline = "offline",
    }
);
words!(
    /// Why somebody is no longer in a room.
    LeaveReason {
        /// They left.
        Left = "left",
        /// A moderator removed them.
        Removed = "removed",
        /// A moderator banned them.
        Banned = "banned",
        /// The room was deleted.
        Deleted = "deleted",
    }
);

impl Role {
    /// Whether this role may moderate: moderators and owners may.
    pub const fn moderates(self) -> bool {
        matches!(self, Self::Owner | Self::Moderator)
    }
}

/// A room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Room {
    /// Id of the room.
    pub id: RoomId,
    /// Who can find and join it.
    pub kind: RoomKind,
    /// Name; empty in direct rooms.
    pub name: String,
    /// Description; may be empty.
    pub description: String,
    /// URL of the avatar, if there is one.
    pub avatar_url: Option<String>,
    /// User who created it.
    pub created_by: UserId,
    /// When it was created.
    pub created_at: Timestamp,
    /// Version: rises by one with every durable change that others can see.
    pub version: i64,
    /// `seq` of the newest message; 0 if there is none.
    pub last_seq: i64,
    /// Number of members.
    pub member_count: i64,
    /// Who may post in it.
    pub posting: Posting,
    /// Whether the room is archived: nobody can post. Absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub archived: bool,
    /// Slow mode: seconds that plain members wait between two messages, 0–3,600. Absent if 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[cfg_attr(test, ts(optional, as = "Option<u32>"))]
    pub slow_mode_seconds: u32,
    /// Everybody in a direct room, the caller included, in the order of their ids; absent in other rooms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<UserRef>>"))]
    pub people: Vec<UserRef>,
    /// Membership of the caller; null for non-members and in events.
    pub you: Option<Membership>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
const fn is_zero(seconds: &u32) -> bool {
    *seconds == 0
}

/// Membership of the caller in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Membership {
    /// Role of the caller.
    pub role: Role,
    /// When the caller joined.
    pub joined_at: Timestamp,
    /// Read mark: position of the last message read.
    pub last_read_seq: i64,
    /// Undeleted messages of others after the mark, counted up to 100.
    pub unread: i64,
    /// Those of them that mention the caller, counted up to 100.
    pub mentions: i64,
    /// Notification level of the caller.
    pub notify: Notify,
    /// Whether the caller was named as somebody who may post where only moderators may. Absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub may_post: bool,
    /// Whether the caller closed this direct room, or was never written to in it: lists leave it out until
    /// somebody writes. Absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub closed: bool,
    /// Whether the caller keeps the room among their favourites. Absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub favourite: bool,
}

/// A room in the list of the caller's rooms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomSummary {
    /// The room.
    #[serde(flatten)]
    pub room: Room,
    /// Newest message, if there is one.
    pub last_message: Option<Message>,
}

/// The caller's rooms, the one with the newest message first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Rooms {
    /// All rooms of the caller.
    pub rooms: Vec<RoomSummary>,
    /// Always null: there is only one page.
    pub next_cursor: Option<String>,
}

/// A room that an owner has deleted, and that its owners can still restore.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeletedRoom {
    /// Id of the room.
    pub id: RoomId,
    /// `public` or `private`.
    pub kind: RoomKind,
    /// Name of the room.
    pub name: String,
    /// Number of members when it was deleted.
    pub member_count: i64,
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// Until when it can be restored; then it is deleted for good.
    pub delete_after: Timestamp,
}

/// The deleted rooms that the caller can restore, the newest deletion first: at most 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeletedRooms {
    /// All of them.
    pub rooms: Vec<DeletedRoom>,
}

/// Public rooms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Directory {
    /// A page of public rooms. A search may fill it only in part, even if there are more.
    pub rooms: Vec<Room>,
    /// Cursor of the next page, of the same search in the same order; null on the last one.
    pub next_cursor: Option<String>,
}

/// Body of `POST /rooms`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct CreateRoom {
    /// Name of the room.
    pub name: RoomName,
    /// Description of the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// Kind of the room: `public` if absent; `direct` is refused here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<RoomKind>,
}

/// Body of `PATCH /rooms/{id}`; absent fields stay unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchRoom {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<RoomName>,
    /// New description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// Who may post from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posting: Option<Posting>,
    /// Seconds that plain members wait between two messages from now on, 0–3,600.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 3600)]
    pub slow_mode_seconds: Option<u32>,
    /// Whether the room is archived from now on; only owners may change this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// Upload of the caller to use as avatar; null removes the avatar.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<UploadId>)]
    pub avatar_upload_id: Nullable<UploadId>,
    /// Who can find and join it from now on; only owners may change this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<RoomKind>,
}

/// Body of `PATCH /rooms/{id}/membership`; absent fields stay unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchMembership {
    /// New notification level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
    /// Whether lists leave the room out until somebody writes in it; only for direct rooms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<bool>,
    /// Whether the room is among the caller's favourites: at most 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub favourite: Option<bool>,
}

/// A member as the list of members shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Member {
    /// Account of the member.
    pub user: UserRef,
    /// The member's role.
    pub role: Role,
    /// When they joined.
    pub joined_at: Timestamp,
    /// Whether they are online now.
    pub presence: Presence,
    /// Whether they were named as somebody who may post where only moderators may. Absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub may_post: bool,
    /// Whether they are not to be disturbed. Absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub do_not_disturb: bool,
    /// Until when they are a guest of the room. Absent if they are not a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub guest_until: Option<Timestamp>,
}

/// Members of a room: owners, then moderators, then members, each in the order in which they joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Members {
    /// A page of members.
    pub members: Vec<Member>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Body of `PATCH /rooms/{id}/members/{user_id}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetRole {
    /// New role of the member.
    pub role: Role,
}

/// Body of `PUT /rooms/{id}/members/{user_id}/guest_until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetGuestUntil {
    /// Until when they are a guest: in the future, at most a year from now.
    pub until: Timestamp,
}

/// Body of `PUT /rooms/{id}/bans/{user_id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct SetBan {
    /// Reason, shown to moderators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Description>,
    /// When the ban ends, in the future; it has no end if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A ban: somebody who may not join a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Ban {
    /// Account that is banned.
    pub user: UserRef,
    /// Reason; empty if none was given.
    pub reason: String,
    /// Moderator who banned them.
    pub created_by: UserId,
    /// When they were banned.
    pub created_at: Timestamp,
    /// When the ban ends; null if it has no end.
    pub until: Option<Timestamp>,
}

/// Bans of a room, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Bans {
    /// A page of bans.
    pub bans: Vec<Ban>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Body of `POST /direct`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct StartDirect {
    /// The other people: 1–9, each once.
    pub user_ids: Vec<UserId>,
}

/// Body of `PUT /rooms/{id}/read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct MarkRead {
    /// Position of the last message read; anything beyond the newest message counts as the newest.
    pub seq: i64,
    /// Whether the mark may move back ("mark unread").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub force: bool,
}

/// The caller's read mark, and the counts of what comes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReadState {
    /// Position of the last message read.
    pub last_read_seq: i64,
    /// Undeleted messages of others after the mark, counted up to 100.
    pub unread: i64,
    /// Those of them that mention the caller, counted up to 100.
    pub mentions: i64,
}
