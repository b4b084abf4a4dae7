//! A user's rooms, each with its newest message.

use std::collections::HashMap;

use confluence_protocol::{Message, Room, RoomId, RoomSummary, UserId};

use crate::{
    Store, StoreError,
    engine::db::{on_db, statements},
    message::{
        complete::complete,
        messages::{MessageRow, message_columns, message_joins},
    },
    room::{
        counts::counted,
        people,
        row::{RoomRow, room_columns, room_source},
    },
};

statements! {
    ROOMS_OF = (
        "SELECT " room_columns!() ", " counted!(dialect) room_source!()
        "WHERE me.user_id = $1 AND r.deleted_at IS NULL ORDER BY r.last_message_at DESC, r.id DESC"
    );
    LAST_MESSAGES = (
        "SELECT " message_columns!() "FROM members me
         JOIN rooms r ON r.id = me.room_id
         JOIN messages m ON m.room_id = r.id AND m.seq = r.last_seq" message_joins!()
        "WHERE me.user_id = $1 AND r.deleted_at IS NULL"
    );
}

impl Store {
    /// The viewer's rooms, the one with the newest message first. A room without messages is sorted by its
    /// creation time.
    pub async fn rooms_of(&self, viewer: UserId) -> Result<Vec<RoomSummary>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let rooms = on_db!(conn, ROOMS_OF, [viewer.as_uuid()] => all RoomRow)?;
        let mut people = people::of_direct_rooms(conn, viewer).await?;
        let last = on_db!(conn, LAST_MESSAGES, [viewer.as_uuid()] => all MessageRow)?;
        let mut last: Vec<Message> = last.into_iter().map(Message::from).collect();
        complete(conn, &mut last, Some(viewer)).await?;
        let mut last: HashMap<RoomId, Message> =
            last.into_iter().map(|message| (message.room_id, message)).collect();
        rooms
            .into_iter()
            .map(|row| {
                let mut room = Room::try_from(row)?;
                room.people = people.remove(&room.id).unwrap_or_default();
                let last_message = last.remove(&room.id);
                Ok(RoomSummary { room, last_message })
            })
            .collect()
    }
}
