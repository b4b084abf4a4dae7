//! Pinned messages of a room.

use confluence_protocol::{Limits, Message, MessageId, Pins, RoomId, Timestamp};
use confluence_rights::{Member, Pinner, Proof};

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    message::{
        complete::complete,
        edits,
        messages::{self, MessageRow, message_columns, message_joins},
    },
    room::{rooms, seats},
};

statements! {
    COUNT = ("SELECT count(*) FROM messages WHERE room_id = $1 AND pinned_at IS NOT NULL");
    SET = ("UPDATE messages SET pinned_at = $3, version = $4 WHERE room_id = $1 AND id = $2");
    PINNED = (
        "SELECT " message_columns!() "FROM messages m" message_joins!()
        "WHERE m.room_id = $1 AND m.pinned_at IS NOT NULL ORDER BY m.pinned_at DESC, m.seq DESC"
    );
}

impl Store {
    /// Pins a message; pinning it again changes nothing. `NotFound`, `Deleted`, `LimitReached` at 100 pins.
    pub async fn pin(&self, by: Pinner, id: MessageId, now: Timestamp) -> Result<Message, StoreError> {
        self.write(Pin { by, id, at: Some(now) }).await
    }

    /// Unpins a message; if it is not pinned, nothing changes. `NotFound`, `Deleted`.
    pub async fn unpin(&self, by: Pinner, id: MessageId) -> Result<Message, StoreError> {
        self.write(Pin { by, id, at: None }).await
    }

    /// The room's pinned messages, the most recently pinned first.
    pub async fn pins(&self, by: Member) -> Result<Pins, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let rows = on_db!(conn, PINNED, [by.room_id().as_uuid()] => all MessageRow)?;
        let mut messages: Vec<Message> = rows.into_iter().map(Message::from).collect();
        complete(conn, &mut messages, Some(by.user_id())).await?;
        Ok(Pins { messages, next_cursor: None })
    }
}

struct Pin {
    by: Pinner,
    id: MessageId,
    /// `None` unpins.
    at: Option<Timestamp>,
}

impl Mutation for Pin {
    type Output = Message;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Message, Fault> {
        let (id, at) = (self.id, self.at);
        let room_id = seats::still(tx, self.by).await?.room_id();
        let before = edits::standing_alive(tx, room_id, id).await?;
        if before.pinned_at.is_some() == at.is_some() {
            return messages::load_existing(tx, room_id, id, None).await;
        }
        if at.is_some() {
            let (pins,) = on_db!(tx.conn(), COUNT, [room_id.as_uuid()] => one (i64,))?;
            if pins >= Limits::PINS {
                return Err(StoreError::LimitReached.into());
            }
        }
        let version = rooms::next_version(tx, room_id).await?;
        let at = at.map(Timestamp::as_millis);
        on_db!(tx.conn(), SET, [room_id.as_uuid(), id.as_uuid(), at, version] => count)?;
        edits::tell_updated(tx, room_id, id, version, None).await
    }
}
