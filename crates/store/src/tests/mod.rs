//! Tests that need the crate's internals: every statement prepares on both databases, and their schemas
//! agree.
//!
//! The PostgreSQL half needs the URL of a superuser in `CONFLUENCE_TEST_POSTGRES`. Without it, these tests
//! print that they are skipped, or fail if `CONFLUENCE_REQUIRE_SERVICES=1`.

mod costs;
mod plans;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

use crate::{
    Database,
    engine::{connect, controls::Controls, db::Sql},
};

/// The statements of all files.
pub(crate) fn statements() -> Vec<Sql> {
    [
        crate::account::statements(),
        crate::admin::statements(),
        crate::audit::statements(),
        crate::chore::STATEMENTS.to_vec(),
        crate::engine::statements(),
        crate::file::statements(),
        crate::group::statements(),
        crate::mail::statements(),
        crate::message::statements(),
        crate::person::statements(),
        crate::reading::statements(),
        crate::report::STATEMENTS.to_vec(),
        crate::room::statements(),
        crate::store::STATEMENTS.to_vec(),
    ]
    .concat()
}

/// The URL of a fresh PostgreSQL database and the SQL that drops it; `None` if no PostgreSQL server is
/// configured.
pub(crate) async fn fresh_postgres(name: &str) -> Option<(String, String)> {
    let Ok(admin) = std::env::var("CONFLUENCE_TEST_POSTGRES") else {
        assert_ne!(
            std::env::var("CONFLUENCE_REQUIRE_SERVICES").as_deref(),
            Ok("1"),
            "CONFLUENCE_TEST_POSTGRES is not set"
        );
        println!("SKIPPED {name} on PostgreSQL: CONFLUENCE_TEST_POSTGRES is not set");
        return None;
    };
    let name = format!("{name}_{}", std::process::id());
    let mut conn = PgConnection::connect(&admin).await.unwrap();
    conn.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let (server, _) = admin.rsplit_once('/').unwrap();
    Some((format!("{server}/{name}"), format!("DROP DATABASE {name} WITH (FORCE)")))
}

pub(crate) async fn drop_postgres(sql: String) {
    let admin = std::env::var("CONFLUENCE_TEST_POSTGRES").unwrap();
    PgConnection::connect(&admin).await.unwrap().execute(AssertSqlSafe(sql)).await.unwrap();
}

pub(crate) async fn migrated_sqlite(folder: &tempfile::TempDir) -> SqliteConnection {
    let path = folder.path().join("store.db");
    let opened = connect::open(&Database::Sqlite(path.clone()), Controls::from_env()).await.unwrap();
    opened.reads.close().await;
    opened.writer.close().await.unwrap();
    SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap()
}

/// Every source file except this one, with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("src/tests/mod.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                sources.push((path, text));
            }
        }
    }
    sources
}

#[test]
fn store5_every_file_with_statements_is_in_the_list() {
    let with_statements = sources()
        .iter()
        .filter(|(_, text)| text.contains("\nstatements! {") || text.contains("const STATEMENTS: &[Sql]"))
        .count();
    // The name of a statement begins with its file.
    let listed =
        statements().iter().map(|sql| sql.name.rsplit_once("::").unwrap().0).collect::<BTreeSet<_>>();
    assert_eq!(listed.len(), with_statements, "{listed:?}");
}

#[test]
fn store12_every_statement_on_postgres_has_a_deadline() {
    let mut without = Vec::new();
    for (path, text) in sources() {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        // `on_db!` is defined in the first, and migrations may take as long as they need.
        if ["db.rs", "schema.rs"].contains(&file.as_str()) {
            continue;
        }
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let runs = text.lines().filter(|line| line.contains("(&mut **"));
        let bounded = ["in_time(", ".sqlite)", "Sqlite(", "PRAGMA"];
        let late = runs.filter(|line| !bounded.iter().any(|word| line.contains(word)));
        without.extend(late.map(|line| format!("{file}: {}", line.trim())));
    }
    assert_eq!(without, Vec::<String>::new());
}

