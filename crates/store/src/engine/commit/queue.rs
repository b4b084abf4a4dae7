//! The queue of the group commit, and the usual kind of job in it: a mutation with its waiting caller.

use std::collections::HashSet;

use confluence_protocol::RoomId;
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};
use uuid::Uuid;

use crate::{
    StoreError,
    engine::{
        error::{Fault, Trouble},
        tx::{Alone, Applied, Apply, Applying, Job, ROW, Tx},
    },
};

/// A write that is applied alone. It can be applied again if the transaction around it was rolled back.
pub(crate) trait Mutation: Send + Sync + 'static {
    /// What the caller receives once the write is durable.
    type Output: Send + 'static;

    /// Rooms that the write changes, as far as they are known in advance. All rooms of a batch are locked in
    /// one order before its first job runs.
    fn rooms(&self) -> Vec<RoomId> {
        Vec::new()
    }

    /// Approximate number of bytes that the write adds to the database's log, which triggers checkpoints.
    /// Only writes of many pages need to say so.
    fn logged(&self) -> usize {
        ROW
    }

    /// Makes the change and emits it.
    fn apply(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Output, Fault>> + Send;
}

/// An entry of the queue.
pub(crate) enum Entry {
    Job(Queued),
    /// Everything before it is committed; then the committer ends.
    Stop(oneshot::Sender<()>),
}

/// A job on its way through the committer.
pub(crate) struct Queued {
    pub job: Box<dyn Job>,
    /// When its caller began to wait.
    pub since: Instant,
    /// When it was first put aside.
    pub aside_since: Option<Instant>,
}

impl Queued {
    pub(crate) fn rooms(&self) -> Vec<Uuid> {
        let mut rooms = Vec::new();
        self.job.rooms(&mut rooms);
        rooms
    }

    /// Whether the job needs one of these rooms.
    pub(crate) fn needs(&self, rooms: &HashSet<Uuid>) -> bool {
        !rooms.is_empty() && self.rooms().iter().any(|room| rooms.contains(room))
    }
}

struct Pending<M: Mutation> {
    mutation: M,
    outcome: Option<Result<M::Output, StoreError>>,
    reply: Option<oneshot::Sender<Result<M::Output, StoreError>>>,
}

impl<M: Mutation> Job for Pending<M> {
    fn rooms(&self, into: &mut Vec<Uuid>) {
        into.extend(self.mutation.rooms().into_iter().map(RoomId::as_uuid));
    }

    fn logged(&self) -> usize {
        self.mutation.logged()
    }

    fn apply(&mut self) -> Apply<'_> {
        Apply::Alone(self)
    }

    fn answer(&mut self, failed: Option<StoreError>) {
        let outcome = failed.map(Err).or_else(|| self.outcome.take()).unwrap_or(Err(StoreError::Unavailable));
        if let Some(reply) = self.reply.take() {
            // The caller may be gone; the change is committed all the same.
            let _ = reply.send(outcome);
        }
    }
}

impl<M: Mutation> Alone for Pending<M> {
    fn apply<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> Applying<'a, Applied> {
        Box::pin(async move {
            let refused = match self.mutation.apply(tx).await {
                Ok(output) => {
                    self.outcome = Some(Ok(output));
                    return Ok(Applied::Done);
                }
                Err(Fault::Domain(refused)) => refused,
                Err(Fault::Database(error)) => match Trouble::of(&error) {
                    // A failed statement concerns only the job that it was part of.
                    Trouble::Statement | Trouble::Slow => error.into(),
                    Trouble::Busy => return Ok(Applied::Busy),
                    Trouble::Lost | Trouble::Full | Trouble::Io => return Err(error),
                },
            };
            self.outcome = Some(Err(refused));
            Ok(Applied::Refused)
        })
    }
}

/// The sending end of the queue; the store's clones share it.
#[derive(Clone)]
pub(crate) struct Queue(mpsc::Sender<Entry>);

/// Maximum number of waiting jobs. When the queue is full, callers wait, which slows them down.
const CAPACITY: usize = 1024;

impl Queue {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Entry>) {
        let (sender, receiver) = mpsc::channel(CAPACITY);
        (Self(sender), receiver)
    }

    /// Commits a mutation; resolves once it is durable.
    pub(crate) async fn write<M: Mutation>(&self, mutation: M) -> Result<M::Output, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(Pending { mutation, outcome: None, reply: Some(reply) }).await?;
        answer.await.unwrap_or(Err(StoreError::Unavailable))
    }

    /// Queues a job. Its place in the order is fixed when this returns.
    pub(crate) async fn send(&self, job: impl Job) -> Result<(), StoreError> {
        let queued = Queued { job: Box::new(job), since: Instant::now(), aside_since: None };
        self.0.send(Entry::Job(queued)).await.map_err(|_| StoreError::Unavailable)
    }

    /// Ends the committer after the jobs queued so far; resolves once it has closed the database.
    pub(crate) async fn stop(&self) {
        let (done, ended) = oneshot::channel();
        if self.0.send(Entry::Stop(done)).await.is_ok() {
            // Dropped without an answer when a second stop was queued behind the first; that one waits, too.
            let _ = ended.await;
        }
    }
}
