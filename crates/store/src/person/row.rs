//! Rows of users, and their conversion to wire objects.

use confluence_protocol::{Timestamp, UploadId, User, UserId, UserRef, avatar_url};
use sqlx::FromRow;
use uuid::Uuid;

/// Display name of a deleted account.
pub(crate) const DELETED_NAME: &str = "Deleted user";

/// The columns of a [`UserRow`], from `users u`.
macro_rules! user_columns {
    () => {
        "u.id, u.username, u.display_name, u.avatar_id, u.bio, u.is_admin, u.is_bot, u.read_receipts, \
         u.created_at, u.deleted_at"
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
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
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
            status: None,
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
