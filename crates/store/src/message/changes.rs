//! Catching up: what changed in a room since a version.
//!
//! Sync is by state: the answer holds the messages with a later version, in their current form. Its cost
//! depends on how many messages changed, not on how often.

use confluence_protocol::{Changes, Limits, Message};
use confluence_rights::{Member, Proof};

use crate::{
    Store, StoreError,
    engine::{
        cursor,
        db::{on_db, statements},
    },
    message::{
        complete::complete,
        messages::{MessageRow, message_columns, message_joins},
    },
    room::rooms,
};

statements! {
    SINCE = (
        "SELECT " message_columns!() "FROM messages m" message_joins!()
        "WHERE m.room_id = $1 AND m.version > $2 ORDER BY m.version LIMIT $3"
    );
    // One index lookup instead of reading 501 messages that the answer would not contain.
    TOO_MANY = (
        "SELECT m.version FROM messages m WHERE m.room_id = $1 AND m.version > $2
         ORDER BY m.version LIMIT 1 OFFSET $3"
    );
    MEMBERS_VERSION = ("SELECT members_version FROM rooms WHERE id = $1 AND deleted_at IS NULL");
}

impl Store {
    /// What changed since version `since`, read in one snapshot; `None` when the membership has ended or the
    /// room is deleted. `reset` is set when more than 500 messages changed or they are too long for one
    /// answer, when `since` is ahead of the room, or when `epoch` differs from the store's.
    pub async fn changes(
        &self,
        by: Member,
        since: i64,
        epoch: Option<&str>,
    ) -> Result<Option<Changes>, StoreError> {
        let (room_id, viewer) = (by.room_id(), by.user_id());
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let room = rooms::load(conn, room_id, viewer).await?;
        let Some(room) = room.filter(|room| room.you.is_some()) else { return Ok(None) };
        let Some((members_version,)) = on_db!(conn, MEMBERS_VERSION, [room_id.as_uuid()] => optional (i64,))?
        else {
            return Ok(None);
        };
        let (room_uuid, most) = (room_id.as_uuid(), i64::from(Limits::CHANGES_MAX));
        let reset = since > room.version
            || epoch.is_some_and(|epoch| epoch != self.epoch())
            || on_db!(conn, TOO_MANY, [room_uuid, since, most] => optional (i64,))?.is_some();
        let mut rows = if reset || since == room.version {
            Vec::new()
        } else {
            on_db!(conn, SINCE, [room_uuid, since, most] => all MessageRow)?
        };
        let reset = reset || cursor::fitting(rows.iter().map(MessageRow::weight)) < rows.len();
        if reset {
            rows.clear();
        }
        let mut messages: Vec<Message> = rows.into_iter().map(Message::from).collect();
        complete(conn, &mut messages, Some(viewer)).await?;
        Ok(Some(Changes {
            epoch: self.epoch().to_owned(),
            version: room.version,
            messages,
            members_changed: reset || members_version > since,
            room,
            reset,
        }))
    }
}
