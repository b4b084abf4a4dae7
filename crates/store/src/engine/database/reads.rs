//! Connections for reads, in two pools, so that small reads never wait for large ones.
//!
//! Access checks, sessions, heads and single rows use the small pool: every request and every socket needs
//! them, and each costs a few look-ups by key. Pages, lists and snapshots use the large one. A burst of page
//! reads can exhaust only the large pool.

use std::{io, time::Duration};

use sqlx::{
    Connection, PgConnection, PgPool, SqliteConnection, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};
use tokio::time::Instant;

use crate::{
    OpenError,
    engine::db::{DEADLINE, Read, Snapshot, in_time},
};

/// Connections of each pool. A connection to SQLite is a thread of this process; one to PostgreSQL is a
/// process of the server, opened when it is first needed.
const SMALL_SQLITE: u32 = 4;
const LARGE_SQLITE: u32 = 4;
const SMALL_POSTGRES: u32 = 4;
const LARGE_POSTGRES: u32 = 6;
/// A read that waits longer for a connection is answered "unavailable".
const ACQUIRE: Duration = Duration::from_secs(5);
/// How long a large read may take on SQLite. After that it is interrupted, like a statement in PostgreSQL,
/// and answered "unavailable": there are only four connections for large reads, and readers wait for one no
/// longer than [`ACQUIRE`].
const LARGE_READ: Duration = Duration::from_secs(2);
/// Instructions of SQLite's virtual machine between two checks of the clock: about a millisecond.
const BETWEEN_LOOKS: i32 = 100_000;

/// The two pools.
pub(crate) struct Reads {
    small: Pool,
    large: Pool,
}

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Reads {
    /// Opens all connections at once, so that a server that later runs out of file descriptors can still
    /// read.
    pub(crate) async fn sqlite(options: &SqliteConnectOptions) -> Result<Self, OpenError> {
        let open = async |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .min_connections(connections)
                .acquire_timeout(ACQUIRE)
                // Unlike a connection to a server, one to a file does not break.
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
                .after_connect(|conn, _| {
                    // SQLite opens the log and its index at the first read.
                    Box::pin(async move {
                        sqlx::query("SELECT count(*) FROM sqlite_schema").execute(conn).await.map(drop)
                    })
                })
                .connect_with(options.clone())
                .await
                .map(Pool::Sqlite)
                .map_err(OpenError::of)
        };
        Ok(Self { small: open(SMALL_SQLITE).await?, large: open(LARGE_SQLITE).await? })
    }

    pub(crate) fn postgres(options: &PgConnectOptions) -> Self {
        let open = |connections| {
            Pool::Postgres(
                PgPoolOptions::new()
                    .max_connections(connections)
                    .acquire_timeout(ACQUIRE)
                    .after_release(|conn, _| Box::pin(alive(conn)))
                    .connect_lazy_with(options.clone()),
            )
        };
        Self { small: open(SMALL_POSTGRES), large: open(LARGE_POSTGRES) }
    }

    pub(crate) async fn read(&self) -> Result<Read, sqlx::Error> {
        self.small.read().await
    }

    pub(crate) async fn read_large(&self) -> Result<Read, sqlx::Error> {
        let mut read = self.large.read().await?;
        if let Read::Sqlite(conn) = &mut read {
            give_up_later(conn).await?;
        }
        Ok(read)
    }

    pub(crate) async fn snapshot(&self) -> Result<Snapshot, sqlx::Error> {
        Ok(match &self.large {
            // In SQLite the first read of a transaction fixes the snapshot.
            Pool::Sqlite(pool) => {
                let mut snapshot = pool.begin().await?;
                give_up_later(&mut snapshot).await?;
                Snapshot::Sqlite(snapshot)
            }
            Pool::Postgres(pool) => {
                let begin = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
                Snapshot::Postgres(in_time(begin).await?)
            }
        })
    }

    pub(crate) async fn close(&self) {
        for pool in [&self.small, &self.large] {
            match pool {
                Pool::Sqlite(pool) => pool.close().await,
                Pool::Postgres(pool) => pool.close().await,
            }
        }
    }
}

impl Pool {
    async fn read(&self) -> Result<Read, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => Read::Sqlite(pool.acquire().await?),
            Self::Postgres(pool) => Read::Postgres(pool.acquire().await?),
        })
    }
}

/// Makes the connection interrupt reads once [`LARGE_READ`] has passed from now.
async fn give_up_later(conn: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let end = Instant::now() + LARGE_READ;
    conn.lock_handle().await?.set_progress_handler(BETWEEN_LOOKS, move || Instant::now() < end);
    Ok(())
}

/// Whether a connection still answers when it returns to its pool. Without a deadline a hung one would keep
/// its place in the pool until TCP gives up.
async fn alive(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    match tokio::time::timeout(DEADLINE, conn.ping()).await {
        Ok(answer) => answer.map(|()| true),
        Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
    }
}

#[cfg(test)]
mod tests {
    use confluence_protocol::{MessageId, NewMessage, RoomId, RoomKind, SessionId, Timestamp, UserId};

    use crate::{
        Append, Database, Entry, NewAccount, NewRoom, NewSession, Options, SendKeys, Store, StoreError,
        engine::db::{Read, Snapshot},
        tests::{drop_postgres, fresh_postgres},
    };

    async fn open(database: Database) -> Store {
        let send_keys = SendKeys { current: [7; 32], previous: None };
        // The receiver of the changes is dropped.
        Store::open(Options { database, send_keys }).await.unwrap().0
    }

