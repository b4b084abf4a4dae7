//! Reading messages by id, and the quotes shown in replies.

use std::{collections::HashMap, sync::Arc};

use confluence_protocol::{
    Message, MessageId, MessageKind, Preview, ReplyQuote, RoomId, Timestamp, UserId, UserRef,
};
use confluence_rights::{Member, Proof};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        cursor::json_bytes,
        db::{Conn, on_db, statements},
        error::Fault,
        lists::Pairs,
        tx::Tx,
    },
    message::{attachments, complete::complete, mentions},
    person::row::user_ref,
};

/// The columns of a [`MessageRow`]. Only as much of a quoted body is read as a quote can show.
macro_rules! message_columns {
    () => {
        "m.id, m.room_id, m.seq, m.version, m.kind, m.body, m.attachments, m.created_at, m.edited_at, m.deleted_at,
         m.pinned_at, m.previews, m.mentions_room, m.mentions_groups,
         u.id AS author_id, u.username AS author_username, u.display_name AS author_display_name,
         u.avatar_id AS author_avatar_id,
         q.id AS quote_id, q.seq AS quote_seq, q.kind AS quote_kind, substr(q.body, 1, 400) AS quote_body,
         q.deleted_at AS quote_deleted_at,
         v.id AS quote_author_id, v.username AS quote_username, v.display_name AS quote_display_name,
         v.avatar_id AS quote_avatar_id "
    };
}

/// The joins that [`message_columns!`] needs besides `messages m`.
macro_rules! message_joins {
    () => {
        " JOIN users u ON u.id = m.author_id
          LEFT JOIN messages q ON q.room_id = m.room_id AND q.id = m.reply_to
          LEFT JOIN users v ON v.id = q.author_id "
    };
}

pub(crate) use {message_columns, message_joins};

statements! {
    ONE = (
        "SELECT " message_columns!() "FROM messages m" message_joins!()
        "WHERE m.room_id = $1 AND m.id = $2
           AND EXISTS (SELECT 1 FROM rooms r WHERE r.id = m.room_id AND r.deleted_at IS NULL)"
    );
    MANY = (
        "SELECT " message_columns!() "FROM " pairs(1) " p JOIN messages m ON m.room_id = p.a AND m.id = p.b"
        message_joins!()
    );
    ORIGINALS = (
        "SELECT q.room_id, q.id, q.seq, q.kind, substr(q.body, 1, 400) AS body, q.deleted_at,
                v.id AS author_id, v.username, v.display_name, v.avatar_id
         FROM " pairs(1) " p
         JOIN messages q ON q.room_id = p.a AND q.id = p.b
         JOIN users v ON v.id = q.author_id"
    );
}

/// Bytes of an id in a list.
const ID_BYTES: usize = 39;

impl Store {
    /// One message as the member sees it; `None` if the room has no such message.
    pub async fn message(&self, by: Member, id: MessageId) -> Result<Option<Message>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        Ok(one(&mut snapshot.conn(), by.room_id(), id, Some(by.user_id())).await?)
    }
}

#[derive(FromRow)]
pub(crate) struct MessageRow {
    id: Uuid,
    room_id: Uuid,
    seq: i64,
    version: i64,
    kind: Option<String>,
    body: String,
    attachments: Option<String>,
    created_at: i64,
    edited_at: Option<i64>,
    deleted_at: Option<i64>,
    pinned_at: Option<i64>,
    previews: Option<String>,
    mentions_room: bool,
    mentions_groups: Option<String>,
    author_id: Uuid,
    author_username: Option<String>,
    author_display_name: String,
    author_avatar_id: Option<Uuid>,
    quote_id: Option<Uuid>,
    quote_seq: Option<i64>,
    quote_kind: Option<String>,
    quote_body: Option<String>,
    quote_deleted_at: Option<i64>,
    quote_author_id: Option<Uuid>,
    quote_username: Option<String>,
    quote_display_name: Option<String>,
    quote_avatar_id: Option<Uuid>,
}

impl MessageRow {
    /// The room's id and the message's id.
    pub(crate) const fn key(&self) -> (Uuid, Uuid) {
        (self.room_id, self.id)
    }

    /// Approximate bytes in a JSON answer, counting only the parts whose length users control.
    pub(crate) fn weight(&self) -> usize {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let called = mentions::called(self.mentions_groups.as_deref()) * ID_BYTES;
        json_bytes(&self.body) + length(&self.attachments) + length(&self.previews) + called
    }
}

