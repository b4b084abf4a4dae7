//! Connecting: the options of each database, the accepted versions, and the list of migrations.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection, PgConnection, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use uuid::Uuid;

use crate::{
    OpenError,
    engine::{
        controls::Controls,
        database::{
            reads::Reads,
            schema::{self, Contents, Migrations},
        },
        db::{Conn, on_db, statements},
        writer::Writer,
    },
};

statements! {
    PUT_EPOCH = ("INSERT INTO meta (key, value) VALUES ('epoch', $1) ON CONFLICT DO NOTHING");
    GET_EPOCH = ("SELECT value FROM meta WHERE key = 'epoch'");
}

/// The location of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// Path of a file, which is created if it does not exist; its folder must exist.
    Sqlite(PathBuf),
    /// A connection URL.
    Postgres(String),
}

/// The parts of an open store.
pub(crate) struct Opened {
    pub writer: Writer,
    pub reads: Reads,
    pub epoch: String,
}

/// A connection to a database in which nothing has been changed yet.
pub(crate) struct Found {
    engine: Engine,
    pub contents: Contents,
    /// Number of the newest applied migration.
    newest: Option<i64>,
}

enum Engine {
    Sqlite {
        conn: Box<SqliteConnection>,
        options: Box<SqliteConnectOptions>,
        writing: Box<SqliteConnectOptions>,
    },
    Postgres {
        conn: Box<PgConnection>,
        options: Box<PgConnectOptions>,
    },
}

/// Connects, checks the version of the engine and inspects the schema. Creates SQLite's file if it is
/// missing.
pub(crate) async fn find(database: &Database) -> Result<Found, OpenError> {
    let mut engine = match database {
        Database::Sqlite(path) => find_sqlite(path).await?,
        Database::Postgres(url) => find_postgres(url).await?,
    };
    let (contents, newest) = schema::look(&mut engine.conn()).await.map_err(OpenError::of)?;
    schema::not_newer(newest, engine.migrations())?;
    Ok(Found { engine, contents, newest })
}

#[cfg(test)]
pub(crate) async fn open(database: &Database, controls: Controls) -> Result<Opened, OpenError> {
    let mut found = find(database).await?;
    found.migrate().await?;
    found.open(controls).await
}

impl Engine {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite { conn, .. } => Conn::Sqlite(conn),
            Self::Postgres { conn, .. } => Conn::Postgres(conn),
        }
    }

    fn migrations(&self) -> &'static Migrations {
        match self {
            Self::Sqlite { .. } => SQLITE_MIGRATIONS,
            Self::Postgres { .. } => POSTGRES_MIGRATIONS,
        }
    }
}

impl Found {
    /// Applies the missing migrations.
    pub(crate) async fn migrate(&mut self) -> Result<(), OpenError> {
        let migrations = self.engine.migrations();
        schema::migrate(&mut self.engine.conn(), migrations).await
    }

    /// Fails if the schema is not up to date.
    pub(crate) fn is_current(&self) -> Result<(), OpenError> {
        schema::current(self.newest, self.engine.migrations())
    }

    /// Opens it for use; the schema must be up to date.
    pub(crate) async fn open(mut self, controls: Controls) -> Result<Opened, OpenError> {
        let mut conn = self.engine.conn();
        let epoch = epoch(&mut conn).await.map_err(OpenError::of)?;
        if controls.no_dedupe() {
            conn.run("DROP INDEX IF EXISTS messages_id").await.map_err(OpenError::of)?;
        }
        let (writer, reads) = match self.engine {
            Engine::Sqlite { conn, options, writing } => {
                let reads = Reads::sqlite(&options.read_only(true).pragma("query_only", "ON")).await?;
                (Writer::sqlite(conn, *writing), reads)
            }
            Engine::Postgres { conn, options } => {
                // The connection so far has no time limits, because it may have migrated.
                conn.close().await.map_err(OpenError::of)?;
                let options = options.options(POSTGRES_LIMITS);
                let conn = PgConnection::connect_with(&options).await.map_err(OpenError::of)?;
                let reads = Reads::postgres(&options);
                (Writer::postgres(Box::new(conn), options), reads)
            }
        };
        Ok(Opened { writer, reads, epoch })
    }
}

