//! Costs of statements on tables that are mostly irrelevant to them: 20,000 accounts, 10,000 reactions to one
//! message, 10,000 refreshes of one session, 10,000 files of one user, 10,000 rooms of two users.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::{
    Database,
    engine::{connect, controls::Controls},
    tests::{
        drop_postgres, fresh_postgres, migrated_sqlite,
        plans::{explain, id, steps, touched},
        statements,
    },
};

const ROOM: u64 = 1;
const MESSAGE: u64 = 2;
const SESSION: u64 = 3;

/// SQL for the id of the user with this number, which may be a column.
fn person(sqlite: bool, number: &str) -> String {
    if sqlite {
        format!("CAST(printf('%016d', {number}) AS BLOB)")
    } else {
        format!("lpad(CAST({number} AS TEXT), 32, '0')::uuid")
    }
}

/// SQL for the id of the room with this number, which may be a column. The first 10,000 are private rooms of one
/// user, the second 10,000 of another one; both are in number 15,000.
fn place(sqlite: bool, number: &str) -> String {
    person(sqlite, &format!("(90000000 + {number})"))
}

/// SQL that fills the tables. The first quarter of the accounts is deleted, the second quarter is in the
/// room. Each account of the second half has one row of everything.
fn fill(sqlite: bool) -> String {
    let (no, yes) = if sqlite { ("0", "1") } else { ("FALSE", "TRUE") };
    let (room, message, session) = (id(sqlite, ROOM), id(sqlite, MESSAGE), id(sqlite, SESSION));
    let (owner, each) = (person(sqlite, "10000"), person(sqlite, "seq"));
    let (other, some_room, meeting) = (person(sqlite, "9999"), place(sqlite, "seq"), place(sqlite, "15000"));
    let numbers = |first: u32, last: u32| {
        if sqlite {
            format!(
                "(WITH RECURSIVE n (seq) AS (SELECT {first} UNION ALL SELECT seq + 1 FROM n WHERE seq < {last})
                  SELECT seq FROM n)"
            )
        } else {
            format!("(SELECT generate_series({first}, {last}) AS seq) AS n")
        }
    };
    let hash = if sqlite { "randomblob(32)" } else { "decode(md5(CAST(seq AS TEXT)), 'hex')" };
    let (all, inside) = (numbers(1, 20_000), numbers(5_001, 10_000));
    let (many, others) = (numbers(1, 10_000), numbers(10_001, 20_000));
    format!(
        "INSERT INTO users (id, username, display_name, display_name_folded, bio, is_admin, is_bot, read_receipts,
                            created_at, deleted_at)
         SELECT {each}, CASE WHEN seq > 5000 THEN 'user' || (20000 + seq) END, 'x',
                CASE WHEN seq > 5000 THEN 'user' || (20000 + seq) ELSE '' END, '', {no}, {no}, {yes}, 1,
                CASE WHEN seq <= 5000 THEN 1 END
         FROM {all};
         INSERT INTO rooms (id, kind, name, name_folded, description, created_by, created_at, posting, version,
                            last_seq, members_version, member_count, last_message_at, changed_at)
         VALUES ({room}, 'public', 'x', 'x', '', {owner}, 1, 'everyone', 1, 1, 1, 5000, 1, 1);
         INSERT INTO members (room_id, user_id, role, joined_at, last_read_seq, notify)
         SELECT {room}, {each}, 'member', seq, 0, 'all' FROM {inside};
         INSERT INTO reactions (room_id, message_id, emoji, user_id, version)
         SELECT {room}, {message}, '+', {each}, seq FROM {many};
         INSERT INTO reaction_counts (room_id, message_id, emoji, people) VALUES ({room}, {message}, '+', 10000);
         INSERT INTO sessions (id, user_id, user_agent, created_at, last_used_at, expires_at)
         VALUES ({session}, {owner}, '', 1, 1, 1);
         INSERT INTO refresh_tokens (hash, session_id, used_at) SELECT {hash}, {session}, seq FROM {many};
         INSERT INTO uploads (id, user_id, name, content_type, size, hash, thumbnails, created_at)
         SELECT {each}, {owner}, '', '', 1, {hash}, 0, 1 FROM {many};
         INSERT INTO reactions (room_id, message_id, emoji, user_id, version)
         SELECT {room}, {each}, '+', {owner}, seq FROM {others};
         INSERT INTO reaction_counts (room_id, message_id, emoji, people)
         SELECT {room}, {each}, '+', 1 FROM {others};
         INSERT INTO sessions (id, user_id, user_agent, created_at, last_used_at, expires_at)
         SELECT {each}, {each}, '', 1, 1, 1 FROM {others};
         INSERT INTO refresh_tokens (hash, session_id) SELECT {hash}, {each} FROM {others};
         INSERT INTO uploads (id, user_id, name, content_type, size, hash, thumbnails, created_at)
         SELECT {each}, {each}, '', '', 1, {hash}, 0, 1 FROM {others};
         INSERT INTO rooms (id, kind, name, name_folded, description, created_by, created_at, posting, version,
                            last_seq, members_version, member_count, last_message_at, changed_at)
         SELECT {some_room}, 'private', 'x', 'x', '', {owner}, 1, 'everyone', 1, 1, 1, 1, 1, 1 FROM {all};
         INSERT INTO members (room_id, user_id, role, joined_at, last_read_seq, notify)
         SELECT {some_room}, CASE WHEN seq <= 10000 THEN {owner} ELSE {other} END, 'member', seq, 0, 'all' FROM {all};
         INSERT INTO members (room_id, user_id, role, joined_at, last_read_seq, notify)
         VALUES ({meeting}, {owner}, 'member', 1, 0, 'all');"
    )
}

