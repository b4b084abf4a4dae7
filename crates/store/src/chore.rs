//! The list of pending deletions. Objects in it have already disappeared, by a mark; their rows are deleted
//! in small steps, with other writes committed in between.
//!
//! A chore is recorded in the transaction that sets the mark, and survives a restart. This module does not
//! know which rows belong to an object.

use confluence_protocol::{MessageId, RoomId, UserId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::engine::{
    db::{Conn, on_db, statements},
    error::Fault,
    tx::Tx,
};

/// Maximum number of rows that one step deletes from a table.
pub(crate) const STEP: i64 = 200;

statements! {
    NEXT = (
        "SELECT kind, room_id, id FROM chores WHERE (kind, room_id, id) > ($1, $2, $3)
         ORDER BY kind, room_id, id LIMIT 1"
    );
    // Two nodes never do the same step at once.
    TAKE = ("SELECT kind FROM chores WHERE kind = $1 AND room_id = $2 AND id = $3" lock_free);
    ADD = ("INSERT INTO chores (kind, room_id, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    DONE = ("DELETE FROM chores WHERE kind = $1 AND room_id = $2 AND id = $3");
}

/// A pending deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chore {
    Room(RoomId),
    Account(UserId),
    Message(RoomId, MessageId),
}

impl Chore {
    fn key(self) -> (&'static str, Uuid, Uuid) {
        match self {
            Self::Room(id) => ("room", id.as_uuid(), id.as_uuid()),
            Self::Account(id) => ("account", Uuid::nil(), id.as_uuid()),
            Self::Message(room, id) => ("message", room.as_uuid(), id.as_uuid()),
        }
    }

    /// Adds it to the list.
    pub(crate) async fn note(self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let (kind, room, id) = self.key();
        on_db!(tx.conn(), ADD, [kind, room, id] => count)?;
        Ok(())
    }
}

/// A row of the list.
#[derive(Clone, FromRow)]
pub(crate) struct Noted {
    kind: String,
    room_id: Uuid,
    id: Uuid,
}

impl Noted {
    /// The row after `last`, or the first one.
    pub(crate) async fn after(conn: &mut Conn<'_>, last: Option<&Self>) -> Result<Option<Self>, sqlx::Error> {
        let (kind, room, id) =
            last.map_or(("", Uuid::nil(), Uuid::nil()), |last| (last.kind.as_str(), last.room_id, last.id));
        on_db!(conn, NEXT, [kind, room, id] => optional Self)
    }

    /// Locks it until the end of the transaction; returns false if it is gone or another node holds it.
    pub(crate) async fn take(&self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        let taken =
            on_db!(tx.conn(), TAKE, [self.kind.as_str(), self.room_id, self.id] => optional (String,))?;
        Ok(taken.is_some())
    }

    /// The chore in this row; an error if its kind is unknown.
    pub(crate) fn chore(&self) -> Result<Chore, sqlx::Error> {
        match self.kind.as_str() {
            "room" => Ok(Chore::Room(RoomId::from_uuid(self.id))),
            "account" => Ok(Chore::Account(UserId::from_uuid(self.id))),
            "message" => Ok(Chore::Message(RoomId::from_uuid(self.room_id), MessageId::from_uuid(self.id))),
            other => Err(sqlx::Error::Decode(format!("the database holds an unknown chore: {other}").into())),
        }
    }

    /// Removes it from the list.
    pub(crate) async fn done(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        on_db!(tx.conn(), DONE, [self.kind.as_str(), self.room_id, self.id] => count)?;
        Ok(())
    }
}
