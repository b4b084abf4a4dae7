//! The one connection that writes: transactions, savepoints, and SQLite's checkpoints.

use std::collections::HashSet;

use sqlx::{
    ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use uuid::Uuid;

use crate::{
    Change,
    controls::Controls,
    db::{Conn, in_time, on_db, statements},
    error::Trouble,
    lists::Ids,
    marks::Steps,
};

statements! {
    // In the order of their ids, like everybody, so that two nodes never wait for each other in a circle.
    LOCK_ROOMS = ("SELECT id FROM rooms WHERE id IN " ids(1) " ORDER BY id" lock);
    LOCK_FREE_ROOMS = ("SELECT id FROM rooms WHERE id IN " ids(1) " ORDER BY id" lock_free);
    THERE = ("SELECT id FROM rooms WHERE id IN " ids(1));
}

/// What to do about rooms that somebody else holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lock {
    /// Wait for them in line, at most for the lock timeout.
    Wait,
    /// Do without them.
    Skip,
}

/// The writing connection; none after it was lost, until it is needed again.
pub(crate) enum Writer {
    Sqlite { conn: Option<Box<SqliteConnection>>, options: Box<SqliteConnectOptions> },
    Postgres { conn: Option<Box<PgConnection>>, options: Box<PgConnectOptions> },
}

/// A transaction of the group commit, and what it will have changed.
pub(crate) struct Tx<'a> {
    conn: Conn<'a>,
    controls: Controls,
    pub changes: Vec<Change>,
    /// Read marks that move at its end.
    pub steps: Steps,
}

impl<'a> Tx<'a> {
    pub(crate) fn conn(&mut self) -> &mut Conn<'a> {
        &mut self.conn
    }

    pub(crate) const fn controls(&self) -> Controls {
        self.controls
    }

    pub(crate) fn emit(&mut self, change: Change) {
        self.changes.push(change);
    }
}

impl Conn<'_> {
    /// Runs text that is no statement to be prepared: `BEGIN` and the like.
    pub(crate) async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(conn) => sqlx::raw_sql(sql).execute(&mut **conn).await.map(drop),
            Self::Postgres(conn) => in_time(sqlx::raw_sql(sql).execute(&mut **conn)).await.map(drop),
        }
    }
}

impl Writer {
    pub(crate) fn sqlite(conn: Box<SqliteConnection>, options: SqliteConnectOptions) -> Self {
        Self::Sqlite { conn: Some(conn), options: Box::new(options) }
    }

    pub(crate) fn postgres(conn: Box<PgConnection>, options: PgConnectOptions) -> Self {
        Self::Postgres { conn: Some(conn), options: Box::new(options) }
    }

    /// The connection, made anew where it was lost.
    pub(crate) async fn conn(&mut self) -> Result<Conn<'_>, sqlx::Error> {
        match self {
            Self::Sqlite { conn, options } => {
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

    /// Begins a transaction that holds these rooms until its end; gives those of them that somebody else
    /// holds, where they are not waited for.
    pub(crate) async fn begin(
        &mut self,
        mut rooms: Vec<Uuid>,
        lock: Lock,
        controls: Controls,
    ) -> Result<(Tx<'_>, HashSet<Uuid>), sqlx::Error> {
        let mut conn = self.conn().await?;
        let mut held = HashSet::new();
        if matches!(conn, Conn::Sqlite(_)) {
            // A deferred transaction that turns to writing is told "locked" at once.
            conn.run("BEGIN IMMEDIATE").await?;
        } else {
            conn.run("BEGIN").await?;
            rooms.sort_unstable();
            rooms.dedup();
            if !rooms.is_empty() {
                held = lock_rooms(&mut conn, rooms, lock).await?;
            }
        }
        Ok((Tx { conn, controls, changes: Vec::new(), steps: Steps::default() }, held))
    }

    /// Undoes what was begun. Where that fails, or is not to be tried after this error, the connection is given
    /// up, which undoes it as well.
    pub(crate) async fn rollback(&mut self, after: Option<&sqlx::Error>) {
        let lost = after.is_some_and(|error| Trouble::of(error) == Trouble::Lost);
        let undone = match self {
            Self::Sqlite { conn: Some(conn), .. } if !lost => Conn::Sqlite(conn).run("ROLLBACK").await,
            Self::Postgres { conn: Some(conn), .. } if !lost => Conn::Postgres(conn).run("ROLLBACK").await,
            _ => return self.drop_connection(),
        };
        match undone {
            // SQLite undoes by itself what found the disk full, and says that there is nothing left to undo. The
            // connection is sound, and on a full disk there might be no space to open another.
            Err(error) if matches!(self, Self::Sqlite { .. }) && has_nothing_to_undo(&error) => {}
            Err(_) => self.drop_connection(),
            Ok(()) => {}
        }
    }

    /// Commits what was begun, on the connection where that was.
    pub(crate) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { conn: Some(conn), .. } => Conn::Sqlite(conn).run("COMMIT").await,
            Self::Postgres { conn: Some(conn), .. } => Conn::Postgres(conn).run("COMMIT").await,
            Self::Sqlite { conn: None, .. } | Self::Postgres { conn: None, .. } => {
                Err(sqlx::Error::WorkerCrashed)
            }
        }
    }

    /// Whether rooms are locked one by one, so that somebody else can hold some of them.
    pub(crate) const fn locks_rooms(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    fn drop_connection(&mut self) {
        match self {
            Self::Sqlite { conn, .. } => *conn = None,
            Self::Postgres { conn, .. } => *conn = None,
        }
    }

    /// Moves SQLite's log into its file; nothing to do on PostgreSQL. An error is a failed flush.
    ///
    /// A passive one never waits. Where readers kept the log from starting anew until it is large, a
    /// truncating one waits for them, at most for the busy timeout.
    pub(crate) async fn checkpoint(&mut self) -> Result<(), sqlx::Error> {
        /// Frames of a page each: about 64 MB.
        const LARGE: i64 = 16_000;
        if let Self::Sqlite { conn: Some(conn), .. } = self {
            let (_, log, _): (i64, i64, i64) =
                sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)").fetch_one(&mut **conn).await?;
            if log > LARGE {
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut **conn).await?;
            }
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