/// A statement with its bound values, and the cost that it may have.
struct Cost {
    name: &'static str,
    types: &'static str,
    values: Vec<String>,
    /// Hundreds of instructions of SQLite's virtual machine.
    steps: u64,
    /// Rows of a single node in PostgreSQL's plan.
    rows: u64,
}

fn costs(sqlite: bool) -> Vec<Cost> {
    let room = id(sqlite, ROOM);
    let (owner, nobody) = (person(sqlite, "10000"), id(sqlite, 0_u64));
    let message = if sqlite {
        format!("'[\"{ROOM:032x}{MESSAGE:032x}\"]'")
    } else {
        format!("ARRAY[{}, {}]", id(false, ROOM), id(false, MESSAGE))
    };
    let text = |text: &str| format!("'{text}'");
    let (least, greatest) = (id(sqlite, 0_u64), id(sqlite, u128::MAX));
    let cost = |name, types, values: &[&str], steps, rows| {
        let values = values.iter().map(ToString::to_string).collect();
        Cost { name, types, values, steps, rows }
    };
    let search = "text, text, uuid, bigint";
    vec![
        cost("users::SEARCH", search, &["'user'", "'user~'", &room, "50"], 1_500, 6_000),
        cost("members::NAMED", search, &["'user'", "'user~'", &room, "50"], 1_500, 6_000),
        cost("members::HEIR", "uuid, uuid", &[&room, &nobody], 100, 200),
        cost("users::SEARCH", search, &["''", "'~'", &nobody, "50"], 1_000, 1_000),
        cost("users::SEARCH", search, &["'user3999'", "'user3999~'", &nobody, "50"], 20, 20),
        cost("sessions::FORGET_TOKENS", "uuid, bigint", &[&id(sqlite, SESSION), "1"], 5, 1),
        cost("complete::REACTIONS", "uuid[], uuid", &[&message, &owner], 40, 60),
        cost("reactions::KINDS", "uuid, uuid", &[&room, &id(sqlite, MESSAGE)], 5, 1),
        cost(
            "members::PAGE",
            "uuid, text, bigint, uuid, bigint",
            &[&room, &text("member"), "7500", &nobody, "51"],
            60,
            200,
        ),
        // The room has 5,000 members, of whom at most 50 are read whatever the limit is.
        cost("receipts::MARKS", "uuid, uuid, bigint", &[&room, &owner, "50"], 60, 60),
        cost("receipts::MARKS", "uuid, uuid, bigint", &[&room, &owner, "5000"], 60, 60),
        cost("chunked::PENDING", "uuid", &[&owner], 5, 1),
        cost("chunked::LEFT_OVER", "bigint", &["100"], 5, 1),
        cost(
            "shared::SHARED",
            "uuid, uuid, bigint, uuid, uuid",
            &[&owner, &person(sqlite, "9999"), "100", &least, &greatest],
            1_200,
            2_000,
        ),
        cost("delete_account::ANOTHER", "uuid", &[&owner], 5, 2),
        cost("delete_account::ANOTHER_ADMIN", "uuid", &[&owner], 5, 1),
    ]
}

