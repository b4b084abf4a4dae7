//! Rows of rooms and members, and their conversion to wire objects.

use confluence_protocol::{
    Limits, MemberCard, Membership, Notify, Posting, Role, Room, RoomId, RoomKind, Timestamp, UserId,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    engine::words::word,
    person::row::{picture, user_ref},
};

/// The columns of a [`RoomRow`] except its counts: the room, and the membership of the user `$1`.
macro_rules! room_columns {
    () => {
        "r.id, r.kind, r.name, r.description, r.avatar_id, r.created_by, r.created_at, r.version, r.last_seq,
         r.member_count, r.posting, r.archived_at IS NOT NULL AS archived, r.slow_mode_seconds, me.role, me.joined_at, me.last_read_seq, me.notify, me.closed_seq, me.may_post, me.favourite"
    };
}

/// The tables of a [`RoomRow`].
macro_rules! room_source {
    () => {
        " FROM rooms r LEFT JOIN members me ON me.room_id = r.id AND me.user_id = $1 "
    };
}

#[derive(FromRow)]
pub(crate) struct RoomRow {
    pub id: Uuid,
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
    archived: bool,
    slow_mode_seconds: i64,
    role: Option<String>,
    joined_at: Option<i64>,
    last_read_seq: Option<i64>,
    notify: Option<String>,
    closed_seq: Option<i64>,
    may_post: Option<bool>,
    favourite: Option<bool>,
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
                may_post: row.may_post.unwrap_or_default(),
                closed: row.closed_seq.is_some_and(|seq| seq >= row.last_seq),
                favourite: row.favourite == Some(true),
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
            archived: row.archived,
            slow_mode_seconds: u32::try_from(row.slow_mode_seconds).unwrap_or(Limits::SLOW_MODE_SECONDS),
            people: Vec::new(),
            you,
        })
    }
}

/// A membership with the user it belongs to.
#[derive(FromRow)]
pub(crate) struct MemberRow {
    user_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
    pub role: String,
    pub joined_at: i64,
    pub may_post: bool,
    pub guest_until: Option<i64>,
}

impl TryFrom<MemberRow> for MemberCard {
    type Error = sqlx::Error;

    fn try_from(row: MemberRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            user: user_ref(row.user_id, row.username, row.display_name, row.avatar_id),
            role: word(Role::from_word, &row.role)?,
            joined_at: Timestamp::from_millis(row.joined_at),
            may_post: row.may_post,
            guest_until: row.guest_until.map(Timestamp::from_millis),
        })
    }
}

pub(crate) use {room_columns, room_source};
