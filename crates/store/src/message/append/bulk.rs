//! The two bulk writes of a run of appends: new messages, and their rooms' counters.
//!
//! The dialects differ here: PostgreSQL takes one array per column, SQLite a JSON text of rows.

use serde_json::json;
use uuid::Uuid;

use crate::{
    engine::db::{Conn, Sql, in_time},
    message::append::sent::SentHash,
};

/// A message to be inserted.
pub(crate) struct NewRow {
    pub room_id: Uuid,
    pub seq: i64,
    pub id: Uuid,
    pub version: i64,
    pub author_id: Uuid,
    pub body: String,
    pub reply_to: Option<Uuid>,
    pub sent_hash: SentHash,
    pub created_at: i64,
    /// In the form that [`crate::message::attachments`] stores.
    pub attachments: Option<String>,
    pub mentions_room: bool,
    /// In the form that [`crate::message::mentions`] stores.
    pub mentions_groups: Option<String>,
    pub kind: Option<&'static str>,
}

/// A room's counters while a run adds to it.
#[derive(Clone, Copy)]
pub(crate) struct RoomCounters {
    pub id: Uuid,
    pub version: i64,
    pub last_seq: i64,
    pub last_message_at: i64,
    pub grew: bool,
}

impl RoomCounters {
    /// Takes the `seq` and `version` of the next message.
    pub(crate) const fn grow(&mut self, now: i64) -> (i64, i64) {
        self.version += 1;
        self.last_seq += 1;
        self.last_message_at = now;
        self.grew = true;
        (self.last_seq, self.version)
    }
}

const INSERT: Sql = Sql {
    name: "bulk::INSERT",
    sqlite:
        "INSERT INTO messages (room_id, seq, id, version, author_id, body, reply_to, sent_hash, created_at,
                              attachments, mentions_room, mentions_groups, kind)
        SELECT unhex(value->>0), value->>1, unhex(value->>2), value->>3, unhex(value->>4), value->>5,
               unhex(value->>6), unhex(value->>7), value->>8, value->>9, value->>10, value->>11,
               value->>12
        FROM json_each($1)",
    postgres:
        "INSERT INTO messages (room_id, seq, id, version, author_id, body, reply_to, sent_hash, created_at,
                              attachments, mentions_room, mentions_groups, kind)
        SELECT * FROM UNNEST($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[], $5::uuid[], $6::text[],
                             $7::uuid[], $8::bytea[], $9::bigint[], $10::text[], $11::boolean[], $12::text[],
                             $13::text[])",
};

const RAISE: Sql = Sql {
    name: "bulk::RAISE",
    sqlite: "UPDATE rooms SET version = j.value->>1, last_seq = j.value->>2, last_message_at = j.value->>3,
                    changed_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
        FROM json_each($1) AS j WHERE rooms.id = unhex(j.value->>0)",
    postgres: "UPDATE rooms SET version = j.version, last_seq = j.last_seq, last_message_at = j.at,
                    changed_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
        FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[]) AS j (id, version, last_seq, at)
        WHERE rooms.id = j.id",
};

#[cfg(test)]
pub(crate) const STATEMENTS: &[Sql] = &[INSERT, RAISE];

pub(crate) async fn insert(conn: &mut Conn<'_>, rows: &[NewRow]) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    match conn {
        Conn::Sqlite(db) => {
            let rows: Vec<_> = rows
                .iter()
                .map(|row| {
                    json!([
                        row.room_id.simple(),
                        row.seq,
                        row.id.simple(),
                        row.version,
                        row.author_id.simple(),
                        row.body,
                        row.reply_to.map(Uuid::simple),
                        hex(row.sent_hash.as_bytes()),
                        row.created_at,
                        row.attachments,
                        i64::from(row.mentions_room),
                        row.mentions_groups,
                        row.kind,
                    ])
                })
                .collect();
            let rows = serde_json::Value::Array(rows).to_string();
            sqlx::query(INSERT.sqlite).bind(rows).execute(&mut **db).await?;
        }
        Conn::Postgres(db) => {
            let insert = sqlx::query(INSERT.postgres)
                .bind(column(rows, |row| row.room_id))
                .bind(column(rows, |row| row.seq))
                .bind(column(rows, |row| row.id))
                .bind(column(rows, |row| row.version))
                .bind(column(rows, |row| row.author_id))
                .bind(column(rows, |row| row.body.as_str()))
                .bind(column(rows, |row| row.reply_to))
                .bind(column(rows, |row| row.sent_hash.as_bytes().as_slice()))
                .bind(column(rows, |row| row.created_at))
                .bind(column(rows, |row| row.attachments.as_deref()))
                .bind(column(rows, |row| row.mentions_room))
                .bind(column(rows, |row| row.mentions_groups.as_deref()))
                .bind(column(rows, |row| row.kind));
            in_time(insert.execute(&mut **db)).await?;
        }
    }
    Ok(())
}

pub(crate) async fn raise(conn: &mut Conn<'_>, rooms: &[RoomCounters]) -> Result<(), sqlx::Error> {
    if rooms.is_empty() {
        return Ok(());
    }
    match conn {
        Conn::Sqlite(db) => {
            let rooms: Vec<_> = rooms
                .iter()
                .map(|room| json!([room.id.simple(), room.version, room.last_seq, room.last_message_at]))
                .collect();
            let rooms = serde_json::Value::Array(rooms).to_string();
            sqlx::query(RAISE.sqlite).bind(rooms).execute(&mut **db).await?;
        }
        Conn::Postgres(db) => {
            let raise = sqlx::query(RAISE.postgres)
                .bind(column(rooms, |room| room.id))
                .bind(column(rooms, |room| room.version))
                .bind(column(rooms, |room| room.last_seq))
                .bind(column(rooms, |room| room.last_message_at));
            in_time(raise.execute(&mut **db)).await?;
        }
    }
    Ok(())
}

pub(crate) fn column<'r, R, T>(rows: &'r [R], field: impl Fn(&'r R) -> T) -> Vec<T> {
    rows.iter().map(field).collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