fn text(name: &str, sqlite: bool) -> &'static str {
    let sql = statements().into_iter().find(|sql| sql.name.ends_with(name)).unwrap();
    if sqlite { sql.sqlite } else { sql.postgres }
}

#[tokio::test]
async fn store20_sqlite_takes_few_steps_on_large_tables() {
    let folder = tempfile::tempdir().unwrap();
    let mut conn = migrated_sqlite(&folder).await;
    sqlx::raw_sql(AssertSqlSafe(fill(true))).execute(&mut conn).await.unwrap();
    for cost in costs(true) {
        let mut text = text(cost.name, true).to_owned();
        for (place, value) in cost.values.iter().enumerate() {
            text = text.replace(&format!("${}", place + 1), value);
        }
        let steps = steps(&mut conn, &text).await;
        assert!(steps <= cost.steps, "{} takes {steps} hundred steps", cost.name);
    }
    let used = format!("EXPLAIN QUERY PLAN {}", text("uploads::USED", true));
    let plan: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(AssertSqlSafe(used)).fetch_all(&mut conn).await.unwrap();
    let line = "SEARCH uploads USING COVERING INDEX uploads_user (user_id=? AND removed_at=?)";
    assert_eq!(plan[0].3, line);
}

#[tokio::test]
async fn store20_postgres_reads_few_rows_on_large_tables() {
    let Some((url, drop)) = fresh_postgres("store_costs").await else { return };
    let opened = connect::open(&Database::Postgres(url.clone()), Controls::from_env()).await.unwrap();
    let mut conn = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(fill(false))).execute(&mut conn).await.unwrap();
    // The writer's connection uses generic plans after a few executions.
    conn.execute("SET plan_cache_mode = force_generic_plan").await.unwrap();
    conn.execute("VACUUM ANALYZE").await.unwrap();
    let mut costs = costs(false);
    costs.push(Cost {
        name: "marks::MEMBERS",
        types: "uuid[], uuid[], bigint",
        values: vec![
            format!("ARRAY[{}]", id(false, ROOM)),
            format!("ARRAY[{}]", person(false, "10000")),
            "100".to_owned(),
        ],
        steps: 0,
        rows: 10,
    });
    for cost in costs {
        let prepare = format!("PREPARE cost ({}) AS {}", cost.types, text(cost.name, false));
        conn.execute(AssertSqlSafe(prepare)).await.unwrap();
        let plan = explain(&mut conn, &format!("EXECUTE cost ({})", cost.values.join(", "))).await;
        conn.execute("DEALLOCATE cost").await.unwrap();
        let most = plan.lines().filter_map(touched).max().unwrap_or(0);
        assert!(most <= cost.rows, "{} touches {most} rows: {plan}", cost.name);
    }
    opened.writer.close().await.unwrap();
    drop_postgres(drop).await;
}
