//! A store for each test, with users and rooms, and a record of all changes that it emitted.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, AtomicU32, Ordering},
};

use confluence_protocol::{
    Change, MessageId, NewMessage, Room, RoomId, RoomKind, SessionId, Timestamp, User, UserId,
};
use confluence_store::{
    Append, Appended, Batch, Database, Entry, NewAccount, NewRoom, NewSession, Options, SendKeys, Store,
    StoreError,
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use tokio::sync::{Notify, OnceCell};

use crate::{acting::Acting, proxy::Proxy};

/// The keys of every store, unless a test chooses others.
const SEND_KEYS: SendKeys = SendKeys { current: [7; 32], previous: None };

pub struct World {
    pub store: Acting,
    told: Arc<Told>,
    clock: AtomicI64,
    people: AtomicU32,
    ground: Ground,
}

#[derive(Default)]
struct Told {
    changes: Mutex<Vec<Change>>,
    more: Notify,
}

enum Ground {
    Sqlite(tempfile::TempDir),
    Postgres { url: String, name: String },
}

pub const T0: i64 = 1_800_000_000_000;

impl World {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("store.db"));
        Self::open(database, Ground::Sqlite(folder)).await
    }

    pub async fn postgres(test: &str) -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let Ok(admin) = std::env::var("CONFLUENCE_TEST_POSTGRES") else {
            assert_ne!(
                std::env::var("CONFLUENCE_REQUIRE_SERVICES").as_deref(),
                Ok("1"),
                "CONFLUENCE_TEST_POSTGRES is not set"
            );
            println!("SKIPPED {test} on PostgreSQL: CONFLUENCE_TEST_POSTGRES is not set");
            return None;
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("contract_{}_{number}", std::process::id());
        let template = TEMPLATE.get_or_init(|| migrated(&admin)).await;
        administer(format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let url = place(&admin, &name);
        Some(Self::open(Database::Postgres(url.clone()), Ground::Postgres { url, name }).await)
    }

    async fn open(database: Database, ground: Ground) -> Self {
        let (store, mut batches) = Store::open(Options { database, send_keys: SEND_KEYS }).await.unwrap();
        let told = Arc::new(Told::default());
        let listener = Arc::clone(&told);
        tokio::spawn(async move {
            while let Some(batch) = batches.recv().await {
                assert!(!batch.changes.is_empty());
                listener.changes.lock().unwrap().extend(batch.changes);
                listener.more.notify_waiters();
            }
        });
        Self { store: Acting(store), told, clock: AtomicI64::new(T0), people: AtomicU32::new(0), ground }
    }

    pub async fn end(self) {
        self.store.close().await;
        if let Ground::Postgres { name, .. } = &self.ground {
            administer(format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    /// Closes the store and returns the bytes of its database file; only on SQLite.
    pub async fn file(self) -> Vec<u8> {
        self.store.close().await;
        let Ground::Sqlite(folder) = &self.ground else { panic!("no file") };
        assert!(!folder.path().join("store.db-wal").exists(), "closing did not remove the log");
        std::fs::read(folder.path().join("store.db")).unwrap()
    }

    /// A second store on the same database, as another node or a later start would open it.
    pub async fn open_again(&self) -> (Acting, tokio::sync::mpsc::Receiver<Batch>) {
        self.open_with(SEND_KEYS).await
    }

    /// Opens a second store with other keys, as after a rotation of the secret.
    pub async fn open_with(&self, send_keys: SendKeys) -> (Acting, tokio::sync::mpsc::Receiver<Batch>) {
        let database = match &self.ground {
            Ground::Sqlite(folder) => Database::Sqlite(folder.path().join("store.db")),
            Ground::Postgres { url, .. } => Database::Postgres(url.clone()),
        };
        let (store, batches) = Store::open(Options { database, send_keys }).await.unwrap();
        (Acting(store), batches)
    }

    /// A second store whose connections go through a relay; only on PostgreSQL.
    pub async fn open_through_a_proxy(&self) -> Option<(Proxy, Acting, tokio::sync::mpsc::Receiver<Batch>)> {
        let Ground::Postgres { url, name } = &self.ground else { return None };
        let (_, place) = url.split_once("://").unwrap();
        let (login, server) = place.rsplit_once('@').unwrap();
        let proxy = Proxy::to(server.split('/').next().unwrap().to_owned()).await;
        let database = Database::Postgres(format!("postgres://{login}@{}/{name}", proxy.address));
        let (store, batches) = Store::open(Options { database, send_keys: SEND_KEYS }).await.unwrap();
        Some((proxy, Acting(store), batches))
    }

    /// Locks the room like another node in the middle of a transaction, until the connection is dropped; only
    /// on PostgreSQL.
    pub async fn hold(&self, room: RoomId) -> Option<PgConnection> {
        let Ground::Postgres { url, .. } = &self.ground else { return None };
        let mut holder = PgConnection::connect(url).await.unwrap();
        holder.execute("BEGIN").await.unwrap();
        let lock = sqlx::query("SELECT version FROM rooms WHERE id = $1 FOR NO KEY UPDATE");
        lock.bind(room.as_uuid()).execute(&mut holder).await.unwrap();
        Some(holder)
    }

    /// Locks a membership in the same way.
    pub async fn hold_member(&self, room: RoomId, user: UserId) -> Option<PgConnection> {
        let Ground::Postgres { url, .. } = &self.ground else { return None };
        let mut holder = PgConnection::connect(url).await.unwrap();
        holder.execute("BEGIN").await.unwrap();
        let lock = sqlx::query("SELECT role FROM members WHERE room_id = $1 AND user_id = $2 FOR UPDATE");
        lock.bind(room.as_uuid()).bind(user.as_uuid()).execute(&mut holder).await.unwrap();
        Some(holder)
    }

    /// Size of SQLite's write-ahead log in bytes; `None` on PostgreSQL.
    pub fn log_bytes(&self) -> Option<u64> {
        let Ground::Sqlite(folder) = &self.ground else { return None };
        Some(std::fs::metadata(folder.path().join("store.db-wal")).unwrap().len())
    }

    /// Runs SQL behind the store's back.
    pub async fn sql(&self, sqlite: &'static str, postgres: &'static str) {
        match &self.ground {
            Ground::Sqlite(folder) => {
                let url = format!("sqlite://{}", folder.path().join("store.db").display());
                SqliteConnection::connect(&url).await.unwrap().execute(sqlite).await.unwrap();
            }
            Ground::Postgres { url, .. } => {
                PgConnection::connect(url).await.unwrap().execute(postgres).await.unwrap();
            }
        }
    }

    /// Number of rows in a table.
    pub async fn count(&self, table: &str) -> i64 {
        let count = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        match &self.ground {
            Ground::Sqlite(folder) => {
                let url = format!("sqlite://{}", folder.path().join("store.db").display());
                let mut conn = SqliteConnection::connect(&url).await.unwrap();
                sqlx::query_scalar(count).fetch_one(&mut conn).await.unwrap()
            }
            Ground::Postgres { url, .. } => {
                let mut conn = PgConnection::connect(url).await.unwrap();
                sqlx::query_scalar(count).fetch_one(&mut conn).await.unwrap()
            }
        }
    }

    /// Stores `count` messages.
    pub async fn fill(&self, room: RoomId, author: UserId, count: usize) {
        let sends = (0..count).map(|n| self.store.append(self.append(room, author, &format!("{n}"))));
        for answer in futures_util::future::join_all(sends).await {
            answer.unwrap();
        }
    }

    /// Inserts `count` reactions to a message, of users without accounts, behind the store's back.
    pub async fn react_many(&self, room: RoomId, message: MessageId, count: i64) {
        const SQLITE: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $3)
            INSERT INTO reactions (room_id, message_id, emoji, user_id, version)
            SELECT $1, $2, '👍', randomblob(16), i FROM n";
        const POSTGRES: &str = "INSERT INTO reactions (room_id, message_id, emoji, user_id, version)
            SELECT $1, $2, '👍', gen_random_uuid(), i FROM generate_series(1, $3) AS i";
        const COUNT: &str =
            "INSERT INTO reaction_counts (room_id, message_id, emoji, people) VALUES ($1, $2, '👍', $3)";
        let (room, message) = (room.as_uuid(), message.as_uuid());
        match &self.ground {
            Ground::Sqlite(folder) => {
                let url = format!("sqlite://{}", folder.path().join("store.db").display());
                let mut conn = SqliteConnection::connect(&url).await.unwrap();
                for query in [SQLITE, COUNT].map(sqlx::query) {
                    query.bind(room).bind(message).bind(count).execute(&mut conn).await.unwrap();
                }
            }
            Ground::Postgres { url, .. } => {
                let mut conn = PgConnection::connect(url).await.unwrap();
                for query in [POSTGRES, COUNT].map(sqlx::query) {
                    query.bind(room).bind(message).bind(count).execute(&mut conn).await.unwrap();
                }
            }
        }
    }

    /// The next moment of this world's clock, one second after the last.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.clock.fetch_add(1000, Ordering::Relaxed) + 1000)
    }

    pub fn account(&self, username: &str) -> NewAccount {
        let now = self.now();
        let id = UserId::new(now);
        NewAccount {
            id,
            username: username.parse().unwrap(),
            display_name: username.parse().unwrap(),
            bio: String::new(),
            password_hash: format!("hash of {username}"),
            session: self.session_for(id),
            invite: None,
            entry: Entry::Open,
            now,
        }
    }

    pub fn session_for(&self, user_id: UserId) -> NewSession {
        let now = self.now();
        let id = SessionId::new(now);
        let mut refresh_hash = [0; 32];
        refresh_hash[..16].copy_from_slice(id.as_uuid().as_bytes());
        NewSession {
            id,
            user_id,
            refresh_hash,
            user_agent: "test".to_owned(),
            now,
            expires_at: now.plus_seconds(3600),
        }
    }

    pub async fn person_named(&self, username: &str) -> User {
        self.store.sign_up(self.account(username)).await.unwrap().0
    }

    pub async fn person(&self) -> UserId {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        self.person_named(&format!("person{number}")).await.id
    }

    pub fn new_room(&self, owner: UserId, kind: RoomKind, name: &str) -> NewRoom {
        let now = self.now();
        NewRoom {
            id: RoomId::new(now),
            kind,
            name: name.parse().unwrap(),
            description: None,
            created_by: owner,
            most_owned: None,
            now,
        }
    }

    pub async fn room(&self, owner: UserId) -> RoomId {
        self.store.create_room(self.new_room(owner, RoomKind::Public, "Room")).await.unwrap().id
    }

    /// A public room with its owner and `members` other members.
    pub async fn room_with(&self, members: usize) -> (RoomId, UserId, Vec<UserId>) {
        let owner = self.person().await;
        let room = self.room(owner).await;
        let mut people = Vec::new();
        for _ in 0..members {
            let person = self.person().await;
            self.store.join(room, person, self.now()).await.unwrap();
            people.push(person);
        }
        (room, owner, people)
    }

    pub fn message(&self, body: &str) -> NewMessage {
        NewMessage {
            id: MessageId::new(self.now()),
            body: body.parse().unwrap(),
            reply_to: None,
            attachments: Vec::new(),
        }
    }

    pub fn append(&self, room_id: RoomId, author: UserId, body: &str) -> Append {
        Append { room_id, author, message: self.message(body), active: None, now: self.now() }
    }

    pub async fn say(&self, room_id: RoomId, author: UserId, body: &str) -> Appended {
        self.store.append(self.append(room_id, author, body)).await.unwrap()
    }

    pub async fn see(&self, room_id: RoomId, viewer: UserId) -> Room {
        self.store.room(room_id, viewer).await.unwrap().unwrap()
    }

    /// Waits until `find` returns something for the changes emitted so far.
    pub async fn told<T>(&self, find: impl Fn(&[Change]) -> Option<T>) -> T {
        let wait = async {
            loop {
                let more = self.told.more.notified();
                tokio::pin!(more);
                // Registered before looking, so that no change is missed in between.
                more.as_mut().enable();
                if let Some(found) = find(&self.told.changes.lock().unwrap()) {
                    return found;
                }
                more.await;
            }
        };
        match tokio::time::timeout(std::time::Duration::from_secs(20), wait).await {
            Ok(found) => found,
            Err(late) => panic!("not emitted, {late}; so far: {:#?}", self.told.changes.lock().unwrap()),
        }
    }

    /// Everything emitted so far: makes one more change and returns all changes before it.
    pub async fn all_told(&self) -> Vec<Change> {
        let marker = self.person().await;
        let room = self.room(marker).await;
        self.told(|changes| {
            let end = changes.iter().position(|change| room_of(change) == Some(room))?;
            Some(changes[..end].to_vec())
        })
        .await
    }
}

/// The room that a change belongs to, if any.
pub fn room_of(change: &Change) -> Option<RoomId> {
    match change {
        Change::Room { room_id, .. }
        | Change::Joined { room_id, .. }
        | Change::Left { room_id, .. }
        | Change::RoomDeleted { room_id, .. }
        | Change::Membership { room_id, .. }
        | Change::Moderators { room_id, .. }
        | Change::Read { room_id, .. } => Some(*room_id),
        Change::SessionEnded { .. }
        | Change::User { .. }
        | Change::Me { .. }
        | Change::Blocks { .. }
        | Change::Folders { .. } => None,
    }
}

/// The versions of a room's durable frames among these changes.
pub fn versions(changes: &[Change], room: RoomId) -> Vec<i64> {
    changes
        .iter()
        .filter_map(|change| match change {
            Change::Room { room_id, version, frame } if *room_id == room => {
                assert_eq!(frame.durable(), Some((room, *version)));
                Some(*version)
            }
            _ => None,
        })
        .collect()
}

/// A database with all migrations and nothing else. Copies of it save most of the time that a test on PostgreSQL takes.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

async fn migrated(admin: &str) -> String {
    let name = format!("contract_{}_template", std::process::id());
    administer(format!("CREATE DATABASE {name}")).await;
    let database = Database::Postgres(place(admin, &name));
    let (store, _batches) = Store::open(Options { database, send_keys: SEND_KEYS }).await.unwrap();
    store.close().await;
    // Each database has an epoch of its own, and the keys of its first start.
    let mut conn = PgConnection::connect(&place(admin, &name)).await.unwrap();
    conn.execute("DELETE FROM meta").await.unwrap();
    conn.close().await.unwrap();
    name
}

/// URL of a database of the server at which `admin` points.
fn place(admin: &str, name: &str) -> String {
    let (server, _) = admin.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

async fn administer(sql: String) {
    let admin = std::env::var("CONFLUENCE_TEST_POSTGRES").unwrap();
    PgConnection::connect(&admin).await.unwrap().execute(AssertSqlSafe(sql)).await.unwrap();
}

/// Commits what another node has done in this transaction, once somebody waits for it.
pub async fn commit_once_awaited(mut node: PgConnection) {
    const WAITING: &str =
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid";
    while sqlx::query_scalar::<_, i64>(WAITING).fetch_one(&mut node).await.unwrap() == 0 {}
    node.execute("COMMIT").await.unwrap();
}

/// Name of the error in a result; for a refusal, name of its reason.
pub fn name<T: std::fmt::Debug>(result: Result<T, StoreError>) -> String {
    match result {
        Ok(value) => panic!("succeeded with {value:?}"),
        Err(error) => {
            // Of a refusal its reason.
            let text = match error {
                StoreError::Refused(refusal) => format!("{refusal:?}"),
                other => format!("{other:?}"),
            };
            text.split(['(', ' ']).next().unwrap_or_default().to_owned()
        }
    }
}
