//! A server's database, either SQLite in its folder or PostgreSQL in a database of the test's own.

use std::{io::Write, path::Path};

use confluence_protocol::UserId;
use sqlx::{Connection, PgConnection, SqliteConnection};

/// Kind of a server's database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

const ADDRESS: &str = "CONFLUENCE_TEST_POSTGRES";

impl Backend {
    /// Whether tests on PostgreSQL can run. If not, prints that the test is skipped, or panics if services
    /// are required.
    pub fn postgres_is_there(test: &str) -> bool {
        if std::env::var_os(ADDRESS).is_some() {
            return true;
        }
        let required = std::env::var("CONFLUENCE_REQUIRE_SERVICES").is_ok_and(|value| value == "1");
        assert!(!required, "{ADDRESS} is not set, and services are required");
        // Bypasses the test harness's capture, so that a run without PostgreSQL shows which tests it skipped.
        let _ = writeln!(std::io::stdout(), "SKIPPED {test}: {ADDRESS} is not set");
        false
    }
}

/// Creates an empty PostgreSQL database and returns its URL.
pub async fn fresh_postgres() -> String {
    let root = std::env::var(ADDRESS).unwrap();
    let name = format!("suite_{}", uuid::Uuid::now_v7().simple());
    let mut connection = PgConnection::connect(&root).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let (server, _) = root.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// Gives an account a reserved username, directly in the database. SQLite only.
pub async fn rename(data: &Path, user: UserId, username: &str) {
    let path = data.join("confluence.db");
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    let query =
        sqlx::query("UPDATE users SET username = $1 WHERE id = $2").bind(username).bind(user.as_uuid());
    assert_eq!(query.execute(&mut connection).await.unwrap().rows_affected(), 1);
}
