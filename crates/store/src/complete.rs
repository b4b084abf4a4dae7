//! What hangs on messages beyond their row, read for many at once: reactions and mentions.

use std::collections::HashMap;

use confluence_protocol::{Message, MessageId, Reaction, RoomId, UserId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    db::{Conn, on_db, statements},
    lists::Pairs,
};

statements! {
    // The first 20 people of each emoji, and beside each of them how many there are and whether the viewer
    // is one; emoji in the order of their first reaction.
    REACTIONS = (
        "SELECT room_id, message_id, emoji, user_id, total, mine FROM (
            SELECT r.room_id, r.message_id, r.emoji, r.user_id,
                   row_number() OVER (PARTITION BY r.room_id, r.message_id, r.emoji ORDER BY r.version) AS place,
                   count(*) OVER (PARTITION BY r.room_id, r.message_id, r.emoji) AS total,
                   min(r.version) OVER (PARTITION BY r.room_id, r.message_id, r.emoji) AS first,
                   max(CASE WHEN r.user_id = $2 THEN 1 ELSE 0 END)
                       OVER (PARTITION BY r.room_id, r.message_id, r.emoji) = 1 AS mine
            FROM " pairs(1) " p JOIN reactions r ON r.room_id = p.a AND r.message_id = p.b
         ) AS reacted WHERE place <= 20 ORDER BY room_id, message_id, first, place"
    );
    MENTIONS = (
        "SELECT n.room_id, n.message_id, n.user_id
         FROM " pairs(1) " p JOIN mentions n ON n.room_id = p.a AND n.message_id = p.b
         ORDER BY n.user_id"
    );
}

#[derive(FromRow)]
struct ReactionRow {
    room_id: Uuid,
    message_id: Uuid,
    emoji: String,
    user_id: Uuid,
    total: i64,
    mine: bool,
}

/// Completes the messages as `viewer` sees them, or, without one, as events tell of them.
pub(crate) async fn complete(
    conn: &mut Conn<'_>,
    messages: &mut [Message],
    viewer: Option<UserId>,
) -> Result<(), sqlx::Error> {
    if messages.is_empty() {
        return Ok(());
    }
    // Nothing hangs on a tombstone, although its rows may still be there.
    let keys = || {
        let standing = messages.iter().filter(|message| message.deleted_at.is_none());
        standing.map(|message| (message.room_id.as_uuid(), message.id.as_uuid())).collect::<Pairs>()
    };
    // The nil id is nobody's.
    let eyes = viewer.map_or(Uuid::nil(), UserId::as_uuid);
    let reactions = on_db!(conn, REACTIONS, [keys(), eyes] => all ReactionRow)?;
    let mentions = on_db!(conn, MENTIONS, [keys()] => all (Uuid, Uuid, Uuid))?;
    if reactions.is_empty() && mentions.is_empty() {
        return Ok(());
    }
    let mut by_key: HashMap<(RoomId, MessageId), &mut Message> =
        messages.iter_mut().map(|message| ((message.room_id, message.id), message)).collect();
    for row in reactions {
        let key = (RoomId::from_uuid(row.room_id), MessageId::from_uuid(row.message_id));
        let Some(message) = by_key.get_mut(&key) else { continue };
        let user = UserId::from_uuid(row.user_id);
        match message.reactions.last_mut() {
            Some(reaction) if reaction.emoji == row.emoji => reaction.user_ids.push(user),
            _ => message.reactions.push(Reaction {
                emoji: row.emoji,
                count: row.total,
                user_ids: vec![user],
                me: viewer.map(|_| row.mine),
            }),
        }
    }
    for (room, id, user) in mentions {
        if let Some(message) = by_key.get_mut(&(RoomId::from_uuid(room), MessageId::from_uuid(id))) {
            message.mentions.push(UserId::from_uuid(user));
        }
    }
    Ok(())
}

/// The message as events tell of it: whether the viewer reacted is between them and their client.
pub(crate) fn for_everybody(mut message: Message) -> Message {
    for reaction in &mut message.reactions {
        reaction.me = None;
    }
    message
}
