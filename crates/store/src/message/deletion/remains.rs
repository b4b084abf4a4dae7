//! Deleting the rows that belong to a deleted message, in small steps. One step is nearly always enough.

use confluence_protocol::{MessageId, RoomId};

use crate::{
    chore::{Chore, STEP},
    engine::{
        db::{Sql, on_db, statements},
        error::Fault,
        tx::Tx,
    },
};

/// Deletes some of a message's rows from `$table`, where `$key` is the rest of the primary key.
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
    MESSAGE_WORDINGS = (part_of_message!("wordings", "version"));
    MESSAGE_REACTIONS = (part_of_message!("reactions", "emoji, user_id"));
    MESSAGE_REACTION_COUNTS = (part_of_message!("reaction_counts", "emoji"));
    MESSAGE_MENTIONS = (part_of_message!("mentions", "user_id, author_id, seq"));
    MESSAGE_SAVED = (part_of_message!("saved", "user_id"));
}

/// The rows that are deleted with a message. Its files are marked for removal at once, because they are few.
const OF_MESSAGE: [Sql; 5] =
    [MESSAGE_MENTIONS, MESSAGE_REACTIONS, MESSAGE_REACTION_COUNTS, MESSAGE_WORDINGS, MESSAGE_SAVED];

/// Deletes the first rows, which usually are all of them, and records a chore for the rest.
pub(crate) async fn start(tx: &mut Tx<'_>, room_id: RoomId, id: MessageId) -> Result<(), Fault> {
    if step(tx, room_id, id).await? { Chore::Message(room_id, id).note(tx).await } else { Ok(()) }
}

/// Deletes up to [`STEP`] rows of each table; returns whether there may be more.
pub(crate) async fn step(tx: &mut Tx<'_>, room_id: RoomId, id: MessageId) -> Result<bool, Fault> {
    let mut more = false;
    for part in OF_MESSAGE {
        let gone = on_db!(tx.conn(), part, [room_id.as_uuid(), id.as_uuid(), STEP] => count)?;
        more |= i64::try_from(gone).is_ok_and(|gone| gone >= STEP);
    }
    Ok(more)
}
