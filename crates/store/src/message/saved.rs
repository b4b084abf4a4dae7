//! Messages that users saved for themselves, in rooms that they are members of.

use confluence_protocol::{Limits, Message, MessageId, Saved, Timestamp, UserId};
use confluence_rights::{Member, Proof};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        cursor::{self, Cursor},
        db::{on_db, statements},
        error::Fault,
        lists::Pairs,
        queue::Mutation,
        tx::Tx,
    },
    message::{
        complete::complete,
        edits,
        messages::{MessageRow, message_columns, message_joins},
    },
    room::seats,
};

statements! {
    SAVE = (
        "INSERT INTO saved (user_id, room_id, message_id, saved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING"
    );
    UNSAVE = ("DELETE FROM saved WHERE user_id = $1 AND room_id = $2 AND message_id = $3");
    KEYS = (
        "SELECT s.saved_at, s.room_id, s.message_id FROM saved s
         JOIN members me ON me.room_id = s.room_id AND me.user_id = s.user_id
         JOIN rooms r ON r.id = s.room_id AND r.deleted_at IS NULL
         WHERE s.user_id = $1 AND (s.saved_at, s.room_id, s.message_id) < ($2, $3, $4)
         ORDER BY s.saved_at DESC, s.room_id DESC, s.message_id DESC LIMIT $5"
    );
    MESSAGES = (
        "SELECT " message_columns!() "FROM " pairs(1) " p JOIN messages m ON m.room_id = p.a AND m.id = p.b"
        message_joins!() "WHERE m.deleted_at IS NULL"
    );
}

impl Store {
    /// Saves a message for the member; saving it again changes nothing. `NotFound`, `Deleted`.
    pub async fn save(&self, by: Member, id: MessageId, now: Timestamp) -> Result<(), StoreError> {
        self.write(Save { by, id, now }).await
    }

    /// Removes a message from the member's saved ones; if it is not among them, nothing changes.
    pub async fn unsave(&self, by: Member, id: MessageId) -> Result<(), StoreError> {
        self.write(Unsave { by, id }).await
    }

    /// A page of the user's saved messages in rooms that they are in, the most recently saved first; `limit`
    /// is 1–200. `InvalidCursor`.
    pub async fn saved(
        &self,
        user_id: UserId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Saved, StoreError> {
        let (at, room, id) =
            Cursor::<(i64, Uuid, Uuid)>::parse(cursor)?.unwrap_or((i64::MAX, Uuid::max(), Uuid::max()));
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let rows = on_db!(
            conn,
            KEYS,
            [user_id.as_uuid(), at, room, id, cursor::one_more(limit)] => all (i64, Uuid, Uuid)
        )?;
        let (mut keys, mut more) = cursor::cut(rows, limit);
        let pairs = || keys.iter().map(|(_, room, id)| (*room, *id)).collect::<Pairs>();
        let mut rows = on_db!(conn, MESSAGES, [pairs()] => all MessageRow)?;
        rows.sort_by_cached_key(|row| keys.iter().position(|(_, room, id)| (*room, *id) == row.key()));
        let fitting = cursor::fitting(rows.iter().map(MessageRow::weight));
        if let Some(left_out) = rows.get(fitting).map(MessageRow::key) {
            keys.truncate(keys.iter().position(|(_, room, id)| (*room, *id) == left_out).unwrap_or(0));
            more = true;
        }
        rows.truncate(fitting);
        let mut messages: Vec<Message> = rows.into_iter().map(Message::from).collect();
        complete(conn, &mut messages, Some(user_id)).await?;
        let next_cursor = keys.last().filter(|_| more).map(Cursor::write);
        Ok(Saved { messages, next_cursor })
    }
}

struct Save {
    by: Member,
    id: MessageId,
    now: Timestamp,
}

impl Mutation for Save {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = seats::still(tx, self.by).await?;
        let (room_id, user_id, id, now) = (by.room_id(), by.user_id(), self.id, self.now);
        edits::standing_alive(tx, room_id, id).await?;
        on_db!(
            tx.conn(),
            SAVE,
            [user_id.as_uuid(), room_id.as_uuid(), id.as_uuid(), now.as_millis()] => count
        )?;
        Ok(())
    }
}

struct Unsave {
    by: Member,
    id: MessageId,
}

impl Mutation for Unsave {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = seats::still(tx, self.by).await?;
        let (user, room, id) = (by.user_id().as_uuid(), by.room_id().as_uuid(), self.id.as_uuid());
        on_db!(tx.conn(), UNSAVE, [user, room, id] => count)?;
        Ok(())
    }
}
