//! Reactions: one per person and emoji, counted, and emitted as they are added and removed.
//!
//! The count of each emoji has a row of its own, updated under the room's lock, so that the cost of reading a
//! message does not grow with its reactions.

use confluence_protocol::{Change, Emoji, Limits, MessageId, ReactionCount, RoomId, ServerFrame};
use confluence_rights::{Participant, Proof};

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    message::edits,
    room::{rooms, seats},
};

statements! {
    COUNT = ("SELECT people FROM reaction_counts WHERE room_id = $1 AND message_id = $2 AND emoji = $3");
    MINE = (
        "SELECT version FROM reactions WHERE room_id = $1 AND message_id = $2 AND emoji = $3 AND user_id = $4"
    );
    KINDS = ("SELECT count(*) FROM reaction_counts WHERE room_id = $1 AND message_id = $2");
    SET_COUNT = (
        "INSERT INTO reaction_counts (room_id, message_id, emoji, people) VALUES ($1, $2, $3, $4)
         ON CONFLICT (room_id, message_id, emoji) DO UPDATE SET people = excluded.people"
    );
    NO_COUNT = ("DELETE FROM reaction_counts WHERE room_id = $1 AND message_id = $2 AND emoji = $3");
    ADD = ("INSERT INTO reactions (room_id, message_id, emoji, user_id, version) VALUES ($1, $2, $3, $4, $5)");
    REMOVE = (
        "DELETE FROM reactions WHERE room_id = $1 AND message_id = $2 AND emoji = $3 AND user_id = $4"
    );
    /// Sets the version of the message's last change.
    TOUCH = ("UPDATE messages SET version = $3 WHERE room_id = $1 AND id = $2");
}

impl Store {
    /// Adds a reaction; adding it again changes nothing. `NotFound`, `Deleted`, `LimitReached` for the 51st
    /// emoji of a message.
    pub async fn react(
        &self,
        by: Participant,
        id: MessageId,
        emoji: &Emoji,
    ) -> Result<ReactionCount, StoreError> {
        self.write(React { by, id, emoji: emoji.clone(), add: true }).await
    }

    /// Removes a reaction; if there is none, nothing changes. `NotFound`, `Deleted`.
    pub async fn unreact(
        &self,
        by: Participant,
        id: MessageId,
        emoji: &Emoji,
    ) -> Result<ReactionCount, StoreError> {
        self.write(React { by, id, emoji: emoji.clone(), add: false }).await
    }
}

struct React {
    by: Participant,
    id: MessageId,
    emoji: Emoji,
    add: bool,
}

impl Mutation for React {
    type Output = ReactionCount;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<ReactionCount, Fault> {
        let by = seats::still(tx, self.by).await?;
        let (room_id, user_id, id) = (by.room_id(), by.user_id(), self.id);
        edits::standing_alive(tx, room_id, id).await?;
        let (room, message, user) = (room_id.as_uuid(), id.as_uuid(), user_id.as_uuid());
        let emoji = self.emoji.as_str();
        let count = on_db!(tx.conn(), COUNT, [room, message, emoji] => optional (i64,))?;
        let count = count.map_or(0, |(people,)| people);
        let mine = on_db!(tx.conn(), MINE, [room, message, emoji, user] => optional (i64,))?;
        if self.add == mine.is_some() {
            return Ok(ReactionCount { emoji: emoji.to_owned(), count });
        }
        if self.add && count == 0 {
            let (kinds,) = on_db!(tx.conn(), KINDS, [room, message] => one (i64,))?;
            if kinds >= i64::try_from(Limits::REACTIONS).unwrap_or(i64::MAX) {
                return Err(StoreError::LimitReached.into());
            }
        }
        let version = rooms::next_version(tx, room_id).await?;
        let count = if self.add {
            on_db!(tx.conn(), ADD, [room, message, emoji, user, version] => count)?;
            count + 1
        } else {
            on_db!(tx.conn(), REMOVE, [room, message, emoji, user] => count)?;
            count - 1
        };
        if count > 0 {
            on_db!(tx.conn(), SET_COUNT, [room, message, emoji, count] => count)?;
        } else {
            on_db!(tx.conn(), NO_COUNT, [room, message, emoji] => count)?;
        }
        on_db!(tx.conn(), TOUCH, [room, message, version] => count)?;
        let (message_id, text) = (id, emoji.to_owned());
        let frame = if self.add {
            ServerFrame::ReactionAdded { room_id, version, message_id, emoji: text, user_id, count }
        } else {
            ServerFrame::ReactionRemoved { room_id, version, message_id, emoji: text, user_id, count }
        };
        tx.emit(Change::Room { room_id, version, frame });
        Ok(ReactionCount { emoji: emoji.to_owned(), count })
    }
}
