//! The one connection that writes: transactions, savepoints, and SQLite's checkpoints.

use std::{collections::HashSet, time::Duration};

use sqlx::{
    ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use tokio::time::Instant;
use uuid::Uuid;

use crate::engine::{
    db::{Conn, in_time, on_db, statements},
    error::Trouble,
    lists::Ids,
};

statements! {
    // In the order of their ids, as everywhere, so that two nodes cannot deadlock.
    LOCK_ROOMS = ("SELECT id FROM rooms WHERE id IN " ids(1) " ORDER BY id" lock);
    LOCK_FREE_ROOMS = ("SELECT id FROM rooms WHERE id IN " ids(1) " ORDER BY id" lock_free);
    THERE = ("SELECT id FROM rooms WHERE id IN " ids(1));
    /// One row that represents the whole server; locked while a user becomes or stops being an administrator, and
    /// while a direct room is created.
    LOCK_SERVER = ("SELECT value FROM meta WHERE key = 'epoch'" lock);
    // A new value each time: SQLite writes nothing if a row does not change.
    TOUCH = (
        "INSERT INTO meta (key, value) VALUES ('touched', CAST(random() AS TEXT))
         ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    );
}

/// What to do about rooms that another node has locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lock {
    /// Wait for them, up to the lock timeout.
    Wait,
    /// Leave them out.
    Skip,
}

/// The writing connection. `None` after it was lost, until it is needed again.
pub(crate) enum Writer {
    Sqlite {
        conn: Option<Box<SqliteConnection>>,
        options: Box<SqliteConnectOptions>,
        /// Before this time, no checkpoint waits for readers.
        patient_from: Instant,
    },
    Postgres {
        conn: Option<Box<PgConnection>>,
        options: Box<PgConnectOptions>,
    },
}

impl Conn<'_> {
    /// Runs SQL that cannot be prepared, such as `BEGIN`.
    pub(crate) async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(conn) => sqlx::raw_sql(sql).execute(&mut **conn).await.map(drop),
            Self::Postgres(conn) => in_time(sqlx::raw_sql(sql).execute(&mut **conn)).await.map(drop),
        }
    }
}

impl Writer {
    pub(crate) fn sqlite(conn: Box<SqliteConnection>, options: SqliteConnectOptions) -> Self {
        Self::Sqlite { conn: Some(conn), options: Box::new(options), patient_from: Instant::now() }
    }

    pub(crate) fn postgres(conn: Box<PgConnection>, options: PgConnectOptions) -> Self {
        Self::Postgres { conn: Some(conn), options: Box::new(options) }
    }

