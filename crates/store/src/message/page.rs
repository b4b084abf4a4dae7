//! Pages of a room's messages, by `seq`.

use confluence_protocol::{Direction, Limits, Message, MessagesPage, RoomId};
use confluence_rights::{Member, Proof, Refusal};

use crate::{
    Store, StoreError,
    engine::{
        cursor,
        db::{Conn, on_db, statements},
    },
    message::{
        complete::complete,
        messages::{MessageRow, message_columns, message_joins},
    },
};

statements! {
    VERSION = ("SELECT version FROM rooms WHERE id = $1 AND deleted_at IS NULL");
    BEFORE = (
        "SELECT " message_columns!() "FROM messages m" message_joins!()
        "WHERE m.room_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3"
    );
    AFTER = (
        "SELECT " message_columns!() "FROM messages m" message_joins!()
        "WHERE m.room_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3"
    );
}

impl Store {
    /// A page of the room's messages as the member sees them, read in one snapshot; `limit` is 1–200. A page
    /// of long messages holds fewer.
    pub async fn page(
        &self,
        by: Member,
        direction: Direction,
        limit: u32,
    ) -> Result<MessagesPage, StoreError> {
        let room_id = by.room_id();
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let Some((version,)) = on_db!(conn, VERSION, [room_id.as_uuid()] => optional (i64,))? else {
            return Err(Refusal::Hidden.into());
        };
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let part = match direction {
            Direction::Newest => before(conn, room_id, i64::MAX, limit).await?,
            Direction::Before(seq) => before(conn, room_id, seq, limit).await?,
            Direction::After(seq) => after(conn, room_id, seq, limit).await?,
            Direction::Around(seq) => around(conn, room_id, seq, limit).await?,
        };
        let Part { mut messages, has_before, has_after } = part;
        complete(conn, &mut messages, Some(by.user_id())).await?;
        Ok(MessagesPage { messages, has_before, has_after, version, epoch: self.epoch().to_owned() })
    }
}

/// Consecutive messages in ascending `seq`.
struct Part {
    messages: Vec<Message>,
    has_before: bool,
    has_after: bool,
}

/// Cuts the rows to what a page may hold, by number and by bytes; also returns whether there were more.
fn cut(rows: Vec<MessageRow>, limit: u32) -> (Vec<MessageRow>, bool) {
    let (mut rows, more) = cursor::cut(rows, limit);
    let fitting = cursor::fitting(rows.iter().map(MessageRow::weight));
    let more = more || fitting < rows.len();
    rows.truncate(fitting);
    (rows, more)
}

async fn before(conn: &mut Conn<'_>, room: RoomId, seq: i64, limit: u32) -> Result<Part, sqlx::Error> {
    let rows = on_db!(conn, BEFORE, [room.as_uuid(), seq, cursor::one_more(limit)] => all MessageRow)?;
    let (rows, has_before) = cut(rows, limit);
    let messages = rows.into_iter().rev().map(Message::from).collect();
    let rest = on_db!(conn, AFTER, [room.as_uuid(), seq.saturating_sub(1), 1_i64] => all MessageRow)?;
    Ok(Part { messages, has_before, has_after: !rest.is_empty() })
}

async fn after(conn: &mut Conn<'_>, room: RoomId, seq: i64, limit: u32) -> Result<Part, sqlx::Error> {
    let rows = on_db!(conn, AFTER, [room.as_uuid(), seq, cursor::one_more(limit)] => all MessageRow)?;
    let (rows, has_after) = cut(rows, limit);
    let messages = rows.into_iter().map(Message::from).collect();
    let rest = on_db!(conn, BEFORE, [room.as_uuid(), seq.saturating_add(1), 1_i64] => all MessageRow)?;
    Ok(Part { messages, has_before: !rest.is_empty(), has_after })
}

/// The message `seq` in the middle of a page. If one side has too few messages, the other side fills the
/// page.
async fn around(conn: &mut Conn<'_>, room: RoomId, seq: i64, limit: u32) -> Result<Part, sqlx::Error> {
    let earlier = before(conn, room, seq, limit).await?;
    let later = after(conn, room, seq.saturating_sub(1), limit).await?;
    let limit = limit as usize;
    let (have_earlier, have_later) = (earlier.messages.len(), later.messages.len());
    let keep_later = have_later.min((limit - limit / 2).max(limit.saturating_sub(have_earlier)));
    let keep_earlier = have_earlier.min(limit - keep_later);
    let has_before = earlier.has_before || keep_earlier < have_earlier;
    let has_after = later.has_after || keep_later < have_later;
    let mut messages: Vec<Message> = earlier.messages.into_iter().skip(have_earlier - keep_earlier).collect();
    messages.extend(later.messages.into_iter().take(keep_later));
    Ok(Part { messages, has_before, has_after })
}
