//! Deletions whose size people choose: what is deleted disappears at once, by a mark; its rows are deleted
//! afterwards in small steps, between which other writes are committed.
//!
//! A chore is written down in the transaction that makes the mark, and a restart continues it. Whoever adds a
//! table with rows of rooms adds it to [`OF_ROOM`]; a test compares them.

use confluence_protocol::{MessageId, RoomId, UserId};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    account::delete_account,
    engine::{
        db::{Sql, on_db, statements},
        error::Fault,
        queue::Mutation,
        writer::Tx,
    },
};

/// Rows that one step deletes at most.
const STEP: i64 = 200;

/// Deletes a part of a room's rows: `table`, and what names them besides the room.
macro_rules! part_of_room {
    ($table:literal, $key:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE room_id = $1 AND (",
            $key,
            ") IN (SELECT ",
            $key,
            " FROM ",
            $table,
            " WHERE room_id = $1 LIMIT $2)"
        )
    };
}

/// Likewise of a message's rows.
macro_rules! part_of_message {
    ($table:literal, $key:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE room_id = $1 AND message_id = $2 AND (",
            $key,
            ") IN (SELECT ",
            $key,
            " FROM ",
            $table,
            " WHERE room_id = $1 AND message_id = $2 LIMIT $3)"
        )
    };
}

statements! {
    NEXT = (
        "SELECT kind, room_id, id FROM chores WHERE (kind, room_id, id) > ($1, $2, $3)
         ORDER BY kind, room_id, id LIMIT 1"
    );
    // Two nodes never do the same step.
    TAKE = ("SELECT kind FROM chores WHERE kind = $1 AND room_id = $2 AND id = $3" lock_free);
    ADD = ("INSERT INTO chores (kind, room_id, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    DONE = ("DELETE FROM chores WHERE kind = $1 AND room_id = $2 AND id = $3");

    // The bytes of a file are removed later, and its row after them.
    UPLOADS = (
        "UPDATE uploads SET removed_at = " now ", room_id = NULL WHERE removed_at IS NULL
           AND id IN (SELECT id FROM uploads WHERE room_id = $1 AND removed_at IS NULL LIMIT $2)"
    );
    MESSAGES = (part_of_room!("messages", "seq"));
    WORDINGS = (part_of_room!("wordings", "message_id, version"));
    REACTIONS = (part_of_room!("reactions", "message_id, emoji, user_id"));
    REACTION_COUNTS = (part_of_room!("reaction_counts", "message_id, emoji"));
    MENTIONS = (part_of_room!("mentions", "user_id, seq"));
    REMINDERS = (part_of_room!("reminders", "message_id"));
    SAVED = (part_of_room!("saved", "user_id, message_id"));
    AUTHORS = (part_of_room!("authors", "user_id"));
    MEMBERS = (part_of_room!("members", "user_id"));
    BANS = (part_of_room!("bans", "user_id"));
    INVITES = (part_of_room!("invites", "code"));
    FOLDER_ROOMS = (part_of_room!("folder_rooms", "user_id"));
    ROOM = ("DELETE FROM rooms WHERE id = $1");

    MESSAGE_WORDINGS = (part_of_message!("wordings", "version"));
    MESSAGE_REACTIONS = (part_of_message!("reactions", "emoji, user_id"));
    MESSAGE_REACTION_COUNTS = (part_of_message!("reaction_counts", "emoji"));
    MESSAGE_MENTIONS = (part_of_message!("mentions", "user_id, seq"));
    MESSAGE_SAVED = (part_of_message!("saved", "user_id"));

    ACCOUNT_BANS = (
        "DELETE FROM bans WHERE user_id = $1
           AND room_id IN (SELECT room_id FROM bans WHERE user_id = $1 LIMIT $2)"
    );
}

/// Everything that a room owns.
pub(crate) const OF_ROOM: [Sql; 13] = [
    UPLOADS,
    MESSAGES,
    WORDINGS,
    REACTIONS,
    REACTION_COUNTS,
    MENTIONS,
    REMINDERS,
    SAVED,
    AUTHORS,
    MEMBERS,
    BANS,
    INVITES,
    FOLDER_ROOMS,
];

/// Everything that goes with a message. Its files are marked at once: there are few.
const OF_MESSAGE: [Sql; 5] =
    [MESSAGE_MENTIONS, MESSAGE_REACTIONS, MESSAGE_REACTION_COUNTS, MESSAGE_WORDINGS, MESSAGE_SAVED];

/// What is being deleted.
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

    fn stored(kind: &str, room: Uuid, id: Uuid) -> Result<Self, sqlx::Error> {
        match kind {
            "room" => Ok(Self::Room(RoomId::from_uuid(id))),
            "account" => Ok(Self::Account(UserId::from_uuid(id))),
            "message" => Ok(Self::Message(RoomId::from_uuid(room), MessageId::from_uuid(id))),
            other => Err(sqlx::Error::Decode(format!("the database holds an unknown chore: {other}").into())),
        }
    }

    /// Deletes a few rows; tells whether some may be left.
    async fn step(self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        match self {
            Self::Room(id) => {
                for part in OF_ROOM {
                    if on_db!(tx.conn(), part, [id.as_uuid(), STEP] => count)? > 0 {
                        return Ok(true);
                    }
                }
                on_db!(tx.conn(), ROOM, [id.as_uuid()] => count)?;
                Ok(false)
            }
            Self::Message(room, id) => {
                let mut more = false;
                for part in OF_MESSAGE {
                    let gone = on_db!(tx.conn(), part, [room.as_uuid(), id.as_uuid(), STEP] => count)?;
                    more |= i64::try_from(gone).is_ok_and(|gone| gone >= STEP);
                }
                Ok(more)
            }
            Self::Account(id) => {
                if delete_account::leave_some_rooms(tx, id).await? {
                    return Ok(true);
                }
                let gone = on_db!(tx.conn(), ACCOUNT_BANS, [id.as_uuid(), STEP] => count)?;
                Ok(i64::try_from(gone).is_ok_and(|gone| gone >= STEP))
            }
        }
    }
}

