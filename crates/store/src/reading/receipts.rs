//! Who has read a message, who has not, and the one reminder of it.
//!
//! All of it is computed from read marks; no row is stored per message and reader. The author is never
//! counted. Members who have opted out of receipts are counted as readers but never named, and never listed
//! as unseen.

use confluence_protocol::{
    Limits, Mark, MessageBody, MessageId, MessageKind, NewMessage, Reader, Receipts, RoomId, Timestamp,
    Unseen, UserId, UserRef,
};
use confluence_rights::{Member, Poster, Proof};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Append, Appended, Store, StoreError,
    engine::{
        cursor::{self, Cursor},
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    message::{
        append::{self, PendingAppend, sent::Fingerprint},
        edits::{self, Standing},
    },
    person::row::{UserRefRow, user_ref},
    room::seats,
};

statements! {
    COUNT = (
        "SELECT count(*), count(CASE WHEN u.read_receipts THEN NULL ELSE 1 END)
         FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = $1 AND m.last_read_seq >= $2 AND m.user_id <> $3"
    );
    READERS = (
        "SELECT m.user_id, u.username, u.display_name, u.avatar_id, COALESCE(m.read_at, m.joined_at) AS read_at
         FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = $1 AND m.last_read_seq >= $2 AND m.user_id <> $3 AND u.read_receipts
           AND (COALESCE(m.read_at, m.joined_at), m.user_id) > ($4, $5)
         ORDER BY COALESCE(m.read_at, m.joined_at), m.user_id LIMIT $6"
    );
    // The limit tells PostgreSQL that there are few members: otherwise the prepared statement expects as many as an
    // average room has, and reads all accounts. A range of one room is ordered by the primary key only.
    MARKS = (
        "SELECT p.user_id, u.username, u.display_name, u.avatar_id, p.last_read_seq,
                COALESCE(p.read_at, p.joined_at) AS read_at
         FROM rooms r
         CROSS JOIN (SELECT user_id, last_read_seq, read_at, joined_at FROM members
                     WHERE room_id BETWEEN $1 AND $1 AND user_id <> $2 ORDER BY room_id, user_id LIMIT 50) AS p
         CROSS JOIN users u
         WHERE r.id = $1 AND r.member_count <= $3 AND r.deleted_at IS NULL AND u.id = p.user_id AND u.read_receipts
         ORDER BY COALESCE(p.read_at, p.joined_at) DESC, p.user_id"
    );
    UNSEEN = (
        "SELECT m.user_id, u.username, u.display_name, u.avatar_id
         FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = $1 AND m.last_read_seq < $2 AND m.user_id <> $3 AND u.read_receipts
           AND m.user_id > $4
         ORDER BY m.user_id LIMIT $5"
    );
    REMINDER = ("SELECT reminder_id FROM reminders WHERE room_id = $1 AND message_id = $2");
    KEEP_REMINDER = ("INSERT INTO reminders (room_id, message_id, reminder_id) VALUES ($1, $2, $3)");
}