    /// Creates a user with a session and a room.
    async fn settle(store: &Store) -> (UserId, SessionId, RoomId) {
        let now = Timestamp::from_millis(1_800_000_000_000);
        let (id, session_id, room_id) = (UserId::new(now), SessionId::new(now), RoomId::new(now));
        let session = NewSession {
            id: session_id,
            user_id: id,
            refresh_hash: [1; 32],
            user_agent: String::new(),
            now,
            expires_at: now.plus_seconds(60),
        };
        let account = NewAccount {
            id,
            username: "anna".parse().unwrap(),
            display_name: "Anna".parse().unwrap(),
            bio: String::new(),
            password_hash: String::new(),
            session,
            invite: None,
            entry: Entry::Open,
            now,
        };
        store.sign_up(account).await.unwrap();
        let (kind, name) = (RoomKind::Private, "Room".parse().unwrap());
        let room =
            NewRoom { id: room_id, kind, name, description: None, created_by: id, now, most_owned: None };
        store.create_room(room).await.unwrap();
        (id, session_id, room_id)
    }

    fn message(room_id: RoomId, author: UserId) -> Append {
        let now = Timestamp::from_millis(1_800_000_000_001);
        let message = NewMessage {
            id: MessageId::new(now),
            body: "hello".parse().unwrap(),
            reply_to: None,
            attachments: Vec::new(),
        };
        Append { room_id, author, message, active: None, now }
    }

    async fn hold_every_large_read(store: &Store) -> Vec<Snapshot> {
        let mut held = Vec::new();
        let most = match &store.read().await.unwrap() {
            Read::Sqlite(_) => super::LARGE_SQLITE,
            Read::Postgres(_) => super::LARGE_POSTGRES,
        };
        for _ in 0..most {
            held.push(store.snapshot().await.unwrap());
        }
        held
    }

    #[tokio::test]
    async fn store21_a_large_read_on_sqlite_is_given_up() {
        const FOR_EVER: &str =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        let folder = tempfile::tempdir().unwrap();
        let store = open(Database::Sqlite(folder.path().join("store.db"))).await;
        let Snapshot::Sqlite(mut snapshot) = store.snapshot().await.unwrap() else { panic!("not SQLite") };
        let error = sqlx::query(FOR_EVER).execute(&mut *snapshot).await.unwrap_err();
        assert!(matches!(StoreError::from(error), StoreError::Unavailable));
        drop(snapshot);
        let Read::Sqlite(mut read) = store.read_large().await.unwrap() else { panic!("not SQLite") };
        sqlx::query(FOR_EVER).execute(&mut *read).await.unwrap_err();
        drop(read);
        // The connections still work, and the next read has the full time.
        for held in hold_every_large_read(&store).await {
            let Snapshot::Sqlite(mut held) = held else { panic!("not SQLite") };
            sqlx::query("SELECT value FROM meta").fetch_all(&mut *held).await.unwrap();
        }
        store.close().await;
    }

    async fn small_reads_go_on(store: Store) {
        let (user, session, room) = settle(&store).await;
        let held = hold_every_large_read(&store).await;
        assert!(store.seat(room, user).await.unwrap().is_some());
        assert_eq!(store.heads(&[room]).await.unwrap().len(), 1);
        assert_eq!(store.heads_of(user).await.unwrap().len(), 1);
        assert_eq!(store.rooms_of_users(&[user]).await.unwrap().len(), 1);
        assert!(store.session(session).await.unwrap().is_some());
        assert!(store.user(user).await.unwrap().is_some());
        store.ping().await.unwrap();
        // A large read does wait.
        assert!(tokio::time::timeout(super::ACQUIRE / 50, store.rooms_of(user)).await.is_err());
        drop(held);
        assert_eq!(store.rooms_of(user).await.unwrap().len(), 1);
        store.close().await;
    }

    async fn sends_need_no_read(store: Store) {
        let (user, _, room) = settle(&store).await;
        let large = hold_every_large_read(&store).await;
        let mut small = Vec::new();
        while let Ok(Ok(read)) = tokio::time::timeout(super::ACQUIRE / 50, store.read()).await {
            small.push(read);
        }
        assert!(store.append(message(room, user)).await.unwrap().fresh);
        drop((large, small));
        store.close().await;
    }

    #[tokio::test]
    async fn store8_small_reads_never_wait_for_large_ones_on_sqlite() {
        let folder = tempfile::tempdir().unwrap();
        small_reads_go_on(open(Database::Sqlite(folder.path().join("store.db"))).await).await;
    }

    #[tokio::test]
    async fn store8_small_reads_never_wait_for_large_ones_on_postgres() {
        let Some((url, drop)) = fresh_postgres("store_small_reads").await else { return };
        small_reads_go_on(open(Database::Postgres(url)).await).await;
        drop_postgres(drop).await;
    }

    #[tokio::test]
    async fn msg15_a_send_needs_no_read_connection_on_sqlite() {
        let folder = tempfile::tempdir().unwrap();
        sends_need_no_read(open(Database::Sqlite(folder.path().join("store.db"))).await).await;
    }

    #[tokio::test]
    async fn msg15_a_send_needs_no_read_connection_on_postgres() {
        let Some((url, drop)) = fresh_postgres("store_sends").await else { return };
        sends_need_no_read(open(Database::Postgres(url)).await).await;
        drop_postgres(drop).await;
    }
}
