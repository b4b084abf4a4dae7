//! Deleting the rows that belong to a deleted room, in small steps. Every table with rows of rooms must be in
//! [`OF_ROOM`]; a test checks that.

use confluence_protocol::{Change, RoomId};

use crate::{
    chore::{Chore, STEP},
    engine::{
        db::{Sql, on_db, statements},
        error::Fault,
        tx::Tx,
    },
};

/// Deletes some of a room's rows from `$table`, where `$key` is the rest of the primary key.
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

statements! {
    // Files are only marked here. Their bytes are removed later, then their rows.
    UPLOADS = (
        "UPDATE uploads SET removed_at = " now ", room_id = NULL WHERE removed_at IS NULL
           AND id IN (SELECT id FROM uploads WHERE room_id = $1 AND removed_at IS NULL LIMIT $2)"
    );
    MESSAGES = (part_of_room!("messages", "seq"));
    WORDINGS = (part_of_room!("wordings", "message_id, version"));
    REACTIONS = (part_of_room!("reactions", "message_id, emoji, user_id"));
    REACTION_COUNTS = (part_of_room!("reaction_counts", "message_id, emoji"));
    MENTIONS = (part_of_room!("mentions", "user_id, author_id, seq"));
    MENTION_AUTHORS = (part_of_room!("mention_authors", "user_id, author_id"));
    REMINDERS = (part_of_room!("reminders", "message_id"));
    SAVED = (part_of_room!("saved", "user_id, message_id"));
    AUTHORS = (part_of_room!("authors", "user_id"));
    MEMBERS = (part_of_room!("members", "user_id"));
    BANS = (part_of_room!("bans", "user_id"));
    INVITES = (part_of_room!("invites", "code"));
    REPORTS = (part_of_room!("reports", "id"));
    GROUP_PEOPLE = (
        "DELETE FROM people_group_members WHERE (group_id, user_id) IN (
            SELECT p.group_id, p.user_id FROM people_groups g JOIN people_group_members p ON p.group_id = g.id
            WHERE g.room_id = $1 LIMIT $2)"
    );
    GROUPS = (part_of_room!("people_groups", "id"));
    FOLDER_ROOMS = (part_of_room!("folder_rooms", "user_id"));
    ROOM = ("DELETE FROM rooms WHERE id = $1");
    BURY = ("UPDATE rooms SET deleted_at = " now " WHERE id = $1 AND deleted_at IS NULL");
    FORGET_PEOPLE = ("DELETE FROM direct_rooms WHERE room_id = $1");
}

/// One statement for each table with rows of rooms.
pub(crate) const OF_ROOM: [Sql; 16] = [
    UPLOADS,
    MESSAGES,
    WORDINGS,
    REACTIONS,
    REACTION_COUNTS,
    MENTIONS,
    MENTION_AUTHORS,
    REMINDERS,
    SAVED,
    AUTHORS,
    MEMBERS,
    BANS,
    INVITES,
    REPORTS,
    GROUPS,
    FOLDER_ROOMS,
];

/// Makes a room disappear for everybody, for good. Its rows are deleted later, by [`step`].
pub(crate) async fn bury(tx: &mut Tx<'_>, id: RoomId) -> Result<(), Fault> {
    on_db!(tx.conn(), BURY, [id.as_uuid()] => count)?;
    // From now on the same people can get a new direct room.
    on_db!(tx.conn(), FORGET_PEOPLE, [id.as_uuid()] => count)?;
    Chore::Room(id).note(tx).await?;
    tx.emit(Change::RoomDeleted { room_id: id });
    Ok(())
}

/// Deletes up to [`STEP`] rows; returns whether there may be more.
pub(crate) async fn step(tx: &mut Tx<'_>, id: RoomId) -> Result<bool, Fault> {
    // Before the groups themselves.
    if on_db!(tx.conn(), GROUP_PEOPLE, [id.as_uuid(), STEP] => count)? > 0 {
        return Ok(true);
    }
    for part in OF_ROOM {
        if on_db!(tx.conn(), part, [id.as_uuid(), STEP] => count)? > 0 {
            return Ok(true);
        }
    }
    on_db!(tx.conn(), ROOM, [id.as_uuid()] => count)?;
    Ok(false)
}
