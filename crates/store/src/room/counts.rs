//! Unread counts, at a cost that depends neither on where the read mark is nor on what comes after it.
//!
//! Counts are exact up to 100. Walking through the messages would visit everything that does not count: the
//! reader's own messages, deleted ones, those of people whom the reader blocks, and their mentions. So counting
//! goes by author: the table `authors` lists who has anything after the mark, and `mention_authors` who
//! mentioned the reader after it. Each of them has at least one message that counts. A count therefore reads
//! at most 100 authors and 100 messages, and steps over the authors whom the reader blocks: at most
//! [`Limits::BLOCKS`](confluence_protocol::Limits::BLOCKS). Only reading connections count; the one connection
//! that writes never does.

use confluence_protocol::{Membership, ReadState, Room, RoomId, UserId};
use confluence_rights::Refusal;

use crate::{
    Store, StoreError,
    engine::db::{on_db, statements},
};

/// The columns `unread` and `mentions` of the member `me`, for one database.
///
/// The index is forced. For SQLite it is named, because the planner would use the primary key and visit
/// messages of other authors. For PostgreSQL the condition compares rows, author first: with plain equality
/// the planner may consider any index that starts with the room as good, and then scans the whole room.
macro_rules! counted {
    ($db:ident) => {
        concat!(
            "(SELECT count(*) FROM (",
            $crate::room::counts::by_author!(
                $db,
                "1",
                "a.last_seq > me.last_read_seq",
                "a.last_seq",
                "messages_said",
                "x.deleted_at IS NULL"
            ),
            ") AS unseen) AS unread,
             (SELECT count(*) FROM (
                SELECT seq FROM (",
            $crate::room::counts::by_name!($db),
            ") AS by_name
                UNION
                SELECT seq FROM (",
            $crate::room::counts::by_author!(
                $db,
                "x.seq",
                "a.last_call_seq > 0 AND a.last_call_seq > me.last_read_seq",
                "a.last_call_seq",
                "messages_called",
                "x.mentions_room"
            ),
            ") AS by_room LIMIT 100) AS named) AS mentions"
        )
    };
}

/// Up to 100 messages of others after the read mark of `me`.
macro_rules! by_author {
    (sqlite, $column:literal, $later:literal, $order:literal, $index:literal, $counts:literal) => {
        concat!(
            "SELECT ", $column, " FROM (
                SELECT a.user_id FROM authors a
                WHERE a.room_id = me.room_id AND ", $later, " AND a.user_id <> me.user_id
                  AND ", $crate::room::counts::not_blocked!("a.user_id"), "
                ORDER BY ", $order, " LIMIT 100) AS others
             CROSS JOIN messages x INDEXED BY ", $index, "
             WHERE x.room_id = me.room_id AND x.author_id = others.user_id AND x.seq > me.last_read_seq AND ", $counts, "
             LIMIT 100"
        )
    };
    (postgres, $column:literal, $later:literal, $order:literal, $index:literal, $counts:literal) => {
        concat!(
            "SELECT x.seq FROM (
                SELECT a.user_id FROM authors a
                WHERE a.room_id = me.room_id AND ", $later, " AND a.user_id <> me.user_id
                  AND ", $crate::room::counts::not_blocked!("a.user_id"), "
                ORDER BY ", $order, " LIMIT 100) AS others
             CROSS JOIN LATERAL (
                SELECT x.seq FROM messages x
                WHERE (x.author_id, x.room_id, x.seq) > (others.user_id, me.room_id, me.last_read_seq)
                  AND (x.author_id, x.room_id) <= (others.user_id, me.room_id) AND ", $counts, "
                ORDER BY x.author_id, x.room_id, x.seq LIMIT 100) AS x
             LIMIT 100"
        )
    };
}

/// Up to 100 messages after the read mark of `me` that mention `me` by name.
macro_rules! by_name {
    (sqlite) => {
        concat!(
            "SELECT n.seq FROM (",
            $crate::room::counts::namers!(),
            ") AS namers
             CROSS JOIN mentions n
             WHERE n.room_id = me.room_id AND n.user_id = me.user_id AND n.author_id = namers.author_id
               AND n.seq > me.last_read_seq
             LIMIT 100"
        )
    };
    (postgres) => {
        concat!(
            "SELECT n.seq FROM (",
            $crate::room::counts::namers!(),
            ") AS namers
             CROSS JOIN LATERAL (
                SELECT n.seq FROM mentions n
                WHERE (n.room_id, n.user_id, n.author_id, n.seq)
                    > (me.room_id, me.user_id, namers.author_id, me.last_read_seq)
                  AND (n.room_id, n.user_id, n.author_id) <= (me.room_id, me.user_id, namers.author_id)
                ORDER BY n.room_id, n.user_id, n.author_id, n.seq LIMIT 100) AS n
             LIMIT 100"
        )
    };
}

/// Up to 100 people who mentioned `me` by name after the read mark.
macro_rules! namers {
    () => {
        concat!(
            "SELECT a.author_id FROM mention_authors a
             WHERE a.room_id = me.room_id AND a.user_id = me.user_id AND a.last_seq > me.last_read_seq
               AND ",
            $crate::room::counts::not_blocked!("a.author_id"),
            "
             ORDER BY a.last_seq LIMIT 100"
        )
    };
}

/// Whether `me` does not block that person. A join could be turned around and read all authors.
macro_rules! not_blocked {
    ($person:literal) => {
        concat!(
            "(SELECT b.created_at FROM blocks b WHERE b.user_id = me.user_id AND b.blocked_id = ",
            $person,
            ") IS NULL"
        )
    };
}

pub(crate) use {by_author, by_name, counted, namers, not_blocked};

statements! {
    STATE = (
        "SELECT me.last_read_seq, " counted!(dialect) " FROM members me WHERE me.room_id = $1 AND me.user_id = $2"
    );
}

impl Store {
    /// The member's read mark and unread counts. `NotAMember`.
    pub(crate) async fn read_state(&self, room_id: RoomId, user_id: UserId) -> Result<ReadState, StoreError> {
        let mut read = self.read().await?;
        let place = [room_id.as_uuid(), user_id.as_uuid()];
        let row = on_db!(&mut read.conn(), STATE, [place[0], place[1]] => optional (i64, i64, i64))?;
        let (last_read_seq, unread, mentions) = row.ok_or(Refusal::NotAMember)?;
        Ok(ReadState { last_read_seq, unread, mentions })
    }

    /// Adds the viewer's unread counts to a room that a write returned.
    pub(crate) async fn with_counts(&self, room: Room, viewer: UserId) -> Result<Room, StoreError> {
        // With the mark at the end nothing is unread. This saves the query for everyone who has just joined.
        let Some(you) = room.you.clone().filter(|you| you.last_read_seq < room.last_seq) else {
            return Ok(room);
        };
        match self.read_state(room.id, viewer).await {
            Ok(ReadState { last_read_seq, unread, mentions }) => {
                Ok(Room { you: Some(Membership { last_read_seq, unread, mentions, ..you }), ..room })
            }
            // The membership has ended since: the answer stays as the write returned it.
            Err(StoreError::Refused(_)) => Ok(room),
            Err(error) => Err(error),
        }
    }
}