    /// The connection; reconnects if it was lost.
    pub(crate) async fn conn(&mut self) -> Result<Conn<'_>, sqlx::Error> {
        match self {
            Self::Sqlite { conn, options, .. } => {
                let ready = match conn.take() {
                    Some(ready) => ready,
                    None => Box::new(options.connect().await?),
                };
                Ok(Conn::Sqlite(conn.insert(ready)))
            }
            Self::Postgres { conn, options } => {
                let ready = match conn.take() {
                    Some(ready) => ready,
                    None => Box::new(in_time(options.connect()).await?),
                };
                Ok(Conn::Postgres(conn.insert(ready)))
            }
        }
    }

    /// Begins a transaction and locks these rooms until its end. Returns the rooms that another node has locked, if
    /// `lock` says not to wait for them.
    pub(crate) async fn begin(
        &mut self,
        mut rooms: Vec<Uuid>,
        lock: Lock,
    ) -> Result<(Conn<'_>, HashSet<Uuid>), sqlx::Error> {
        let mut conn = self.conn().await?;
        let mut held = HashSet::new();
        if matches!(conn, Conn::Sqlite(_)) {
            // A deferred transaction that begins to write fails with "locked" at once.
            conn.run("BEGIN IMMEDIATE").await?;
        } else {
            // Each statement sees what was committed before it, whatever isolation level the server defaults to.
            conn.run("BEGIN ISOLATION LEVEL READ COMMITTED").await?;
            rooms.sort_unstable();
            rooms.dedup();
            if !rooms.is_empty() {
                held = lock_rooms(&mut conn, rooms, lock).await?;
            }
        }
        Ok((conn, held))
    }

    /// Rolls the transaction back. If that fails, or is pointless after this error, the connection is dropped, which
    /// rolls it back as well.
    pub(crate) async fn rollback(&mut self, after: Option<&sqlx::Error>) {
        let lost = after.is_some_and(|error| Trouble::of(error) == Trouble::Lost);
        let undone = match self {
            Self::Sqlite { conn: Some(conn), .. } if !lost => Conn::Sqlite(conn).run("ROLLBACK").await,
            Self::Postgres { conn: Some(conn), .. } if !lost => Conn::Postgres(conn).run("ROLLBACK").await,
            _ => return self.drop_connection(),
        };
        match undone {
            // When the disk is full, SQLite has already rolled back and reports that there is nothing to roll back. The
            // connection is sound, and on a full disk there might be no space to open another.
            Err(error) if matches!(self, Self::Sqlite { .. }) && has_nothing_to_undo(&error) => {}
            Err(_) => self.drop_connection(),
            Ok(()) => {}
        }
    }

    /// Adds a write to the transaction that needs disk space.
    pub(crate) async fn touch(&mut self) -> Result<(), sqlx::Error> {
        touch(&mut self.conn().await?).await
    }

    /// Commits the transaction on the connection that it began on.
    pub(crate) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { conn: Some(conn), .. } => Conn::Sqlite(conn).run("COMMIT").await,
            Self::Postgres { conn: Some(conn), .. } => Conn::Postgres(conn).run("COMMIT").await,
            Self::Sqlite { conn: None, .. } | Self::Postgres { conn: None, .. } => {
                Err(sqlx::Error::WorkerCrashed)
            }
        }
    }

    /// Whether rooms are locked one by one, so that another node can hold some of them.
    pub(crate) const fn locks_rooms(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    fn drop_connection(&mut self) {
        match self {
            Self::Sqlite { conn, .. } => *conn = None,
            Self::Postgres { conn, .. } => *conn = None,
        }
    }

    /// Moves SQLite's log into the database file; does nothing on PostgreSQL. An error is a failed flush.
    ///
    /// A passive checkpoint never waits. If readers have kept the log from restarting until it is large, a truncating
    /// checkpoint waits for them for 50 ms, during which nothing else is committed. If that was not enough, it does not
    /// wait again for some seconds.
    pub(crate) async fn checkpoint(&mut self) -> Result<(), sqlx::Error> {
        /// In frames of one page each; about 64 MB.
        const LARGE: i64 = 16_000;
        const PAUSE: Duration = Duration::from_secs(5);
        type Outcome = (i64, i64, i64);
        let Self::Sqlite { conn: Some(conn), patient_from, .. } = self else { return Ok(()) };
        let (_, log, _): Outcome =
            sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)").fetch_one(&mut **conn).await?;
        if log <= LARGE || Instant::now() < *patient_from {
            return Ok(());
        }
        sqlx::query("PRAGMA busy_timeout = 50").execute(&mut **conn).await?;
        let truncated = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut **conn).await;
        // As the connection was opened with.
        sqlx::query("PRAGMA busy_timeout = 5000").execute(&mut **conn).await?;
        let (busy, ..): Outcome = truncated?;
        if busy != 0 {
            *patient_from = Instant::now() + PAUSE;
        }
        Ok(())
    }

    /// Closes the connection in order; SQLite's last one moves the log into the file.
    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { conn: Some(conn), .. } => conn.close().await,
            Self::Postgres { conn: Some(conn), .. } => in_time(conn.close()).await,
            Self::Sqlite { conn: None, .. } | Self::Postgres { conn: None, .. } => Ok(()),
        }
    }
}

fn has_nothing_to_undo(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.message().contains("no transaction is active"))
}

/// Writes something that means nothing: its commit tells whether there is space.
pub(crate) async fn touch(conn: &mut Conn<'_>) -> Result<(), sqlx::Error> {
    on_db!(conn, TOUCH, [] => count).map(drop)
}

/// Holds the row that stands for the whole server until the end of the transaction.
pub(crate) async fn lock_server(conn: &mut Conn<'_>) -> Result<(), sqlx::Error> {
    on_db!(conn, LOCK_SERVER, [] => all (String,)).map(drop)
}

