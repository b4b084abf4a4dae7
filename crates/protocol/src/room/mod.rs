//! Rooms, who is in them, and in what role.
//!
//! Owns the invites that lead into a room and the folders that group rooms, too. Refuses any rule about who may
//! do what.

pub mod folder;
pub mod invite;

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

            /// The value of that word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

words!(
    /// Who can find and enter a room.
    RoomKind {
        /// Everybody signed in.
        Public = "public",
        /// Whoever has an invite.
        Private = "private",
        /// A fixed set of people.
        Direct = "direct",
    }
);
words!(
    /// What a member may do. In rising order: member, moderator, owner.
    Role {
        /// Everything.
        Owner = "owner",
        /// Keeps order among members.
        Moderator = "moderator",
        /// Takes part.
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
    /// Of what in a room one is told.
    Notify {
        /// Every message.
        All = "all",
        /// What names oneself or the room.
        Mentions = "mentions",
        /// Nothing.
        None = "none",
    }
);
words!(
    /// Whether a person is there.
    Presence {
        /// At the keyboard.
        Active = "active",
        /// Connected, away.
        Idle = "idle",
        /// Not connected.
        Offline = "offline",
    }
);
words!(
    /// Why a room is no longer among one's own.
    LeaveReason {
        /// One went.
        Left = "left",
        /// A moderator removed one.
        Removed = "removed",
        /// A moderator banned one.
        Banned = "banned",
        /// The room is gone.
        Deleted = "deleted",
    }
);

impl Role {
    /// Whether this role keeps order: moderators and owners.
    pub const fn moderates(self) -> bool {
        matches!(self, Self::Owner | Self::Moderator)
    }
}

/// A room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Room {
    /// Which room.
    pub id: RoomId,
    /// Who can find and enter it.
    pub kind: RoomKind,
    /// Its name; empty in direct rooms.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Where the picture is, if there is one.
    pub avatar_url: Option<String>,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// Goes up by one with every durable change that others can see.
    pub version: i64,
    /// The `seq` of the newest message; 0: none yet.
    pub last_seq: i64,
    /// How many people are in it.
    pub member_count: i64,
    /// Who may post.
    pub posting: Posting,
    /// The caller's own membership; null for others and in events.
    pub you: Option<Membership>,
}

/// The caller's place in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Membership {
    /// What one may do.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// How far one has read: a high-water mark.
    pub last_read_seq: i64,
    /// Others' undeleted messages after the mark; exact up to 100, then 100.
    pub unread: i64,
    /// Those of them that name one; exact up to 100, then 100.
    pub mentions: i64,
    /// Of what one is told.
    pub notify: Notify,
}

/// One of the caller's rooms in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomSummary {
    /// The room.
    #[serde(flatten)]
    pub room: Room,
    /// Its newest message, if there is one.
    pub last_message: Option<Message>,
}

/// The caller's rooms, the one with the newest message first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Rooms {
    /// All of them.
    pub rooms: Vec<RoomSummary>,
    /// Always null: one's own rooms come whole.
    pub next_cursor: Option<String>,
}

/// Public rooms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Directory {
    /// A page of them, by name.
    pub rooms: Vec<Room>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// `POST /rooms`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct CreateRoom {
    /// Its name.
    pub name: RoomName,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// `public` when absent; `direct` is refused here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<RoomKind>,
}

/// `PATCH /rooms/{id}`; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchRoom {
    /// A new name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<RoomName>,
    /// A new description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// Who may post from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posting: Option<Posting>,
    /// An upload of one's own to be the picture; null removes it.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<UploadId>)]
    pub avatar_upload_id: Nullable<UploadId>,
    /// Who can find and enter it from now on; owners only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<RoomKind>,
}

/// `PATCH /rooms/{id}/membership`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PatchMembership {
    /// Of what one wants to be told.
    pub notify: Notify,
}

/// A member as the list of members shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Member {
    /// Who.
    pub user: UserRef,
    /// In what role.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// Whether they are there now.
    pub presence: Presence,
}

/// Members of a room: owners, moderators, members, each by when they joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Members {
    /// A page of them.
    pub members: Vec<Member>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// `PATCH /rooms/{id}/members/{user_id}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetRole {
    /// What they may do from now on.
    pub role: Role,
}

/// `PUT /rooms/{id}/bans/{user_id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct SetBan {
    /// Why, for the other moderators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Description>,
}

/// Somebody who may not enter a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Ban {
    /// Who.
    pub user: UserRef,
    /// Why; empty when nothing was said.
    pub reason: String,
    /// By whom.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
}

/// Bans of a room, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Bans {
    /// A page of them.
    pub bans: Vec<Ban>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// `POST /direct`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct StartDirect {
    /// The others: 1–9, each once.
    pub user_ids: Vec<UserId>,
}

/// `PUT /rooms/{id}/read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct MarkRead {
    /// How far one has read; beyond the newest message it counts as the newest.
    pub seq: i64,
    /// Whether the mark may move back ("mark unread").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub force: bool,
}

/// Where one's mark stands, and what lies after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReadState {
    /// The mark.
    pub last_read_seq: i64,
    /// Others' undeleted messages after it; exact up to 100, then 100.
    pub unread: i64,
    /// Those of them that name one; exact up to 100, then 100.
    pub mentions: i64,
}
