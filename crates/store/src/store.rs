//! The handle to the database: opening, closing, and health.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::{Notify, mpsc};

use crate::{
    Batch, StoreError,
    engine::{
        age::Age,
        committer::Committer,
        connect::{Database, Opened},
        controls::Controls,
        db::{Read, Snapshot, on_db, statements},
        error::Fault,
        queue::{Mutation, Queue},
        reads::Reads,
        tx::Tx,
        writer,
    },
    reading::gather::Gatherer,
};

statements! {
    PING = ("SELECT CAST(1 AS BIGINT)");
}

/// A handle to the database. Cloning is cheap; clones share everything.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    reads: Reads,
    queue: Queue,
    age: Age,
    gatherer: Gatherer,
    epoch: String,
    send_keys: SendKeys,
    chores: Notify,
    mails: Notify,
    closing: AtomicBool,
    /// Whether the last write failed because the disk was full.
    full: Arc<AtomicBool>,
}

/// Options for opening a store.
pub struct Options {
    /// Database to open.
    pub database: Database,
    /// Keys of the hash (HMAC-SHA256) of what was first sent under a message id. A repeat of a send that was hashed
    /// with neither key is a conflict.
    pub send_keys: SendKeys,
}

/// Keys of the hashes of what was first sent: the current key, and during a rotation the previous one.
#[derive(Clone, Copy, Debug)]
pub struct SendKeys {
    /// Key for new messages.
    pub current: [u8; 32],
    /// Key that older messages may be hashed with. Without it, a repeat of one of those is a conflict.
    pub previous: Option<[u8; 32]>,
}

/// Maximum number of batches that wait to be published. When as many wait, commits wait.
const BATCHES: usize = 64;

impl Store {
    pub(crate) fn start(
        opened: Opened,
        send_keys: SendKeys,
        controls: Controls,
    ) -> (Self, mpsc::Receiver<Batch>) {
        let (queue, jobs) = Queue::new();
        let (sender, batches) = mpsc::channel(BATCHES);
        let (age, full) = (Age::default(), Arc::new(AtomicBool::new(false)));
        let committer = Committer::new(opened.writer, jobs, sender, age.clone(), controls, Arc::clone(&full));
        tokio::spawn(committer.run());
        let inner = Inner {
            reads: opened.reads,
            gatherer: Gatherer::start(queue.clone()),
            queue,
            age,
            epoch: opened.epoch,
            send_keys,
            chores: Notify::new(),
            mails: Notify::new(),
            closing: AtomicBool::new(false),
            full,
        };
        (Self { inner: Arc::new(inner) }, batches)
    }

    /// Refuses new writes, waits until the queued ones are committed, and closes the database.
    ///
    /// Keep reading the receiver of batches in the meantime; it ends after the last batch.
    pub async fn close(&self) {
        self.inner.closing.store(true, Ordering::Relaxed);
        // SQLite's last connection moves the log into the database file, so the writer must close last.
        self.inner.reads.close().await;
        self.inner.queue.stop().await;
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut read = self.read().await?;
        on_db!(&mut read.conn(), PING, [] => one (i64,))?;
        Ok(())
    }

    /// Whether the disk of the database was full at the last write. Reads still work.
    pub fn is_full(&self) -> bool {
        self.inner.full.load(Ordering::Relaxed)
    }

    /// Makes a meaningless write to find out whether the disk has space again; [`Self::is_full`] reports the result.
    pub async fn try_write(&self) -> Result<(), StoreError> {
        self.write(Touch).await
    }

    /// How long the oldest write has been waiting to be committed; zero if none waits. Writes that wait for a room
    /// locked by another node are not counted.
    pub fn oldest_job_age(&self) -> Duration {
        self.inner.age.get()
    }

    /// Random value that changes when a restore has rewound history.
    pub fn epoch(&self) -> &str {
        &self.inner.epoch
    }

    /// A connection for reading a few rows by their keys. It never waits for a large read.
    pub(crate) async fn read(&self) -> Result<Read, StoreError> {
        Ok(self.inner.reads.read().await?)
    }

    /// A connection for a read whose size depends on what users created: a page, a list, a search.
    pub(crate) async fn read_large(&self) -> Result<Read, StoreError> {
        Ok(self.inner.reads.read_large().await?)
    }

    /// A transaction for a large read with several statements.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(self.inner.reads.snapshot().await?)
    }

    /// Commits a mutation; resolves once it is durable.
    pub(crate) async fn write<M: Mutation>(&self, mutation: M) -> Result<M::Output, StoreError> {
        self.queue()?.write(mutation).await
    }

    pub(crate) fn queue(&self) -> Result<&Queue, StoreError> {
        if self.inner.closing.load(Ordering::Relaxed) {
            return Err(StoreError::Unavailable);
        }
        Ok(&self.inner.queue)
    }

    /// Notified when something was deleted that may have left rows.
    pub(crate) fn chores(&self) -> &Notify {
        &self.inner.chores
    }

    /// Notified when a mail was queued.
    pub(crate) fn mails(&self) -> &Notify {
        &self.inner.mails
    }

    /// Gathers read marks for the queue.
    pub(crate) fn gatherer(&self) -> Result<&Gatherer, StoreError> {
        self.queue().map(|_| &self.inner.gatherer)
    }

    pub(crate) fn send_keys(&self) -> &SendKeys {
        &self.inner.send_keys
    }
}

/// A write that changes nothing visible.
struct Touch;

impl Mutation for Touch {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        Ok(writer::touch(tx.conn()).await?)
    }
}

#[cfg(test)]
mod tests {
    use confluence_protocol::{SessionId, Timestamp};
    use sqlx::{Connection, SqliteConnection};

    use super::*;

    #[tokio::test]
    async fn store18_only_a_commit_that_wrote_something_says_that_there_is_space() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let send_keys = SendKeys { current: [7; 32], previous: None };
        let options = Options { database: Database::Sqlite(path.clone()), send_keys };
        // Dropping the receiver is allowed: nobody needs the changes.
        let store = Store::open(options).await.unwrap().0;
        store.inner.full.store(true, Ordering::Relaxed);
        // There is no such session, so this job alone writes nothing.
        store.end_session(SessionId::new(Timestamp::from_millis(1))).await.unwrap();
        assert!(!store.is_full());
        let mut conn = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        let written = sqlx::query("SELECT value FROM meta WHERE key = 'touched'").fetch_optional(&mut conn);
        assert!(written.await.unwrap().is_some());
        store.close().await;
    }
}