impl From<MessageRow> for Message {
    fn from(row: MessageRow) -> Self {
        let reply_to = match (row.quote_id, row.quote_seq, row.quote_author_id) {
            (Some(id), Some(seq), Some(author)) => Some(quote(
                MessageId::from_uuid(id),
                seq,
                user_ref(
                    author,
                    row.quote_username,
                    row.quote_display_name.unwrap_or_default(),
                    row.quote_avatar_id,
                ),
                row.quote_kind.as_deref().and_then(MessageKind::parse),
                &row.quote_body.unwrap_or_default(),
                row.quote_deleted_at.is_some(),
            )),
            _ => None,
        };
        Self {
            id: MessageId::from_uuid(row.id),
            room_id: RoomId::from_uuid(row.room_id),
            seq: row.seq,
            version: row.version,
            author: user_ref(
                row.author_id,
                row.author_username,
                row.author_display_name,
                row.author_avatar_id,
            ),
            kind: row.kind.as_deref().and_then(MessageKind::parse),
            body: row.body,
            created_at: Timestamp::from_millis(row.created_at),
            edited_at: row.edited_at.map(Timestamp::from_millis),
            deleted_at: row.deleted_at.map(Timestamp::from_millis),
            pinned_at: row.pinned_at.map(Timestamp::from_millis),
            reply_to,
            attachments: attachments::read(row.attachments.as_deref()),
            reactions: Vec::new(),
            mentions: Vec::new(),
            mentions_room: row.mentions_room,
            // A node of an earlier version leaves them in tombstones.
            mentions_groups: if row.deleted_at.is_some() {
                Vec::new()
            } else {
                mentions::read_groups(row.mentions_groups.as_deref())
            },
            previews: cards(row.previews.as_deref()),
        }
    }
}

#[derive(FromRow)]
struct OriginalRow {
    room_id: Uuid,
    id: Uuid,
    seq: i64,
    kind: Option<String>,
    body: String,
    deleted_at: Option<i64>,
    author_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
}

async fn one(
    conn: &mut Conn<'_>,
    room_id: RoomId,
    id: MessageId,
    viewer: Option<UserId>,
) -> Result<Option<Message>, sqlx::Error> {
    let row = on_db!(conn, ONE, [room_id.as_uuid(), id.as_uuid()] => optional MessageRow)?;
    let Some(row) = row else { return Ok(None) };
    let mut message = [Message::from(row)];
    complete(conn, &mut message, viewer).await?;
    let [message] = message;
    Ok(Some(message))
}

/// Loads a message that must exist, else `NotFound`.
pub(crate) async fn load_existing(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    id: MessageId,
    viewer: Option<UserId>,
) -> Result<Message, Fault> {
    one(tx.conn(), room_id, id, viewer).await?.ok_or(Fault::Domain(StoreError::NotFound))
}

/// The current state of those of these messages that exist.
pub(crate) async fn load(
    conn: &mut Conn<'_>,
    keys: Vec<(RoomId, MessageId)>,
) -> Result<HashMap<(RoomId, MessageId), Arc<Message>>, sqlx::Error> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let pairs: Pairs = keys.into_iter().map(|(room, id)| (room.as_uuid(), id.as_uuid())).collect();
    let rows = on_db!(conn, MANY, [pairs] => all MessageRow)?;
    let mut messages: Vec<Message> = rows.into_iter().map(Message::from).collect();
    complete(conn, &mut messages, None).await?;
    Ok(messages.into_iter().map(|message| ((message.room_id, message.id), Arc::new(message))).collect())
}

/// Quotes of those of these messages that exist.
pub(crate) async fn originals(
    conn: &mut Conn<'_>,
    keys: impl IntoIterator<Item = (Uuid, Uuid)>,
) -> Result<Vec<(RoomId, ReplyQuote)>, sqlx::Error> {
    let rows = on_db!(conn, ORIGINALS, [Pairs::from_iter(keys)] => all OriginalRow)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let author = user_ref(row.author_id, row.username, row.display_name, row.avatar_id);
            let id = MessageId::from_uuid(row.id);
            let kind = row.kind.as_deref().and_then(MessageKind::parse);
            let quote = quote(id, row.seq, author, kind, &row.body, row.deleted_at.is_some());
            (RoomId::from_uuid(row.room_id), quote)
        })
        .collect())
}

/// Link preview cards as stored with a message. JSON that cannot be read counts as no cards: showing the message matters more.
pub(crate) fn cards(text: Option<&str>) -> Vec<Preview> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The quote of a message; the start of `body` is enough.
pub(crate) fn quote(
    id: MessageId,
    seq: i64,
    author: UserRef,
    kind: Option<MessageKind>,
    body: &str,
    deleted: bool,
) -> ReplyQuote {
    let excerpt = if deleted { String::new() } else { confluence_protocol::excerpt(body) };
    ReplyQuote { id, seq, author, kind, excerpt, deleted }
}