/// The epoch of the database, created at first use. It is read first, because a full disk rejects even a
/// write that changes nothing.
async fn epoch(conn: &mut Conn<'_>) -> Result<String, sqlx::Error> {
    if let Some((epoch,)) = on_db!(conn, GET_EPOCH, [] => optional (String,))? {
        return Ok(epoch);
    }
    on_db!(conn, PUT_EPOCH, [Uuid::new_v4().simple().to_string()] => count)?;
    let (epoch,) = on_db!(conn, GET_EPOCH, [] => one (String,))?;
    Ok(epoch)
}

/// The first version of SQLite whose write-ahead log cannot lose a commit when it is reset.
const SQLITE_LEAST: (u32, u32, u32) = (3, 51, 3);

async fn find_sqlite(path: &Path) -> Result<Engine, OpenError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        // The committer makes the checkpoints: an automatic one would hide a failed flush.
        .pragma("wal_autocheckpoint", "0")
        .disable_statement_logging();
    let writing = options
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        // Rollback data is small and stays in memory: a temporary file would need a free inode.
        .pragma("temp_store", "MEMORY")
        // Deleted content is overwritten, not just unlinked.
        .pragma("secure_delete", "ON");
    let mut conn = SqliteConnection::connect_with(&writing).await.map_err(OpenError::of)?;
    let (found,): (String,) =
        sqlx::query_as("SELECT sqlite_version()").fetch_one(&mut conn).await.map_err(OpenError::of)?;
    if version_triple(&found) < SQLITE_LEAST {
        return Err(OpenError::Version { engine: "SQLite", found, least: "3.51.3" });
    }
    Ok(Engine::Sqlite { conn: Box::new(conn), options: Box::new(options), writing: Box::new(writing) })
}

/// Session settings of every PostgreSQL connection. The keepalives make sure that a connection that was cut
/// off does not hold locks for long.
const POSTGRES_SESSION: [(&str, &str); 4] = [
    ("synchronous_commit", "on"),
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
];

/// Time limits in milliseconds, for all connections except that of the migrations.
///
/// The server cancels a statement before this side gives up by [`crate::engine::db::DEADLINE`]. A node that
/// is cut off must not keep its rooms locked for long, and no node waits long for a lock: its job is put
/// aside instead.
const POSTGRES_LIMITS: [(&str, &str); 3] =
    [("statement_timeout", "4000"), ("idle_in_transaction_session_timeout", "5000"), ("lock_timeout", "300")];

async fn find_postgres(url: &str) -> Result<Engine, OpenError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(OpenError::of)?
        .application_name("confluence")
        .options(POSTGRES_SESSION)
        .disable_statement_logging();
    let mut conn = PgConnection::connect_with(&options).await.map_err(OpenError::of)?;
    let (found,): (String,) =
        sqlx::query_as("SHOW server_version_num").fetch_one(&mut conn).await.map_err(OpenError::of)?;
    if found.parse::<u32>().unwrap_or(0) < 140_000 {
        return Err(OpenError::Version { engine: "PostgreSQL", found, least: "14" });
    }
    Ok(Engine::Postgres { conn: Box::new(conn), options: Box::new(options) })
}

