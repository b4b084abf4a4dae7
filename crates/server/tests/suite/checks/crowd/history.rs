//! A long history for the hall, written directly into the database, all of it after people's read marks.
//!
//! Its first half is deleted, and every [`CALLS`]th message mentions the room, so that counting unread
//! messages or mentions one by one would take long.

use confluence_protocol::{RoomId, UserId};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::support::Server;

/// Interval of messages that mention the room.
const CALLS: i64 = 4001;
/// Time of the first messages, in milliseconds since 1970.
const BEGAN: i64 = 1_700_000_000_000;

/// Writes `count` messages by `author` into an empty room. The server must not be running.
pub async fn write(server: &Server, room: RoomId, author: UserId, count: i64) {
    let room = room.as_uuid().simple().to_string();
    let author = author.as_uuid().simple().to_string();
    if let Some(url) = server.database_url() {
        let mut database = PgConnection::connect(url).await.unwrap();
        let numbers = format!("generate_series(1, {count}) AS n (k)");
        let id = "(lpad(to_hex(BEGAN + k), 12, '0') || '70008000' || lpad(to_hex(k), 12, '0'))::uuid";
        let insert = insert(
            &numbers,
            id,
            [&format!("'{room}'::uuid"), &format!("'{author}'::uuid"), "''::bytea"],
            count,
        );
        let author = authored(&format!("'{room}'::uuid"), &format!("'{author}'::uuid"), count);
        let raise = raise(&format!("'{room}'::uuid"), count);
        for statement in [insert, author, raise, "ANALYZE messages".to_owned()] {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut database).await.unwrap();
        }
        database.close().await.unwrap();
    } else {
        let path = server.data().join("confluence.db");
        let mut database = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
        let numbers = format!(
            "(WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {count}) SELECT k FROM n)"
        );
        let id = "unhex(printf('%012x', BEGAN + k) || '70008000' || printf('%012x', k))";
        let insert = insert(&numbers, id, [&format!("x'{room}'"), &format!("x'{author}'"), "x''"], count);
        let author = authored(&format!("x'{room}'"), &format!("x'{author}'"), count);
        for statement in [insert, author, raise(&format!("x'{room}'"), count)] {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut database).await.unwrap();
        }
        database.close().await.unwrap();
    }
}

/// Number of unread messages after `mark`, and how many of them mention the room.
pub fn count_after(mark: i64, count: i64) -> (i64, i64) {
    let alive_after = mark.clamp(count / 2, count);
    (count - alive_after, count / CALLS - alive_after / CALLS)
}

fn insert(numbers: &str, id: &str, [room, author, hash]: [&str; 3], count: i64) -> String {
    let half = count / 2;
    format!(
        "INSERT INTO messages (room_id, seq, id, version, author_id, body, sent_hash, created_at, deleted_at,
                               mentions_room)
         SELECT {room}, k, {id}, (SELECT version FROM rooms WHERE id = {room}) + k, {author},
                CASE WHEN k > {half} THEN 'message ' || k ELSE '' END, {hash}, BEGAN + k,
                CASE WHEN k > {half} THEN NULL ELSE BEGAN + k END, k > {half} AND k % {CALLS} = 0
         FROM {numbers}"
    )
    .replace("BEGAN", &BEGAN.to_string())
}

/// The row with the author's last message and last mention of the room, on which counting relies.
fn authored(room: &str, author: &str, count: i64) -> String {
    let called = if count / CALLS * CALLS > count / 2 { count / CALLS * CALLS } else { 0 };
    format!(
        "INSERT INTO authors (room_id, user_id, last_seq, last_call_seq) VALUES ({room}, {author}, {count}, {called})"
    )
}

fn raise(room: &str, count: i64) -> String {
    format!("UPDATE rooms SET version = version + {count}, last_seq = {count} WHERE id = {room}")
}
