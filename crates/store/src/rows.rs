//! Rows as the statements give them, and the wire objects that they become.

use confluence_protocol::{
    MemberCard, Membership, Notify, Posting, Role, Room, RoomId, RoomKind, Timestamp, UploadId, User, UserId,
    UserRef, avatar_url,
};
use sqlx::FromRow;
use uuid::Uuid;

/// What is written where a person's name stood.
pub(crate) const DELETED_NAME: &str = "Deleted user";

/// The columns of a [`UserRow`] from `users u`.
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
        }
    }
}

/// A person as they stand beside something.
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

/// Where the picture of a person or a room is.
pub(crate) fn picture(id: Uuid) -> String {
    avatar_url(UploadId::from_uuid(id))
}

/// The columns of a [`RoomRow`] but its counts: the room, and the membership of the user that is bound as `$1`.
macro_rules! room_columns {
    () => {
        "r.id, r.kind, r.name, r.description, r.avatar_id, r.created_by, r.created_at, r.version, r.last_seq,
         r.member_count, r.posting, me.role, me.joined_at, me.last_read_seq, me.notify"
    };
}

/// Where a [`RoomRow`] comes from.
macro_rules! room_source {
    () => {
        " FROM rooms r LEFT JOIN members me ON me.room_id = r.id AND me.user_id = $1 "
    };
}

#[derive(FromRow)]
pub(crate) struct RoomRow {
    id: Uuid,
    kind: String,
    name: String,
    description: String,
    avatar_id: Option<Uuid>,
    created_by: Uuid,
    created_at: i64,
    version: i64,
    last_seq: i64,
    member_count: i64,
    posting: String,
    role: Option<String>,
    joined_at: Option<i64>,
    last_read_seq: Option<i64>,
    notify: Option<String>,
    unread: i64,
    mentions: i64,
}

impl TryFrom<RoomRow> for Room {
    type Error = sqlx::Error;

    fn try_from(row: RoomRow) -> Result<Self, sqlx::Error> {
        let you = match (row.role, row.joined_at, row.last_read_seq, row.notify) {
            (Some(role), Some(joined_at), Some(last_read_seq), Some(notify)) => Some(Membership {
                role: word(Role::from_word, &role)?,
                joined_at: Timestamp::from_millis(joined_at),
                last_read_seq,
                unread: row.unread,
                mentions: row.mentions,
                notify: word(Notify::from_word, &notify)?,
            }),
            _ => None,
        };
        Ok(Self {
            id: RoomId::from_uuid(row.id),
            kind: word(RoomKind::from_word, &row.kind)?,
            name: row.name,
            description: row.description,
            avatar_url: row.avatar_id.map(picture),
            created_by: UserId::from_uuid(row.created_by),
            created_at: Timestamp::from_millis(row.created_at),
            version: row.version,
            last_seq: row.last_seq,
            member_count: row.member_count,
            posting: word(Posting::from_word, &row.posting)?,
            you,
        })
    }
}

/// A member with the person it is.
#[derive(FromRow)]
pub(crate) struct MemberRow {
    user_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
    pub role: String,
    pub joined_at: i64,
}

impl TryFrom<MemberRow> for MemberCard {
    type Error = sqlx::Error;

    fn try_from(row: MemberRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            user: user_ref(row.user_id, row.username, row.display_name, row.avatar_id),
            role: word(Role::from_word, &row.role)?,
            joined_at: Timestamp::from_millis(row.joined_at),
        })
    }
}

/// The value of a stored word; one that is not known means that the database is damaged, or newer.
pub(crate) fn word<T>(parse: fn(&str) -> Option<T>, word: &str) -> Result<T, sqlx::Error> {
    parse(word)
        .ok_or_else(|| sqlx::Error::Decode(format!("the database holds an unknown word: {word}").into()))
}

/// A text as it is compared when people look for it.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase()
}

pub(crate) use {room_columns, room_source, user_columns};
