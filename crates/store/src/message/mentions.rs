//! Mentions: the members that a message names, resolved when it is sent and again when it is edited.
//!
//! `mention_authors` lists who mentioned whom, with the newest mention, for [`crate::room::counts`].

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
    // A pair is a user and a message.
    INSERT = (
        "INSERT INTO mentions (room_id, user_id, author_id, seq, message_id)
         SELECT m.room_id, p.a, m.author_id, m.seq, m.id FROM " pairs(2) " p
         CROSS JOIN messages m WHERE m.room_id = $1 AND m.id = p.b"
    );
    // Authors who mention themselves must not get an unread mention, so they are left out here.
    RAISE = (
        "INSERT INTO mention_authors (room_id, user_id, author_id, last_seq)
         SELECT m.room_id, p.a, m.author_id, max(m.seq) FROM " pairs(2) " p
         CROSS JOIN messages m WHERE m.room_id = $1 AND m.id = p.b AND m.author_id <> p.a
         GROUP BY m.room_id, p.a, m.author_id
         ON CONFLICT (room_id, user_id, author_id) DO UPDATE
         SET last_seq = CASE WHEN excluded.last_seq > mention_authors.last_seq
                             THEN excluded.last_seq ELSE mention_authors.last_seq END"
    );
    FORGET = ("DELETE FROM mentions WHERE room_id = $1 AND message_id = $2 RETURNING user_id, author_id");
    // The newest remaining mention of each user by the author, each with one lookup.
    REFRESH = (
        "UPDATE mention_authors SET last_seq = COALESCE((
            SELECT max(n.seq) FROM mentions n
            WHERE n.room_id = mention_authors.room_id AND n.user_id = mention_authors.user_id
              AND n.author_id = mention_authors.author_id), 0)
         WHERE room_id = $1 AND author_id = $2 AND user_id IN " ids(3)
    );
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

/// Stores the mentions of messages in a room, which must be stored already and locked.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    room_id: RoomId,
    named: &[(UserId, MessageId)],
) -> Result<(), sqlx::Error> {
    if !named.is_empty() {
        let pairs = || named.iter().map(|(user, id)| (user.as_uuid(), id.as_uuid())).collect::<Pairs>();
        on_db!(conn, INSERT, [room_id.as_uuid(), pairs()] => count)?;
        on_db!(conn, RAISE, [room_id.as_uuid(), pairs()] => count)?;
    }
    Ok(())
}

/// Deletes the mentions of a message. The room must be locked.
pub(crate) async fn forget(conn: &mut Conn<'_>, room_id: RoomId, id: MessageId) -> Result<(), sqlx::Error> {
    let gone = on_db!(conn, FORGET, [room_id.as_uuid(), id.as_uuid()] => all (Uuid, Uuid))?;
    let Some((_, author)) = gone.first().copied() else { return Ok(()) };
    let users = || gone.iter().map(|(user, _)| *user).collect::<Ids>();
    on_db!(conn, REFRESH, [room_id.as_uuid(), author, users()] => count).map(drop)
}
