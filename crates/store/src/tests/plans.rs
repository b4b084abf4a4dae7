//! How the databases execute the counting statements: their plans, and the rows that they actually touch.
//!
//! The room is a worst case: between the mark and the end are thousands of messages that do not count.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::{
    Database,
    engine::{connect, controls::Controls, db::Sql},
    tests::{drop_postgres, fresh_postgres, migrated_sqlite, statements},
};

/// Messages of the room. Those in the second quarter are the reader's own; those in the third are deleted; those
/// in the seventh eighth are by somebody whom the reader blocks, and all mention the reader and the room.
const ROWS: i64 = 24_000;
/// Positions of the reader's mark.
const MARKS: [i64; 5] = [0, ROWS / 4, ROWS / 2, ROWS / 4 * 3, ROWS - 50];

/// Every statement that counts.
fn counting() -> Vec<Sql> {
    let counts = ["counts::STATE", "rooms::ROOM", "latest::ROOMS_OF", "directory::PAGE"];
    statements().into_iter().filter(|sql| counts.iter().any(|name| sql.name.ends_with(name))).collect()
}

pub(crate) fn id(sqlite: bool, number: impl Into<u128>) -> String {
    let number = number.into();
    if sqlite { format!("X'{number:032X}'") } else { format!("'{}'::uuid", uuid::Uuid::from_u128(number)) }
}

const ROOM: u64 = 1;
const READER: u64 = 100;
const AUTHORS: u64 = 5;
const BLOCKED: u64 = READER + AUTHORS + 1;

/// SQL that creates a room in which many messages after the reader's mark do not count.
fn fill(sqlite: bool) -> String {
    let (no, yes) = if sqlite { ("0", "1") } else { ("FALSE", "TRUE") };
    let (room, reader, blocked) = (id(sqlite, ROOM), id(sqlite, READER), id(sqlite, BLOCKED));
    let mut script = Vec::new();
    for user in (READER..=BLOCKED).map(|user| id(sqlite, user)) {
        script.push(format!(
            "INSERT INTO users (id, display_name, display_name_folded, bio, is_admin, is_bot, read_receipts, created_at)
             VALUES ({user}, 'x', 'x', '', {no}, {no}, {yes}, 1);"
        ));
    }
    script.push(format!(
        "INSERT INTO rooms (id, kind, name, name_folded, description, created_by, created_at, posting, version,
                            last_seq, members_version, member_count, last_message_at, changed_at)
         VALUES ({room}, 'public', 'x', 'x', '', {reader}, 1, 'everyone', {ROWS}, {ROWS}, 1, 1, 1, 1);
         INSERT INTO members (room_id, user_id, role, joined_at, last_read_seq, notify)
         VALUES ({room}, {reader}, 'member', 1, 0, 'all');
         INSERT INTO blocks (user_id, blocked_id, created_at) VALUES ({reader}, {blocked}, 1);"
    ));
    let numbers = if sqlite {
        format!(
            "(WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < {ROWS}) SELECT seq FROM n)"
        )
    } else {
        format!("(SELECT generate_series(1, {ROWS}) AS seq) AS n")
    };
    let (random, hash) =
        if sqlite { ("randomblob(16)", "X'00'") } else { ("gen_random_uuid()", "'\\x00'::bytea") };
    let (quarter, half, later, last) = (ROWS / 4, ROWS / 2, ROWS / 4 * 3, ROWS / 8 * 7);
    let own = format!("(seq % 7 = 0 OR seq BETWEEN {quarter} AND {half})");
    let deleted = format!("(seq % 11 = 0 OR seq BETWEEN {half} AND {later})");
    let unheard = format!("seq BETWEEN {later} + 1 AND {last}");
    let others: Vec<String> = (1..=AUTHORS)
        .map(|place| format!(" WHEN {} THEN {}", place - 1, id(sqlite, READER + place)))
        .collect();
    let others = others.concat();
    script.push(format!(
        "INSERT INTO messages (room_id, seq, id, version, author_id, body, sent_hash, created_at, deleted_at,
                               mentions_room)
         SELECT {room}, seq, {random}, seq,
                CASE WHEN {unheard} THEN {blocked} WHEN {own} THEN {reader} ELSE CASE seq % {AUTHORS}{others} END END,
                '', {hash}, 1, CASE WHEN {deleted} THEN 1 END,
                ({own} OR {unheard} OR seq % 100 = 1) AND NOT {deleted}
         FROM {numbers};
         INSERT INTO mentions (room_id, user_id, author_id, seq, message_id)
         SELECT room_id, {reader}, author_id, seq, id
         FROM messages WHERE deleted_at IS NULL AND (author_id IN ({reader}, {blocked}) OR seq % 500 = 3);
         INSERT INTO mention_authors (room_id, user_id, author_id, last_seq)
         SELECT room_id, user_id, author_id, max(seq) FROM mentions WHERE author_id <> user_id
         GROUP BY room_id, user_id, author_id;
         INSERT INTO authors (room_id, user_id, last_seq, last_call_seq)
         SELECT room_id, author_id, max(seq), max(CASE WHEN mentions_room THEN seq ELSE 0 END)
         FROM messages WHERE deleted_at IS NULL GROUP BY room_id, author_id;"
    ));
    script.concat()
}