/// Locks the rooms, in the order of their ids; gives those that are there but held by somebody else.
async fn lock_rooms(conn: &mut Conn<'_>, rooms: Vec<Uuid>, lock: Lock) -> Result<HashSet<Uuid>, sqlx::Error> {
    if lock == Lock::Wait {
        on_db!(conn, LOCK_ROOMS, [Ids::from_iter(rooms)] => all (Uuid,))?;
        return Ok(HashSet::new());
    }
    let locked = on_db!(conn, LOCK_FREE_ROOMS, [rooms.iter().copied().collect::<Ids>()] => all (Uuid,))?;
    let locked: HashSet<Uuid> = locked.into_iter().map(|(room,)| room).collect();
    let missing: Ids = rooms.into_iter().filter(|room| !locked.contains(room)).collect();
    let there = on_db!(conn, THERE, [missing] => all (Uuid,))?;
    Ok(there.into_iter().map(|(room,)| room).collect())
}

#[cfg(test)]
mod tests {
    use sqlx::Executor;

    use crate::{
        Database,
        engine::connect,
        tests::{drop_postgres, fresh_postgres},
    };

    use super::*;

    async fn writer(database: &Database) -> Writer {
        connect::open(database, crate::engine::controls::Controls::from_env()).await.unwrap().writer
    }

    #[tokio::test]
    async fn store19_a_slow_reader_does_not_hold_up_the_writer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let mut writer = writer(&Database::Sqlite(path.clone())).await;
        let mut reader = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        reader.execute("BEGIN").await.unwrap();
        reader.execute("SELECT value FROM meta").await.unwrap();
        let log = || std::fs::metadata(folder.path().join("store.db-wal")).unwrap().len();

        let mut conn = writer.conn().await.unwrap();
        conn.run("CREATE TABLE large (bytes BLOB)").await.unwrap();
        conn.run("INSERT INTO large VALUES (zeroblob(70000000))").await.unwrap();
        let began = Instant::now();
        writer.checkpoint().await.unwrap();
        assert!(began.elapsed() < Duration::from_secs(4), "it waited for the reader");

        // It waits for other writers as before, and for this reader not again.
        let Writer::Sqlite { conn: Some(conn), .. } = &mut writer else { panic!("not SQLite") };
        let (timeout,): (i64,) = sqlx::query_as("PRAGMA busy_timeout").fetch_one(&mut **conn).await.unwrap();
        assert_eq!(timeout, 5000);
        let Writer::Sqlite { patient_from, .. } = &mut writer else { panic!("not SQLite") };
        assert!(*patient_from > began, "the next try waits for the reader again");
        *patient_from = Instant::now() + Duration::from_hours(1);
        reader.execute("COMMIT").await.unwrap();
        writer.checkpoint().await.unwrap();
        assert!(log() > 0);

        let Writer::Sqlite { patient_from, .. } = &mut writer else { panic!("not SQLite") };
        *patient_from = Instant::now();
        writer.checkpoint().await.unwrap();
        assert_eq!(log(), 0);
        writer.close().await.unwrap();
    }

    #[tokio::test]
    async fn store18_a_touch_needs_space() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(&Database::Sqlite(folder.path().join("store.db"))).await;
        let log = || std::fs::metadata(folder.path().join("store.db-wal")).unwrap().len();
        for _ in 0..2 {
            let before = log();
            touch(&mut writer.conn().await.unwrap()).await.unwrap();
            assert!(log() > before, "nothing was written");
        }
        writer.close().await.unwrap();
    }

    #[tokio::test]
    async fn store11_the_default_isolation_of_the_server_does_not_matter() {
        let Some((url, drop)) = fresh_postgres("store_isolation").await else { return };
        let mut conn = PgConnection::connect(&url).await.unwrap();
        conn.execute(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = serializable',
                                        current_database()); END $$",
        )
        .await
        .unwrap();
        let mut writer = writer(&Database::Postgres(url)).await;
        let (conn, _) = writer.begin(Vec::new(), Lock::Wait).await.unwrap();
        let Conn::Postgres(conn) = conn else { panic!("not PostgreSQL") };
        let (level,): (String,) = sqlx::query_as("SHOW transaction_isolation").fetch_one(conn).await.unwrap();
        assert_eq!(level, "read committed");
        writer.close().await.unwrap();
        drop_postgres(drop).await;
    }
}