#[tokio::test]
async fn store5_every_statement_prepares_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let mut conn = migrated_sqlite(&folder).await;
    for sql in statements() {
        if let Err(error) = conn.prepare(sql.sqlite.into_sql_str()).await {
            panic!("{}: {error}\n{}", sql.name, sql.sqlite);
        }
    }
}

#[test]
fn room16_every_statement_about_rooms_leaves_out_deleted_ones() {
    // Statements that insert, lock or delete rooms, or follow one that has checked them under their lock.
    let meant = [
        "rooms::INSERT_ROOM",
        "writer::LOCK_ROOMS",
        "writer::LOCK_FREE_ROOMS",
        "writer::THERE",
        "bulk::RAISE",
        "remains::ROOM",
        // Rooms that are hidden until their planned deletion.
        "deletion::SHOW",
        "deletion::OWN",
        "deletion::DELETED",
        "planned::DUE_ROOM",
        "planned::GIVE_UP",
        "delete_account::LOCK_ROOM",
        // A guest's room, which may be one of these.
        "guests::IS_HIDDEN",
    ];
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for sql in statements() {
        let words: Vec<&str> = sql.postgres.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
        let named = words
            .windows(2)
            .find(|pair| matches!(pair[0], "FROM" | "JOIN" | "UPDATE" | "INTO") && pair[1] == "rooms");
        if named.is_none() || meant.iter().any(|name| sql.name.ends_with(name)) {
            continue;
        }
        let living = sql.postgres.contains("r.deleted_at IS NULL")
            || sql.postgres.contains(" deleted_at IS NULL") && !words.contains(&"r");
        assert!(living, "{} finds deleted rooms:\n{}", sql.name, sql.postgres);
    }
}

#[tokio::test]
async fn room16_every_table_with_rows_of_rooms_is_cleared_with_the_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut conn = migrated_sqlite(&folder).await;
    let owned: Vec<(String,)> = sqlx::query_as(
        "SELECT t.name FROM sqlite_schema t WHERE t.type = 'table'
           AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = 'room_id') ORDER BY t.name",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let mut deleted: Vec<&str> = crate::room::deletion::remains::OF_ROOM
        .iter()
        .map(|sql| {
            sql.sqlite
                .split([' ', '\n'])
                .find(|word| word.chars().all(|c| c.is_lowercase() || c == '_'))
                .unwrap()
        })
        .collect();
    // The first is deleted at once; the second is the list of pending deletions; the log is kept.
    deleted.extend(["direct_rooms", "chores", "audit"]);
    deleted.sort_unstable();
    assert_eq!(owned.iter().map(|(name,)| name.as_str()).collect::<Vec<_>>(), deleted);
}

