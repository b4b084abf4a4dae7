//! Authors: everyone who ever sent a message in a room, with their newest message that counts as unread.
//!
//! [`crate::room::counts`] relies on them. Their rows change only under the lock of their room.

use confluence_protocol::{RoomId, UserId};
use serde_json::json;
use uuid::Uuid;

use crate::{
    engine::db::{Conn, Sql, in_time, on_db},
    message::append::bulk::column,
};

/// Newest messages of an author in a room: `seq` of the newest, and of the newest that calls everyone, or 0.
pub(crate) struct Author {
    pub room_id: Uuid,
    pub user_id: Uuid,
    pub last_seq: i64,
    pub last_call_seq: i64,
    /// When the newest message was sent.
    pub sent_at: i64,
}

const RAISE: Sql = Sql {
    name: "authors::RAISE",
    sqlite: "INSERT INTO authors (room_id, user_id, last_seq, last_call_seq, sent_at)
        SELECT unhex(value->>0), unhex(value->>1), value->>2, value->>3, value->>4 FROM json_each($1) WHERE TRUE
        ON CONFLICT (room_id, user_id) DO UPDATE
        SET last_seq = excluded.last_seq, sent_at = excluded.sent_at,
            last_call_seq = max(authors.last_call_seq, excluded.last_call_seq)",
    postgres: "INSERT INTO authors (room_id, user_id, last_seq, last_call_seq, sent_at)
        SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[])
        ON CONFLICT (room_id, user_id) DO UPDATE
        SET last_seq = excluded.last_seq, sent_at = excluded.sent_at,
            last_call_seq = GREATEST(authors.last_call_seq, excluded.last_call_seq)",
};

/// Finds both again after an edit or a deletion, each with one lookup in an index.
const REFRESH: Sql = Sql {
    name: "authors::REFRESH",
    sqlite: "UPDATE authors SET
            last_seq = COALESCE((SELECT max(x.seq) FROM messages x INDEXED BY messages_said
                WHERE x.room_id = $1 AND x.author_id = $2 AND x.deleted_at IS NULL), 0),
            last_call_seq = COALESCE((SELECT max(x.seq) FROM messages x INDEXED BY messages_called
                WHERE x.room_id = $1 AND x.author_id = $2 AND x.mentions_room), 0)
        WHERE room_id = $1 AND user_id = $2",
    postgres: "UPDATE authors SET
            last_seq = COALESCE((SELECT x.seq FROM messages x
                WHERE (x.author_id, x.room_id, x.seq) > ($2, $1, 0) AND (x.author_id, x.room_id) <= ($2, $1)
                  AND x.deleted_at IS NULL
                ORDER BY x.author_id DESC, x.room_id DESC, x.seq DESC LIMIT 1), 0),
            last_call_seq = COALESCE((SELECT x.seq FROM messages x
                WHERE (x.author_id, x.room_id, x.seq) > ($2, $1, 0) AND (x.author_id, x.room_id) <= ($2, $1)
                  AND x.mentions_room
                ORDER BY x.author_id DESC, x.room_id DESC, x.seq DESC LIMIT 1), 0)
        WHERE room_id = $1 AND user_id = $2",
};

#[cfg(test)]
pub(crate) const STATEMENTS: &[Sql] = &[RAISE, REFRESH];

/// Stores authors' newest messages. Their rooms must be locked, and each author must occur once.
pub(crate) async fn raise(conn: &mut Conn<'_>, authors: &[Author]) -> Result<(), sqlx::Error> {
    if authors.is_empty() {
        return Ok(());
    }
    match conn {
        Conn::Sqlite(db) => {
            let authors: Vec<_> = authors
                .iter()
                .map(|author| {
                    json!([
                        author.room_id.simple(),
                        author.user_id.simple(),
                        author.last_seq,
                        author.last_call_seq,
                        author.sent_at,
                    ])
                })
                .collect();
            let authors = serde_json::Value::Array(authors).to_string();
            sqlx::query(RAISE.sqlite).bind(authors).execute(&mut **db).await?;
        }
        Conn::Postgres(db) => {
            let raise = sqlx::query(RAISE.postgres)
                .bind(column(authors, |author| author.room_id))
                .bind(column(authors, |author| author.user_id))
                .bind(column(authors, |author| author.last_seq))
                .bind(column(authors, |author| author.last_call_seq))
                .bind(column(authors, |author| author.sent_at));
            in_time(raise.execute(&mut **db)).await?;
        }
    }
    Ok(())
}

/// Finds an author's newest messages again. The room must be locked.
pub(crate) async fn refresh(conn: &mut Conn<'_>, room_id: RoomId, author: UserId) -> Result<(), sqlx::Error> {
    on_db!(conn, REFRESH, [room_id.as_uuid(), author.as_uuid()] => count).map(drop)
}
