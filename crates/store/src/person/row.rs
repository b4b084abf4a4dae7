//! Rows of users, and their conversion to wire objects.

use confluence_protocol::{Status, Timestamp, UploadId, User, UserId, UserRef, avatar_url};
use sqlx::FromRow;
use uuid::Uuid;

/// Display name of a deleted account.
pub(crate) const DELETED_NAME: &str = "Deleted user";

/// The columns of a [`UserRow`], from `users u`, for one database. A status that has ended is read as none.
macro_rules! user_columns {
    ($db:ident) => {
        $crate::engine::db::sql_text!($db []
            "u.id, u.username, u.display_name, u.avatar_id, u.bio, u.is_admin, u.is_bot, u.read_receipts,
             u.created_at, u.deleted_at, u.status_until,
             CASE WHEN u.status_until <= " now " THEN NULL ELSE u.status_emoji END AS status_emoji,
             CASE WHEN u.status_until <= " now " THEN NULL ELSE u.status_text END AS status_text"
        )
    };
}

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
