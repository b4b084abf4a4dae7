//! What a deleted message leaves behind: it goes in small steps, of which the first is nearly always the only one.

use confluence_protocol::{MessageId, RoomId};

use crate::engine::{
    chore::{Chore, STEP},
    db::{Sql, on_db, statements},
    error::Fault,
    writer::Tx,
};

/// Deletes a part of a message's rows: `table`, and what names them besides the message.
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
    MESSAGE_MENTIONS = (part_of_message!("mentions", "user_id, seq"));
    MESSAGE_SAVED = (part_of_message!("saved", "user_id"));
}

/// Everything that goes with a message. Its files are marked at once: there are few.
const OF_MESSAGE: [Sql; 5] =
    [MESSAGE_MENTIONS, MESSAGE_REACTIONS, MESSAGE_REACTION_COUNTS, MESSAGE_WORDINGS, MESSAGE_SAVED];

/// Deletes the first rows now, which are all in most cases, and notes the rest.
pub(crate) async fn start(tx: &mut Tx<'_>, room_id: RoomId, id: MessageId) -> Result<(), Fault> {
    if step(tx, room_id, id).await? { Chore::Message(room_id, id).note(tx).await } else { Ok(()) }
}

/// Deletes a few rows; tells whether some may be left.
pub(crate) async fn step(tx: &mut Tx<'_>, room_id: RoomId, id: MessageId) -> Result<bool, Fault> {
    let mut more = false;
    for part in OF_MESSAGE {
        let gone = on_db!(tx.conn(), part, [room_id.as_uuid(), id.as_uuid(), STEP] => count)?;
        more |= i64::try_from(gone).is_ok_and(|gone| gone >= STEP);
    }
    Ok(more)
}
