//! Connecting: how each database is opened, which versions are trusted, and the schema.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool, SqlSafeStr, SqliteConnection, SqlitePool,
    migrate::{Migration, MigrationType, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use uuid::Uuid;

use crate::{
    Database, OpenError,
    controls::Controls,
    db::{Conn, Read, Snapshot, on_db, statements},
    writer::Writer,
};

statements! {
    PUT_EPOCH = ("INSERT INTO meta (key, value) VALUES ('epoch', $1) ON CONFLICT DO NOTHING");
    GET_EPOCH = ("SELECT value FROM meta WHERE key = 'epoch'");
}

/// Connections for reads.
pub(crate) enum Reads {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Reads {
    pub(crate) async fn read(&self) -> Result<Read, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => Read::Sqlite(pool.acquire().await?),
            Self::Postgres(pool) => Read::Postgres(pool.acquire().await?),
        })
    }

    pub(crate) async fn snapshot(&self) -> Result<Snapshot, sqlx::Error> {
        Ok(match self {
            // In SQLite the first read of a transaction fixes what the others see.
            Self::Sqlite(pool) => Snapshot::Sqlite(pool.begin().await?),
            Self::Postgres(pool) => {
                Snapshot::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// What a store works with once it is open.
pub(crate) struct Opened {
    pub writer: Writer,
    pub reads: Reads,
    pub epoch: String,
}

/// Reads are short; few connections serve many rooms, and each of SQLite's is a thread.
const READERS_SQLITE: u32 = 4;
const READERS_POSTGRES: u32 = 8;
/// A read that waits longer for a connection is answered "unavailable".
const ACQUIRE: Duration = Duration::from_secs(5);

pub(crate) async fn open(database: &Database, controls: Controls) -> Result<Opened, OpenError> {
    let (mut writer, reads) = match database {
        Database::Sqlite(path) => open_sqlite(path).await?,
        Database::Postgres(url) => open_postgres(url).await?,
    };
    let mut conn = writer.conn().await.map_err(OpenError::Connect)?;
    let epoch = epoch(&mut conn).await.map_err(OpenError::Connect)?;
    if controls.no_dedupe() {
        conn.run("DROP INDEX IF EXISTS messages_id").await.map_err(OpenError::Connect)?;
    }
    Ok(Opened { writer, reads, epoch })
}

async fn epoch(conn: &mut Conn<'_>) -> Result<String, sqlx::Error> {
    on_db!(conn, PUT_EPOCH, [Uuid::new_v4().simple().to_string()] => count)?;
    let (epoch,) = on_db!(conn, GET_EPOCH, [] => one (String,))?;
    Ok(epoch)
}

/// The first version of SQLite whose write-ahead log cannot lose a commit when it is reset.
const SQLITE_LEAST: (u32, u32, u32) = (3, 51, 3);

async fn open_sqlite(path: &Path) -> Result<(Writer, Reads), OpenError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        // The committer checkpoints by itself: the automatic one would hide a failed flush.
        .pragma("wal_autocheckpoint", "0")
        .disable_statement_logging();
    let writing = options
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut conn = SqliteConnection::connect_with(&writing).await.map_err(OpenError::Connect)?;
    let (found,): (String,) =
        sqlx::query_as("SELECT sqlite_version()").fetch_one(&mut conn).await.map_err(OpenError::Connect)?;
    if version_triple(&found) < SQLITE_LEAST {
        return Err(OpenError::Version { engine: "SQLite", found, least: "3.51.3" });
    }
    migrator(SQLITE_MIGRATIONS).run(&mut conn).await?;
    let pool = SqlitePoolOptions::new()
        .max_connections(READERS_SQLITE)
        .acquire_timeout(ACQUIRE)
        // A file does not go away like a server does.
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with(options.read_only(true).pragma("query_only", "ON"));
    Ok((Writer::sqlite(conn, writing), Reads::Sqlite(pool)))
}

async fn open_postgres(url: &str) -> Result<(Writer, Reads), OpenError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(OpenError::Connect)?
        .application_name("confluence")
        .options([
            ("synchronous_commit", "on"),
            // A node that is cut off must not hold its rooms for ever, nor wait for ever for another.
            ("idle_in_transaction_session_timeout", "30000"),
            ("lock_timeout", "10000"),
        ])
        .disable_statement_logging();
    let mut conn = PgConnection::connect_with(&options).await.map_err(OpenError::Connect)?;
    let (found,): (String,) =
        sqlx::query_as("SHOW server_version_num").fetch_one(&mut conn).await.map_err(OpenError::Connect)?;
    if found.parse::<u32>().unwrap_or(0) < 140_000 {
        return Err(OpenError::Version { engine: "PostgreSQL", found, least: "14" });
    }
    migrator(POSTGRES_MIGRATIONS).run(&mut conn).await?;
    let pool = PgPoolOptions::new()
        .max_connections(READERS_POSTGRES)
        .acquire_timeout(ACQUIRE)
        .connect_lazy_with(options.clone());
    Ok((Writer::postgres(conn, options), Reads::Postgres(pool)))
}

fn version_triple(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

type Migrations = [(i64, &'static str, &'static str)];

static SQLITE_MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "chat", include_str!("../migrations/sqlite/0001_chat.sql")),
    (2, "talk", include_str!("../migrations/sqlite/0002_talk.sql")),
    (3, "direct", include_str!("../migrations/sqlite/0003_direct.sql")),
    (5, "uploads", include_str!("../migrations/sqlite/0005_uploads.sql")),
    (6, "folders", include_str!("../migrations/sqlite/0006_folders.sql")),
    (7, "shown", include_str!("../migrations/sqlite/0007_shown.sql")),
    (8, "chunks", include_str!("../migrations/sqlite/0008_chunks.sql")),
    (9, "previews", include_str!("../migrations/sqlite/0009_previews.sql")),
];

static POSTGRES_MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "chat", include_str!("../migrations/postgres/0001_chat.sql")),
    (2, "talk", include_str!("../migrations/postgres/0002_talk.sql")),
    (3, "direct", include_str!("../migrations/postgres/0003_direct.sql")),
    (5, "uploads", include_str!("../migrations/postgres/0005_uploads.sql")),
    (6, "folders", include_str!("../migrations/postgres/0006_folders.sql")),
    (7, "shown", include_str!("../migrations/postgres/0007_shown.sql")),
    (8, "chunks", include_str!("../migrations/postgres/0008_chunks.sql")),
    (9, "previews", include_str!("../migrations/postgres/0009_previews.sql")),
];

fn migrator(migrations: &'static Migrations) -> Migrator {
    Migrator::with_migrations(
        migrations
            .iter()
            .map(|(version, name, sql)| {
                Migration::new(*version, (*name).into(), MigrationType::Simple, (*sql).into_sql_str(), false)
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn store1_versions_compare_by_number() {
        assert!(version_triple("3.51.3") >= SQLITE_LEAST);
        assert!(version_triple("3.100.0") > SQLITE_LEAST);
        assert!(version_triple("3.51.2") < SQLITE_LEAST);
        assert!(version_triple("3.9") < SQLITE_LEAST);
    }
}
