//! Mentions: the members that a message names, resolved when it is sent and again when it is edited.

use std::collections::{BTreeSet, HashMap};

use confluence_protocol::{MessageId, RoomId, UserId};
use uuid::Uuid;

use crate::engine::{
    db::{Conn, on_db, statements},
    lists::{Ids, Pairs, Texts},
};

statements! {
    /// Members of these rooms who have one of these usernames. In both statements the list comes first and
    /// `CROSS JOIN` keeps it there; otherwise SQLite scans the room.
    NAMED = (
        "SELECT m.room_id, u.username, u.id FROM users u CROSS JOIN members m
         WHERE u.username IN " texts(2) " AND m.user_id = u.id AND m.room_id IN " ids(1)
    );
    // A pair is a user and a message. Authors who mention themselves must not get an unread mention: a
    // negative `seq` is never after a read mark, so counting never visits such a row.
    INSERT = (
        "INSERT INTO mentions (room_id, user_id, seq, message_id)
         SELECT m.room_id, p.a, CASE WHEN m.author_id = p.a THEN -m.seq ELSE m.seq END, m.id FROM " pairs(2) " p
         CROSS JOIN messages m WHERE m.room_id = $1 AND m.id = p.b"
    );
    FORGET = ("DELETE FROM mentions WHERE room_id = $1 AND message_id = $2");
}

/// Members by room and username.
pub(crate) type Directory = HashMap<(RoomId, String), UserId>;

/// Finds the members of these rooms who have one of these usernames.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    rooms: &BTreeSet<RoomId>,
    names: &BTreeSet<String>,
) -> Result<Directory, sqlx::Error> {
    if names.is_empty() {
        return Ok(Directory::new());
    }
    let rooms = || rooms.iter().copied().map(RoomId::as_uuid).collect::<Ids>();
    let names = || names.iter().cloned().collect::<Texts>();
    let rows = on_db!(conn, NAMED, [rooms(), names()] => all (Uuid, Option<String>, Uuid))?;
    Ok(rows
        .into_iter()
        .map(|(room, name, user)| {
            ((RoomId::from_uuid(room), name.unwrap_or_default()), UserId::from_uuid(user))
        })
        .collect())
}

/// Stores the mentions of messages in a room. The messages must be stored already.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    room_id: RoomId,
    named: &[(UserId, MessageId)],
) -> Result<(), sqlx::Error> {
    if !named.is_empty() {
        let pairs = || named.iter().map(|(user, id)| (user.as_uuid(), id.as_uuid())).collect::<Pairs>();
        on_db!(conn, INSERT, [room_id.as_uuid(), pairs()] => count)?;
    }
    Ok(())
}

pub(crate) async fn forget(conn: &mut Conn<'_>, room_id: RoomId, id: MessageId) -> Result<(), sqlx::Error> {
    on_db!(conn, FORGET, [room_id.as_uuid(), id.as_uuid()] => count).map(drop)
}
