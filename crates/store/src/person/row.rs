//! Rows of users, and their conversion to wire objects.

use confluence_protocol::{
    Me, OwnPresence, PresenceMode, Status, Timestamp, UploadId, User, UserId, UserRef, UserSettings,
    ZoneName, avatar_url,
};
use sqlx::FromRow;
use uuid::Uuid;

/// Display name of a deleted account.
pub(crate) const DELETED_NAME: &str = "Deleted user";

/// The columns of a [`UserRow`], from `users u`, for one database. A status or a presence that
/// has ended is read as none.
macro_rules! user_columns {
    ($db:ident) => {
        $crate::engine::db::sql_text!($db []
            "u.id, u.username, u.display_name, u.avatar_id, u.bio, u.is_admin, u.is_bot, u.read_receipts,
             u.created_at, u.deleted_at, u.status_until,
             CASE WHEN u.presence_until <= " now " THEN 'auto' ELSE u.presence_mode END AS presence_mode,
             CASE WHEN u.presence_until <= " now " THEN NULL ELSE u.presence_until END AS presence_until,
             u.time_zone, u.share_local_time, u.quiet_hours, u.guest_until,
             CASE WHEN u.status_until <= " now " THEN NULL ELSE u.status_emoji END AS status_emoji,
             CASE WHEN u.status_until <= " now " THEN NULL ELSE u.status_text END AS status_text"
        )
    };
}

#[expect(clippy::struct_excessive_bools, reason = "flags of the row, independent of each other")]
#[derive(FromRow)]
pub(crate) struct UserRow {
    id: Uuid,
    username: Option<String>,
    display_name: String,
    pub avatar_id: Option<Uuid>,
    bio: String,
    is_admin: bool,
    is_bot: bool,
    pub read_receipts: bool,
    created_at: i64,
    deleted_at: Option<i64>,
    status_emoji: Option<String>,
    status_text: Option<String>,
    status_until: Option<i64>,
    presence_mode: String,
    presence_until: Option<i64>,
    time_zone: Option<String>,
    share_local_time: bool,
    quiet_hours: String,
    pub guest_until: Option<i64>,
}

impl UserRow {
    /// The account as its owner sees it. Whether they are to be disturbed depends on the time of day, which the
    /// store does not know.
    pub fn into_me(self) -> Me {
        let settings = self.settings();
        let presence = own_presence(&self.presence_mode, self.presence_until);
        Me { user: self.into(), settings, presence, do_not_disturb: false, email: None, pending_email: None }
    }

    /// The person's settings.
    pub fn settings(&self) -> UserSettings {
        settings(self.read_receipts, self.time_zone.as_ref(), self.share_local_time, &self.quiet_hours)
    }
}

/// Settings as stored. What only a later version can read counts as not set.
pub(crate) fn settings(
    read_receipts: bool,
    time_zone: Option<&String>,
    share_local_time: bool,
    quiet_hours: &str,
) -> UserSettings {
    UserSettings {
        read_receipts,
        time_zone: time_zone.and_then(|zone| ZoneName::try_from(zone.clone()).ok()),
        share_local_time,
        quiet_hours: serde_json::from_str(quiet_hours).unwrap_or_default(),
    }
}

/// The presence that somebody chose. A mode that only a later version knows counts as none.
pub(crate) fn own_presence(mode: &str, until: Option<i64>) -> OwnPresence {
    PresenceMode::from_word(mode)
        .map_or(OwnPresence::AUTO, |mode| OwnPresence { mode, until: until.map(Timestamp::from_millis) })
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        let has_status = row.status_emoji.is_some() || row.status_text.is_some();
        let status = has_status.then(|| Status {
            emoji: row.status_emoji.unwrap_or_default(),
            text: row.status_text.unwrap_or_default(),
            until: row.status_until.map(Timestamp::from_millis),
        });
        Self {
            id: UserId::from_uuid(row.id),
            username: row.username.unwrap_or_default(),
            display_name: row.display_name,
            bio: row.bio,
            avatar_url: row.avatar_id.map(picture),
            is_admin: row.is_admin,
            is_bot: row.is_bot,
            deleted: row.deleted_at.is_some(),
            created_at: Timestamp::from_millis(row.created_at),
            status,
            guest_until: row.guest_until.map(Timestamp::from_millis),
        }
    }
}

/// A user as shown next to something else, such as a reaction or a search result.
#[derive(Clone, FromRow)]
pub(crate) struct UserRefRow {
    user_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
}

impl From<UserRefRow> for UserRef {
    fn from(row: UserRefRow) -> Self {
        user_ref(row.user_id, row.username, row.display_name, row.avatar_id)
    }
}

pub(crate) fn user_ref(
    id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
) -> UserRef {
    UserRef {
        id: UserId::from_uuid(id),
        username: username.unwrap_or_default(),
        display_name,
        avatar_url: avatar_id.map(picture),
    }
}

/// URL of the avatar of a user or a room.
pub(crate) fn picture(id: Uuid) -> String {
    avatar_url(UploadId::from_uuid(id))
}

pub(crate) use user_columns;