/// The statement with values in place of its parameters.
fn with_values(sqlite: bool, sql: Sql) -> String {
    let (room, reader) = (id(sqlite, ROOM), id(sqlite, READER));
    let is_of_room = sql.name.ends_with("STATE");
    let (first, second) = if is_of_room { (room.clone(), reader) } else { (reader, room) };
    let text = if sqlite { sql.sqlite } else { sql.postgres };
    let second = if sql.name.ends_with("PAGE") { "'%'".to_owned() } else { second };
    let nowhere = id(sqlite, 0_u64);
    let last = id(sqlite, ROOM + 1);
    text.replace("$1", &first)
        .replace("$2", &second)
        .replace("$3", "''")
        .replace("$4", &nowhere)
        .replace("$5", "200")
        .replace("$6", "'\u{10FFFF}'")
        .replace("$7", &last)
}

#[tokio::test]
async fn read7_sqlite_counts_in_few_steps_wherever_the_mark_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut conn = migrated_sqlite(&folder).await;
    sqlx::raw_sql(AssertSqlSafe(fill(true))).execute(&mut conn).await.unwrap();
    for sql in counting() {
        let text = with_values(true, sql);
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}")))
                .fetch_all(&mut conn)
                .await
                .unwrap();
        let uses = |step: &str| plan.iter().any(|(.., line)| line.starts_with(step));
        for step in [
            "SEARCH a USING COVERING INDEX authors_said (room_id=? AND last_seq>?)",
            "SEARCH a USING COVERING INDEX authors_called (room_id=? AND last_call_seq>?)",
            "SEARCH x USING INDEX messages_said (author_id=? AND room_id=? AND seq>?)",
            "SEARCH x USING INDEX messages_called (author_id=? AND room_id=? AND seq>?)",
            "SEARCH a USING COVERING INDEX mention_authors_said (room_id=? AND user_id=? AND last_seq>?)",
            "SEARCH n USING PRIMARY KEY (room_id=? AND user_id=? AND author_id=? AND seq>?)",
        ] {
            assert!(uses(step), "{}: {step} is not in {plan:#?}", sql.name);
        }
        for mark in MARKS {
            let steps = steps_at(&mut conn, mark, &text).await;
            assert!(steps < MOST_STEPS, "{} takes {steps} hundred steps with the mark at {mark}", sql.name);
        }
    }
}

/// Hundreds of instructions of SQLite's virtual machine, for 200 counted rows and the room itself; about 40
/// were measured.
const MOST_STEPS: u64 = 120;

async fn steps_at(conn: &mut SqliteConnection, mark: i64, text: &str) -> u64 {
    let reader = id(true, READER);
    let set = format!("UPDATE members SET last_read_seq = {mark} WHERE user_id = {reader}");
    conn.execute(AssertSqlSafe(set)).await.unwrap();
    steps(conn, text).await
}

/// Executes a statement; returns the hundreds of instructions that SQLite's virtual machine took.
pub(crate) async fn steps(conn: &mut SqliteConnection, text: &str) -> u64 {
    let hundreds = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&hundreds);
    let count = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        true
    };
    conn.lock_handle().await.unwrap().set_progress_handler(100, count);
    conn.fetch_all(AssertSqlSafe(text.to_owned())).await.unwrap();
    conn.lock_handle().await.unwrap().remove_progress_handler();
    hundreds.load(Ordering::Relaxed)
}

#[tokio::test]
async fn read7_postgres_reads_few_rows_wherever_the_mark_is() {
    let Some((url, drop)) = fresh_postgres("store_plans").await else { return };
    let opened = connect::open(&Database::Postgres(url.clone()), Controls::from_env()).await.unwrap();
    let mut conn = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(fill(false))).execute(&mut conn).await.unwrap();
    conn.execute("SET plan_cache_mode = force_generic_plan").await.unwrap();
    // Autovacuum does this within a minute. Before that, on a small table, the planner may sort an author's
    // messages.
    conn.execute("VACUUM ANALYZE").await.unwrap();
    for sql in counting() {
        for mark in MARKS {
            let plan = plan_at(&mut conn, mark, sql).await;
            let most = plan.lines().filter_map(touched).max().unwrap_or(0);
            assert!(most <= MOST_ROWS, "{} touches {most} rows with the mark at {mark}: {plan}", sql.name);
        }
    }
    opened.writer.close().await.unwrap();
    drop_postgres(drop).await;
}

/// At most 100 rows of each author: the planner may read those of all these few authors before it stops at
/// 100 rows.
const MOST_ROWS: u64 = 100 * AUTHORS;

async fn plan_at(conn: &mut PgConnection, mark: i64, sql: Sql) -> String {
    let reader = id(false, READER);
    let set = format!("UPDATE members SET last_read_seq = {mark} WHERE user_id = {reader}");
    conn.execute(AssertSqlSafe(set)).await.unwrap();
    explain(conn, &with_values(false, sql)).await
}

/// Executes a statement; returns PostgreSQL's plan with actual row counts.
pub(crate) async fn explain(conn: &mut PgConnection, text: &str) -> String {
    let lines: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(format!(
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {text}"
    )))
    .fetch_all(conn)
    .await
    .unwrap();
    lines.into_iter().map(|(line,)| line).collect::<Vec<_>>().join("\n")
}

/// The number of rows in a line of a plan: those that a node returned in all its loops, or those that its
/// filter removed.
pub(crate) fn touched(line: &str) -> Option<u64> {
    let number = |name: &str| {
        let (_, rest) = line.split_once(name)?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u64>().ok()
    };
    if line.contains("Rows Removed") {
        return number(": ");
    }
    Some(number("actual rows=")? * number("loops=")?)
}