fn version_triple(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

static SQLITE_MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "chat", include_str!("../../../migrations/sqlite/0001_chat.sql")),
    (2, "talk", include_str!("../../../migrations/sqlite/0002_talk.sql")),
    (3, "direct", include_str!("../../../migrations/sqlite/0003_direct.sql")),
    (5, "uploads", include_str!("../../../migrations/sqlite/0005_uploads.sql")),
    (6, "folders", include_str!("../../../migrations/sqlite/0006_folders.sql")),
    (7, "shown", include_str!("../../../migrations/sqlite/0007_shown.sql")),
    (8, "chunks", include_str!("../../../migrations/sqlite/0008_chunks.sql")),
    (9, "previews", include_str!("../../../migrations/sqlite/0009_previews.sql")),
    (10, "chores", include_str!("../../../migrations/sqlite/0010_chores.sql")),
    (11, "sessions_over", include_str!("../../../migrations/sqlite/0011_sessions_over.sql")),
    (15, "counts", include_str!("../../../migrations/sqlite/0015_counts.sql")),
    (16, "metadata", include_str!("../../../migrations/sqlite/0016_metadata.sql")),
    (17, "bounds", include_str!("../../../migrations/sqlite/0017_bounds.sql")),
    (18, "kinds", include_str!("../../../migrations/sqlite/0018_kinds.sql")),
    (19, "people", include_str!("../../../migrations/sqlite/0019_people.sql")),
    (20, "blocks", include_str!("../../../migrations/sqlite/0020_blocks.sql")),
    (21, "archive", include_str!("../../../migrations/sqlite/0021_archive.sql")),
    (22, "bans", include_str!("../../../migrations/sqlite/0022_bans.sql")),
    (23, "moderation", include_str!("../../../migrations/sqlite/0023_moderation.sql")),
    (24, "admin", include_str!("../../../migrations/sqlite/0024_admin.sql")),
    (25, "presence", include_str!("../../../migrations/sqlite/0025_presence.sql")),
    (26, "private_acts", include_str!("../../../migrations/sqlite/0026_private_acts.sql")),
    (27, "mail", include_str!("../../../migrations/sqlite/0027_mail.sql")),
    (28, "groups", include_str!("../../../migrations/sqlite/0028_groups.sql")),
    (29, "undelete", include_str!("../../../migrations/sqlite/0029_undelete.sql")),
    (30, "guests", include_str!("../../../migrations/sqlite/0030_guests.sql")),
];

static POSTGRES_MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "chat", include_str!("../../../migrations/postgres/0001_chat.sql")),
    (2, "talk", include_str!("../../../migrations/postgres/0002_talk.sql")),
    (3, "direct", include_str!("../../../migrations/postgres/0003_direct.sql")),
    (5, "uploads", include_str!("../../../migrations/postgres/0005_uploads.sql")),
    (6, "folders", include_str!("../../../migrations/postgres/0006_folders.sql")),
    (7, "shown", include_str!("../../../migrations/postgres/0007_shown.sql")),
    (8, "chunks", include_str!("../../../migrations/postgres/0008_chunks.sql")),
    (9, "previews", include_str!("../../../migrations/postgres/0009_previews.sql")),
    (10, "chores", include_str!("../../../migrations/postgres/0010_chores.sql")),
    (11, "sessions_over", include_str!("../../../migrations/postgres/0011_sessions_over.sql")),
    (15, "counts", include_str!("../../../migrations/postgres/0015_counts.sql")),
    (16, "metadata", include_str!("../../../migrations/postgres/0016_metadata.sql")),
    (17, "bounds", include_str!("../../../migrations/postgres/0017_bounds.sql")),
    (18, "kinds", include_str!("../../../migrations/postgres/0018_kinds.sql")),
    (19, "people", include_str!("../../../migrations/postgres/0019_people.sql")),
    (20, "blocks", include_str!("../../../migrations/postgres/0020_blocks.sql")),
    (21, "archive", include_str!("../../../migrations/postgres/0021_archive.sql")),
    (22, "bans", include_str!("../../../migrations/postgres/0022_bans.sql")),
    (23, "moderation", include_str!("../../../migrations/postgres/0023_moderation.sql")),
    (24, "admin", include_str!("../../../migrations/postgres/0024_admin.sql")),
    (25, "presence", include_str!("../../../migrations/postgres/0025_presence.sql")),
    (26, "private_acts", include_str!("../../../migrations/postgres/0026_private_acts.sql")),
    (27, "mail", include_str!("../../../migrations/postgres/0027_mail.sql")),
    (28, "groups", include_str!("../../../migrations/postgres/0028_groups.sql")),
    (29, "undelete", include_str!("../../../migrations/postgres/0029_undelete.sql")),
    (30, "guests", include_str!("../../../migrations/postgres/0030_guests.sql")),
];

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