/// Notes that something is to be deleted, later.
pub(crate) async fn add(tx: &mut Tx<'_>, chore: Chore) -> Result<(), Fault> {
    let (kind, room, id) = chore.key();
    on_db!(tx.conn(), ADD, [kind, room, id] => count)?;
    Ok(())
}

/// Deletes the first rows now, which are all in most cases, and notes the rest.
pub(crate) async fn start(tx: &mut Tx<'_>, chore: Chore) -> Result<(), Fault> {
    if chore.step(tx).await? { add(tx, chore).await } else { Ok(()) }
}

impl Store {
    /// Does a small step of the deletions that are under way; tells whether there may be more. Steps that fail are
    /// passed over, and their error is given once nothing else is left to do.
    pub async fn do_chore(&self) -> Result<bool, StoreError> {
        let mut key = (String::new(), Uuid::nil(), Uuid::nil());
        let mut failed = None;
        loop {
            let next = {
                let mut read = self.read_large().await?;
                on_db!(&mut read.conn(), NEXT, [key.0.as_str(), key.1, key.2] => optional (String, Uuid, Uuid))?
            };
            let Some(next) = next else { return failed.map_or(Ok(false), Err) };
            key = next.clone();
            let (kind, room, id) = next;
            match self.write(Step { kind, room, id }).await {
                Ok(true) => return Ok(true),
                // Another node is at it.
                Ok(false) => {}
                Err(error @ StoreError::Internal(_)) => failed = Some(error),
                Err(error) => return Err(error),
            }
        }
    }

    /// Resolves when something was deleted, and may have left chores, since the last time.
    pub async fn chores_due(&self) {
        self.chores().notified().await;
    }
}

struct Step {
    kind: String,
    room: Uuid,
    id: Uuid,
}

impl Mutation for Step {
    type Output = bool;

    // Rows in a page of their own each, and their places in several indexes.
    fn logged(&self) -> usize {
        1024 * 1024
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        let Self { kind, room, id } = self;
        if on_db!(tx.conn(), TAKE, [kind.as_str(), room, id] => optional (String,))?.is_none() {
            return Ok(false);
        }
        if !Chore::stored(kind, *room, *id)?.step(tx).await? {
            on_db!(tx.conn(), DONE, [kind.as_str(), room, id] => count)?;
        }
        Ok(true)
    }
}