#[tokio::test]
async fn no_statement_scans_a_growing_table() {
    // Scanned on purpose: public rooms, for a part of their name; users, up to the first row; administrators, who are
    // few; the groups of the server, at most 200; and everything that an administrator has counted. Mails are counted
    // up to the most that may wait.
    let meant = [
        "directory::PAGE",
        "sign_up::ANY_USER",
        "delete_account::ANOTHER_ADMIN",
        "accounts::ABLE_ADMIN",
        "groups::OF_SERVER",
        "usage::PEOPLE",
        "usage::ACTIVE",
        "usage::ROOMS",
        "usage::FILES",
        "queue::WAITING",
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut conn = migrated_sqlite(&folder).await;
    let mut walks = Vec::new();
    for sql in statements() {
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", sql.sqlite)))
                .fetch_all(&mut conn)
                .await
                .unwrap();
        for (.., step) in plan {
            // Bound lists, and subqueries whose own steps are checked.
            let small = [
                "json_each",
                "j VIRTUAL",
                "CONSTANT ROW",
                "value",
                "unseen",
                "named",
                "owned",
                "by_name",
                "by_room",
                "others",
                "namers",
                "mine",
                "theirs",
                "either",
                "by_username",
                "by_display_name",
                "inside",
                "in_room",
                "same_role",
                "other_roles",
                "f",
                "p",
                "(subquery",
            ];
            let of_list = small.iter().any(|name| step.starts_with(&format!("SCAN {name}")));
            if step.starts_with("SCAN") && !of_list && !meant.iter().any(|name| sql.name.ends_with(name)) {
                walks.push(format!("{}: {step}", sql.name));
            }
        }
    }
    assert_eq!(walks, Vec::<String>::new());
}

#[tokio::test]
async fn store5_every_statement_prepares_on_postgres() {
    let Some((url, drop)) = fresh_postgres("store_prepare").await else { return };
    let opened = connect::open(&Database::Postgres(url.clone()), Controls::from_env()).await.unwrap();
    let mut conn = PgConnection::connect(&url).await.unwrap();
    for sql in statements() {
        if let Err(error) = conn.prepare(sql.postgres.into_sql_str()).await {
            panic!("{}: {error}\n{}", sql.name, sql.postgres);
        }
    }
    opened.writer.close().await.unwrap();
    drop_postgres(drop).await;
}

/// One line per column (table, name, type, nullability) and per index (table, columns, uniqueness).
type Schema = BTreeSet<String>;

async fn sqlite_schema() -> Schema {
    let folder = tempfile::tempdir().unwrap();
    let mut conn = migrated_sqlite(&folder).await;
    let columns: Vec<(String, String, bool, String)> = sqlx::query_as(
        "SELECT t.name, c.name, c.\"notnull\", c.type FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let indexes: Vec<(String, bool, String)> = sqlx::query_as(
        "SELECT t.name, i.\"unique\",
                (SELECT group_concat(x.name || CASE x.desc WHEN 1 THEN ' DESC' ELSE '' END, ', ' ORDER BY x.seqno)
                 FROM pragma_index_xinfo(i.name) x WHERE x.key = 1)
         FROM sqlite_schema t, pragma_index_list(t.name) i
         WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let columns = columns.into_iter().map(|(table, name, required, kind)| {
        let kind = match kind.as_str() {
            "BLOB" => "bytes",
            "INTEGER" => "number",
            "TEXT" => "text",
            other => panic!("{table}.{name} is {other}"),
        };
        format!("{table}.{name} {kind}{}", if required { " required" } else { "" })
    });
    let indexes = indexes.into_iter().map(|(table, unique, columns)| {
        format!("{table} ({columns}){}", if unique { " unique" } else { "" })
    });
    columns.chain(indexes).collect()
}

async fn postgres_schema(url: &str) -> Schema {
    let opened = connect::open(&Database::Postgres(url.to_owned()), Controls::from_env()).await.unwrap();
    opened.writer.close().await.unwrap();
    let mut conn = PgConnection::connect(url).await.unwrap();
    let columns: Vec<(String, String, bool, String)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, is_nullable = 'NO', data_type::text
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let indexes: Vec<(String, bool, String)> = sqlx::query_as(
        "SELECT i.indrelid::regclass::text, i.indisunique,
                substring(pg_get_indexdef(i.indexrelid) FROM '\\((.*?)\\)')
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
         WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE '\\_sqlx%'",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    conn.close().await.unwrap();
    let columns = columns.into_iter().map(|(table, name, required, kind)| {
        let kind = match kind.as_str() {
            "uuid" | "bytea" => "bytes",
            "bigint" | "boolean" => "number",
            "text" => "text",
            other => panic!("{table}.{name} is {other}"),
        };
        format!("{table}.{name} {kind}{}", if required { " required" } else { "" })
    });
    let indexes = indexes.into_iter().map(|(table, unique, columns)| {
        format!("{table} ({columns}){}", if unique { " unique" } else { "" })
    });
    columns.chain(indexes).collect()
}

#[tokio::test]
async fn store5_both_databases_have_the_same_tables_columns_and_indexes() {
    let Some((url, drop)) = fresh_postgres("store_schema").await else { return };
    let (sqlite, postgres) = (sqlite_schema().await, postgres_schema(&url).await);
    drop_postgres(drop).await;
    let only = |a: &Schema, b: &Schema| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(
        (only(&sqlite, &postgres), only(&postgres, &sqlite)),
        (Vec::new(), Vec::new()),
        "only in SQLite, only in PostgreSQL"
    );
    assert!(sqlite.len() > 70, "{} columns and indexes were compared", sqlite.len());
}
