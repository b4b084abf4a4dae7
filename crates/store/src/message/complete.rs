//! Reactions and mentions, which are not in a message's own row, loaded for many messages at once.

use std::collections::HashMap;

use confluence_protocol::{Message, MessageId, Reaction, RoomId, UserId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::engine::{
    db::{Conn, on_db, statements},
    lists::Pairs,
};

statements! {
    // The first 20 people of each emoji, in the order in which they reacted, each with the total count and
    // whether the viewer is among them. `CROSS JOIN` makes SQLite keep the order of the tables.
    REACTIONS = (
        "SELECT c.room_id, c.message_id, c.emoji, c.people, r.user_id, v.user_id IS NOT NULL AS mine
         FROM " pairs(1) " p
         CROSS JOIN reaction_counts c
         LEFT JOIN reactions v ON v.room_id = c.room_id AND v.message_id = c.message_id AND v.emoji = c.emoji
                              AND v.user_id = $2
         CROSS JOIN reactions r
         WHERE c.room_id = p.a AND c.message_id = p.b
           AND r.room_id = c.room_id AND r.message_id = c.message_id AND r.emoji = c.emoji
           AND r.version <= COALESCE((
                SELECT l.version FROM reactions l
                WHERE l.room_id = c.room_id AND l.message_id = c.message_id AND l.emoji = c.emoji
                ORDER BY l.version LIMIT 1 OFFSET 19), 9223372036854775807)
         ORDER BY r.version"
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
    people: i64,
    mine: bool,
}

/// Adds reactions and mentions, as `viewer` sees them or, without a viewer, as events show them.
pub(crate) async fn complete(
    conn: &mut Conn<'_>,
    messages: &mut [Message],
    viewer: Option<UserId>,
) -> Result<(), sqlx::Error> {
    if messages.is_empty() {
        return Ok(());
    }
    // A tombstone has no reactions or mentions, although their rows may not be deleted yet.
    let keys = || {
        let standing = messages.iter().filter(|message| message.deleted_at.is_none());
        standing.map(|message| (message.room_id.as_uuid(), message.id.as_uuid())).collect::<Pairs>()
    };
    // No user has the nil id.
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
        match message.reactions.iter_mut().find(|reaction| reaction.emoji == row.emoji) {
            Some(reaction) => reaction.user_ids.push(user),
            // Rows arrive in order of reaction, so emoji end up in the order of their first reaction.
            None => message.reactions.push(Reaction {
                emoji: row.emoji,
                count: row.people,
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

/// The message as events show it: without `me`, which is only for the viewer's own client.
pub(crate) fn for_everybody(mut message: Message) -> Message {
    for reaction in &mut message.reactions {
        reaction.me = None;
    }
    message
}