impl Store {
    /// A page of the members who have read the message, the first reader first; `limit` is 1–200. `None` if
    /// there is no such message. `InvalidCursor`.
    pub async fn receipts(
        &self,
        by: Member,
        id: MessageId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Option<Receipts>, StoreError> {
        let (at, user) = Cursor::<(i64, Uuid)>::parse(cursor)?.unwrap_or((i64::MIN, Uuid::nil()));
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let Some(message) = edits::standing(conn, by.room_id(), id).await? else { return Ok(None) };
        let (room, author) = (by.room_id().as_uuid(), message.author().as_uuid());
        let (count, private) = on_db!(conn, COUNT, [room, message.seq, author] => one (i64, i64))?;
        let rows = on_db!(
            conn,
            READERS,
            [room, message.seq, author, at, user, cursor::one_more(limit)] => all ReaderRow
        )?;
        let (rows, more) = cursor::cut(rows, limit);
        let next_cursor =
            rows.last().filter(|_| more).map(|reader| Cursor::write(&(reader.read_at, reader.user_id)));
        let readers = rows.into_iter().map(Reader::from).collect();
        Ok(Some(Receipts { count, private, readers, next_cursor }))
    }

    /// A page of the members who have not read the message, for its author and for moderators; `limit` is
    /// 1–200. `None` if there is no such message. `InvalidCursor`.
    pub async fn unseen(
        &self,
        by: Member,
        id: MessageId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Option<Unseen>, StoreError> {
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let room_id = by.room_id();
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let Some(message) = edits::standing(conn, room_id, id).await? else { return Ok(None) };
        by.oversees(message.author())?;
        let (room, original) = (room_id.as_uuid(), id.as_uuid());
        let reminded = on_db!(conn, REMINDER, [room, original] => optional (Uuid,))?.is_some();
        let after = Cursor::<Uuid>::parse(cursor)?.unwrap_or(Uuid::nil());
        let rows = unseen(conn, room_id, &message, after, cursor::one_more(limit)).await?;
        let (users, more) = cursor::cut(rows, limit);
        let next_cursor = users.last().filter(|_| more).map(|user| Cursor::write(&user.id.as_uuid()));
        Ok(Some(Unseen { users, reminded, next_cursor }))
    }

    /// How far the other members have read, the most recently moved mark first. Leaves out members who have
    /// opted out, and is empty in rooms of more than 50, so the list needs no pages.
    pub async fn marks(&self, by: Member) -> Result<Vec<Mark>, StoreError> {
        let (room, reader) = (by.room_id().as_uuid(), by.user_id().as_uuid());
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let rows = on_db!(conn, MARKS, [room, reader, Limits::MARKS_ROOM_MAX] => all MarkRow)?;
        Ok(rows.into_iter().map(Mark::from).collect())
    }

    /// Appends a reply to `original` that mentions exactly the members who have not read it; for its author
    /// and for moderators.
    ///
    /// `NotFound`, `Deleted`; `LimitReached` if there already is a reminder of it, if it is a reminder itself, if
    /// everybody has read it, or if more members would have to be mentioned than one message may; and the errors of
    /// [`Store::append`]. Sending the same reminder again is a repeat, as with every message.
    pub async fn remind(
        &self,
        by: Poster,
        original: MessageId,
        reminder: MessageId,
        now: Timestamp,
    ) -> Result<Appended, StoreError> {
        let body: MessageBody =
            MessageKind::Reminder.fallback().parse().map_err(|_| StoreError::Unavailable)?;
        let message = NewMessage { id: reminder, body, reply_to: Some(original), attachments: Vec::new() };
        let (room_id, author) = (by.room_id(), by.user_id());
        let fingerprint = Fingerprint::of(self.send_keys(), author, &message);
        let append = Append { room_id, author, message, active: None, now };
        self.write(Remind { by, append, original, fingerprint }).await
    }
}

#[derive(FromRow)]
struct ReaderRow {
    user_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
    read_at: i64,
}

impl From<ReaderRow> for Reader {
    fn from(row: ReaderRow) -> Self {
        Self {
            user: user_ref(row.user_id, row.username, row.display_name, row.avatar_id),
            read_at: Timestamp::from_millis(row.read_at),
        }
    }
}

#[derive(FromRow)]
struct MarkRow {
    user_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
    last_read_seq: i64,
    read_at: i64,
}

impl From<MarkRow> for Mark {
    fn from(row: MarkRow) -> Self {
        Self {
            user: user_ref(row.user_id, row.username, row.display_name, row.avatar_id),
            seq: row.last_read_seq,
            at: Timestamp::from_millis(row.read_at),
        }
    }
}

async fn unseen(
    conn: &mut Conn<'_>,
    room_id: RoomId,
    message: &Standing,
    after: Uuid,
    most: i64,
) -> Result<Vec<UserRef>, sqlx::Error> {
    let author = message.author().as_uuid();
    let rows = on_db!(conn, UNSEEN, [room_id.as_uuid(), message.seq, author, after, most] => all UserRefRow)?;
    Ok(rows.into_iter().map(UserRef::from).collect())
}

/// One more than the number of members that a reminder may mention.
#[expect(clippy::cast_possible_wrap, reason = "it is a hundred")]
const ONE_TOO_MANY: i64 = Limits::MENTIONS as i64 + 1;

struct Remind {
    by: Poster,
    append: Append,
    original: MessageId,
    fingerprint: Fingerprint,
}

impl Mutation for Remind {
    type Output = Appended;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.append.room_id]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Appended, Fault> {
        let by = Member::from(seats::still(tx, self.by).await?);
        let room_id = by.room_id();
        let message = edits::standing_alive(tx, room_id, self.original).await?;
        by.oversees(message.author())?;
        // Otherwise one message would have any number of reminders.
        if message.is_reminder() {
            return Err(StoreError::LimitReached.into());
        }
        let (room, original) = (room_id.as_uuid(), self.original.as_uuid());
        let reminder = self.append.message.id.as_uuid();
        let mentions: Vec<UserId> = match on_db!(tx.conn(), REMINDER, [room, original] => optional (Uuid,))? {
            Some((before,)) if before == reminder => Vec::new(),
            Some(_) => return Err(StoreError::LimitReached.into()),
            None => {
                let unseen = unseen(tx.conn(), room_id, &message, Uuid::nil(), ONE_TOO_MANY).await?;
                if unseen.is_empty() || unseen.len() > Limits::MENTIONS {
                    return Err(StoreError::LimitReached.into());
                }
                on_db!(tx.conn(), KEEP_REMINDER, [room, original, reminder] => count)?;
                unseen.into_iter().map(|user| user.id).collect()
            }
        };
        let mut pending =
            PendingAppend::made(self.append.clone(), self.fingerprint, MessageKind::Reminder, mentions);
        append::store_all(tx, vec![&mut pending]).await?;
        pending.outcome().map_err(Fault::Domain)
    }
}
