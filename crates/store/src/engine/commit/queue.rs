//! The queue of the group commit: what a write is, and how it waits to be committed.

use std::{collections::HashSet, pin::Pin};

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
        writer::Tx,
    },
    message::append::PendingAppend,
    reading::marks::PendingMark,
};

/// A write other than an append. It can be applied again, when the transaction around it had to be undone.
pub(crate) trait Mutation: Send + Sync + 'static {
    /// What its caller gets once it is durable.
    type Output: Send + 'static;

    /// The rooms that it changes, as far as that is known before: all rooms of a batch are locked in one
    /// order before its first job runs.
    fn rooms(&self) -> Vec<RoomId> {
        Vec::new()
    }

    /// Bytes that it adds to the database's log, about: what calls for a checkpoint. To be given where it is many
    /// pages.
    fn logged(&self) -> usize {
        ROW
    }

    /// Makes the change and emits what has to be told of it.
    fn apply(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Output, Fault>> + Send;
}

/// A job in the queue.
#[expect(clippy::large_enum_variant, reason = "nearly every job is of the large kind")]
pub(crate) enum Job {
    Append(PendingAppend),
    Write(Box<dyn Write>),
    /// Read marks, all of which move in one statement.
    Marks(PendingMarks),
    /// Everything before it is committed; then the committer ends.
    Stop(oneshot::Sender<()>),
}

/// A job on its way through the committer.
pub(crate) struct Queued {
    pub job: Job,
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

    /// Whether it names one of these rooms.
    pub(crate) fn needs(&self, rooms: &HashSet<Uuid>) -> bool {
        !rooms.is_empty() && self.rooms().iter().any(|room| rooms.contains(room))
    }
}

/// A mutation with its waiting caller, whatever it gives.
pub(crate) trait Write: Send {
    fn rooms(&self) -> Vec<RoomId>;
    fn logged(&self) -> usize;
    /// Applies it and keeps its outcome. An error is one that concerns the whole batch.
    fn apply<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> ApplyFuture<'a>;
    /// Answers the caller with the outcome, or with what went wrong for the batch.
    fn answer(&mut self, failed: Option<StoreError>);
}

pub(crate) type ApplyFuture<'a> = Pin<Box<dyn Future<Output = Result<Applied, sqlx::Error>> + Send + 'a>>;

/// Whether a job left something in the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Applied {
    Done,
    /// It may have left the beginnings of what it could not finish.
    Refused,
    /// Likewise, and it can succeed later: somebody else held what it needs.
    Busy,
}

struct Pending<M: Mutation> {
    mutation: M,
    outcome: Option<Result<M::Output, StoreError>>,
    reply: Option<oneshot::Sender<Result<M::Output, StoreError>>>,
}

impl<M: Mutation> Write for Pending<M>
where
    M::Output: Send,
{
    fn rooms(&self) -> Vec<RoomId> {
        self.mutation.rooms()
    }

    fn logged(&self) -> usize {
        self.mutation.logged()
    }

    fn apply<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> ApplyFuture<'a> {
        Box::pin(async move {
            let refused = match self.mutation.apply(tx).await {
                Ok(output) => {
                    self.outcome = Some(Ok(output));
                    return Ok(Applied::Done);
                }
                Err(Fault::Domain(refused)) => refused,
                Err(Fault::Database(error)) => match Trouble::of(&error) {
                    // A statement that went wrong concerns the job that it was part of, and no other.
                    Trouble::Statement | Trouble::Slow => error.into(),
                    Trouble::Busy => return Ok(Applied::Busy),
                    Trouble::Lost | Trouble::Full | Trouble::Io => return Err(error),
                },
            };
            self.outcome = Some(Err(refused));
            Ok(Applied::Refused)
        })
    }

    fn answer(&mut self, failed: Option<StoreError>) {
        let outcome = failed.map(Err).or_else(|| self.outcome.take()).unwrap_or(Err(StoreError::Unavailable));
        if let Some(reply) = self.reply.take() {
            // Who hung up gets no answer, but the change stands.
            let _ = reply.send(outcome);
        }
    }
}

/// Marks with their waiting callers.
pub(crate) struct PendingMarks {
    pub marks: Vec<PendingMark>,
    /// Dropped with the job.
    _settled: oneshot::Sender<()>,
}

impl PendingMarks {
    /// The job, and what resolves once it is done with.
    pub(crate) fn new(marks: Vec<PendingMark>) -> (Self, oneshot::Receiver<()>) {
        let (settled, done) = oneshot::channel();
        (Self { marks, _settled: settled }, done)
    }

    fn answer(&mut self, failed: Option<&StoreError>) {
        for mark in &mut self.marks {
            mark.answer(failed.cloned());
        }
    }
}

/// Bytes of a small change, about.
const ROW: usize = 200;
/// Bytes of a page. A change that finds its row anywhere in a table logs one.
const PAGE: usize = 4096;

impl Job {
    /// Bytes that it adds to a batch, about.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Append(append) => append.body_len() + ROW,
            Self::Marks(marks) => marks.marks.len() * ROW,
            Self::Write(_) | Self::Stop(_) => ROW,
        }
    }

    /// Bytes that it adds to the database's log, about.
    pub(crate) fn logged(&self) -> usize {
        match self {
            Self::Write(write) => write.logged(),
            Self::Marks(marks) => marks.marks.len() * PAGE,
            Self::Append(_) | Self::Stop(_) => self.weight(),
        }
    }

    pub(crate) fn rooms(&self, into: &mut Vec<Uuid>) {
        match self {
            Self::Append(append) => into.push(append.room_id().as_uuid()),
            Self::Write(write) => into.extend(write.rooms().into_iter().map(RoomId::as_uuid)),
            // Marks change nothing that a room's lock guards, and readers are many.
            Self::Marks(_) | Self::Stop(_) => {}
        }
    }

    pub(crate) fn answer(&mut self, failed: Option<StoreError>) {
        match self {
            Self::Append(append) => append.answer(failed),
            Self::Write(write) => write.answer(failed),
            Self::Marks(marks) => marks.answer(failed.as_ref()),
            Self::Stop(_) => {}
        }
    }
}

/// The sending end: cloned with the store.
#[derive(Clone)]
pub(crate) struct Queue(mpsc::Sender<Queued>);

/// Jobs that may wait; when it is full, callers wait before they get in, which is what slows them down.
const CAPACITY: usize = 1024;

impl Queue {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Queued>) {
        let (sender, receiver) = mpsc::channel(CAPACITY);
        (Self(sender), receiver)
    }

    /// Commits a mutation; resolves once it is durable.
    pub(crate) async fn write<M: Mutation>(&self, mutation: M) -> Result<M::Output, StoreError> {
        let (reply, answer) = oneshot::channel();
        let pending = Pending { mutation, outcome: None, reply: Some(reply) };
        self.send(Job::Write(Box::new(pending))).await?;
        answer.await.unwrap_or(Err(StoreError::Unavailable))
    }

    pub(crate) async fn send(&self, job: Job) -> Result<(), StoreError> {
        let queued = Queued { job, since: Instant::now(), aside_since: None };
        self.0.send(queued).await.map_err(|_| StoreError::Unavailable)
    }
}
