//! The handle: opening, closing, and whether the database answers.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::{Notify, mpsc, oneshot};

use crate::{
    Batch, OpenError, StoreError,
    engine::{
        commit::{age::Age, committer::Committer},
        connect::{Database, Opened},
        controls::Controls,
        database::reads::Reads,
        db::{Read, Snapshot, on_db, statements},
        error::Fault,
        opening::Opening,
        queue::{Job, Mutation, Queue},
        writer::{self, Tx},
    },
    reading::gather::Gatherer,
};

statements! {
    PING = ("SELECT CAST(1 AS BIGINT)");
}

/// A cheap handle to the database; clones share everything.
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
    closing: AtomicBool,
    /// Whether the last write failed for lack of space.
    full: Arc<AtomicBool>,
}

/// What a store is opened with.
pub struct Options {
    /// Where the data is.
    pub database: Database,
    /// The keys of the keyed hash (HMAC-SHA256) of what was first sent under a message id. Repeats of sends
    /// that were kept under neither of them are conflicts.
    pub send_keys: SendKeys,
}

/// The keys of the hashes of what was first sent: the one that new messages are kept under, and while it is being
/// rotated the one before.
#[derive(Clone, Copy, Debug)]
pub struct SendKeys {
    /// What new messages are kept under.
    pub current: [u8; 32],
    /// What older ones may be kept under. Without it, a repeat of one of those is taken for another message.
    pub previous: Option<[u8; 32]>,
}

/// Batches that may wait for whoever tells them to others; when it is full, commits wait.
const BATCHES: usize = 64;

impl Store {
    /// Connects, asserts the engine's version, migrates, and starts the group commit.
    ///
    /// The receiver yields what commits changed, in commit order. Its channel is bounded: commits wait
    /// while it is full, so it has to be read for as long as the store lives, or dropped.
    pub async fn open(options: Options) -> Result<(Self, mpsc::Receiver<Batch>), OpenError> {
        Opening::of(options).await?.migrated().await
    }

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
            closing: AtomicBool::new(false),
            full,
        };
        (Self { inner: Arc::new(inner) }, batches)
    }

    /// Refuses new writes, waits until the queued ones are committed, closes the database.
    ///
    /// The receiver of batches must still be read meanwhile; it ends after the last of them.
    pub async fn close(&self) {
        self.inner.closing.store(true, Ordering::Relaxed);
        // SQLite's last connection moves the log into the file, so the writer has to be the last.
        self.inner.reads.close().await;
        let (done, ended) = oneshot::channel();
        if self.inner.queue.send(Job::Stop(done)).await.is_ok() {
            // Dropped unanswered when a second close came behind the first: then that one waits.
            let _ = ended.await;
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut read = self.read().await?;
        on_db!(&mut read.conn(), PING, [] => one (i64,))?;
        Ok(())
    }

    /// Whether the disk of the database had no space for the last write. Reads go on.
    pub fn is_full(&self) -> bool {
        self.inner.full.load(Ordering::Relaxed)
    }

    /// Writes something that means nothing, to see whether the disk has space again; [`Self::is_full`] knows then.
    pub async fn try_write(&self) -> Result<(), StoreError> {
        self.write(Touch).await
    }

    /// How long the oldest write has been waiting to be committed; zero when none is. Writes that wait for a
    /// room which another node holds are left out.
    pub fn oldest_job_age(&self) -> Duration {
        self.inner.age.get()
    }

    /// Changes when history was rewound by a restore; random.
    pub fn epoch(&self) -> &str {
        &self.inner.epoch
    }

    /// A connection for a read of a few rows by their keys. It waits for no large read.
    pub(crate) async fn read(&self) -> Result<Read, StoreError> {
        Ok(self.inner.reads.read().await?)
    }

    /// A connection for a read whose size depends on what people made: a page, a list, a search.
    pub(crate) async fn read_large(&self) -> Result<Read, StoreError> {
        Ok(self.inner.reads.read_large().await?)
    }

    /// A transaction for a large read of several statements.
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

    /// Told when something was deleted that may have left rows.
    pub(crate) fn chores(&self) -> &Notify {
        &self.inner.chores
    }

    /// Where read marks go.
    pub(crate) fn gatherer(&self) -> Result<&Gatherer, StoreError> {
        self.queue().map(|_| &self.inner.gatherer)
    }

    pub(crate) fn send_keys(&self) -> &SendKeys {
        &self.inner.send_keys
    }
}

/// A write that changes nothing that anybody sees.
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
        // Nobody listens to the changes.
        let store = Store::open(options).await.unwrap().0;
        store.inner.full.store(true, Ordering::Relaxed);
        // Ends no session, and by itself writes nothing.
        store.end_session(SessionId::new(Timestamp::from_millis(1))).await.unwrap();
        assert!(!store.is_full());
        let mut conn = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        let written = sqlx::query("SELECT value FROM meta WHERE key = 'touched'").fetch_optional(&mut conn);
        assert!(written.await.unwrap().is_some());
        store.close().await;
    }
}
