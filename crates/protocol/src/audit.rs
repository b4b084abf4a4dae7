//! The audit log: who did what to whom, where and when. Neither content of messages nor secrets are in it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AuditId, RoomId, Timestamp, UserRef};

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $text:tt,)*) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        pub enum AuditAction { $($(#[$doc])* #[serde(rename = $text)] $variant,)* }

        impl AuditAction {
            /// The name on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The action with that name, if there is one.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

actions! {
    /// Somebody was removed from a room. Detail: the reason, if one was given.
    MemberRemoved = "member.removed",
    /// Somebody was banned from a room. Detail: the reason, if one was given.
    MemberBanned = "member.banned",
    /// Somebody was banned from a room for a time. Detail: the reason, if one was given.
    MemberSuspended = "member.suspended",
    /// A ban was lifted.
    BanLifted = "ban.lifted",
    /// Somebody got another role in a room, perhaps from themselves. Detail: the new role.
    RoleChanged = "role.changed",
    /// Somebody may post in a room in which only moderators may. Detail: empty.
    PostingGranted = "posting.granted",
    /// Somebody may no longer do so. Detail: empty.
    PostingRevoked = "posting.revoked",
    /// Who may post in a room was changed. Detail: `everyone` or `moderators`.
    PostingChanged = "posting.changed",
    /// Slow mode was changed. Detail: the seconds between two messages, 0 for none.
    SlowModeChanged = "slow_mode.changed",
    /// A room was made public or private. Detail: the new kind.
    KindChanged = "room.kind_changed",
    /// A room was archived.
    RoomArchived = "room.archived",
    /// A room was taken out of the archive.
    RoomRestored = "room.restored",
    /// A room was deleted, or an administrator scheduled its deletion.
    RoomDeleted = "room.deleted",
    /// A message of somebody else was deleted. Detail: the reason, if one was given.
    MessageDeleted = "message.deleted",
    /// The recent messages of somebody were deleted at once. Detail: the reason, if one was given.
    MessagesDeleted = "messages.deleted",
    /// An invite was created. Detail: until when those who sign up with it are guests; empty if they are not.
    InviteCreated = "invite.created",
    /// An invite was revoked.
    InviteRevoked = "invite.revoked",
    /// A guest may stay for a longer or a shorter time. Detail: until when.
    GuestUntilSet = "guest.until_set",
    /// A guest became a full account.
    GuestPromoted = "guest.promoted",
    /// A report was dealt with.
    ReportDone = "report.done",
    /// A report was dismissed.
    ReportDismissed = "report.dismissed",
    /// A sign-in, or a password repeated for administration, failed; the target is the account, if the name was that of one. Detail: the reason and the address.
    SignInFailed = "sign_in.failed",
    /// An administrator repeated their password in order to make changes.
    Elevated = "admin.elevated",
    /// An account became an administrator.
    AdminAdded = "admin.added",
    /// An account is no longer an administrator.
    AdminRemoved = "admin.removed",
    /// An account was suspended. Detail: the end, if there is one, and the reason, if one was given.
    UserSuspended = "user.suspended",
    /// A suspension was ended.
    UserReinstated = "user.reinstated",
    /// An account was scheduled for deletion.
    UserDeleted = "user.deleted",
    /// The deletion of an account was called off.
    UserRestored = "user.restored",
    /// All sessions of an account were ended.
    SessionsEnded = "sessions.ended",
    /// A link was made that resets an account's password; by the server itself if somebody asked for it by mail.
    PasswordLinkMade = "password.link_made",
    /// A password was set with such a link, or by an operator.
    PasswordReset = "password.reset",
    /// Somebody confirmed an e-mail address for their account. The address is not recorded.
    EmailChanged = "email.changed",
    /// Somebody removed the e-mail address of their account.
    EmailRemoved = "email.removed",
    /// The deletion of a room was called off.
    RoomUndeleted = "room.undeleted",
    /// A room without an owner got one.
    OwnerSet = "room.owner_set",
    /// A group was made, in a room or for the server. Detail: its handle.
    GroupCreated = "group.created",
    /// The handle or the name of a group was changed. Detail: its handle now.
    GroupChanged = "group.changed",
    /// A group was deleted. Detail: its handle.
    GroupDeleted = "group.deleted",
    /// Somebody was added to a group. Detail: its handle.
    GroupMemberAdded = "group.member_added",
    /// Somebody was removed from a group. Detail: its handle.
    GroupMemberRemoved = "group.member_removed",
    /// Settings of the server were changed. Detail: the settings and their new values.
    SettingsChanged = "settings.changed",
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditEntry {
    /// Id of the entry.
    pub id: AuditId,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it; null for the server itself and its operator, and if `private`.
    pub actor: Option<UserRef>,
    /// What was done.
    pub action: AuditAction,
    /// Room in which it was done, even if the room is deleted by now; null outside of rooms.
    pub room_id: Option<RoomId>,
    /// Name of the room; null outside of rooms and in rooms that are deleted, empty in direct rooms.
    pub room_name: Option<String>,
    /// To whom it was done; null if not to a person, and if `private`.
    pub target: Option<UserRef>,
    /// More about it, see the action; may be empty, and is if `private`.
    pub detail: String,
    /// Whether people did it in a room that was private or direct then; they are not named.
    pub private: bool,
}

/// Entries of the audit log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditPage {
    /// A page of entries. With a filter it may be short or empty although there are more.
    pub entries: Vec<AuditEntry>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// An act of moderation in a room, shown to its moderators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomAct {
    /// Id of the act; the same as in the audit log.
    pub id: AuditId,
    /// Its place in the conversation: `seq` of the newest message at that moment, 0 if there was none.
    pub after_seq: i64,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it; null for the server itself and its operator.
    pub actor: Option<UserRef>,
    /// What was done.
    pub action: AuditAction,
    /// To whom it was done; null if not to a person.
    pub target: Option<UserRef>,
    /// More about it, see the action; may be empty.
    pub detail: String,
}

/// Acts of moderation in a room, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomActs {
    /// A page of acts.
    pub acts: Vec<RoomAct>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}
