//! A transaction of the group commit, and the jobs that it commits, alone or together with others of their kind.
//!
//! A job knows what it stores; the group commit does not. Both share a file because each names the other: a job
//! is applied to a transaction, and may add further jobs to it.

use std::{
    any::{Any, TypeId},
    pin::Pin,
};

use confluence_protocol::Change;
use uuid::Uuid;

use crate::{
    StoreError,
    engine::{controls::Controls, db::Conn},
};

/// Approximate size of a small change, in bytes.
pub(crate) const ROW: usize = 200;
/// Size of a database page, in bytes. A change to a row anywhere in a table logs one page.
pub(crate) const PAGE: usize = 4096;

/// A transaction of the group commit, and the changes to emit after it.
pub(crate) struct Tx<'a> {
    conn: Conn<'a>,
    controls: Controls,
    pub changes: Vec<Change>,
    /// Jobs without callers that other jobs have added, to be applied last.
    pub deferred: Vec<Box<dyn Job>>,
}

impl<'a> Tx<'a> {
    pub(crate) const fn new(conn: Conn<'a>, controls: Controls) -> Self {
        Self { conn, controls, changes: Vec::new(), deferred: Vec::new() }
    }

    pub(crate) fn conn(&mut self) -> &mut Conn<'a> {
        &mut self.conn
    }

    pub(crate) const fn controls(&self) -> Controls {
        self.controls
    }

    pub(crate) fn emit(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Adds a job that has no caller and is applied last. It is dropped if the current job is refused.
    pub(crate) fn defer(&mut self, job: impl Job) {
        self.deferred.push(Box::new(job));
    }
}

/// A write with its waiting caller. It can be applied again if the transaction around it was rolled back.
pub(crate) trait Job: Any + Send {
    /// Adds the rooms to lock for the job. All rooms of a batch are locked in one order before its first job
    /// runs.
    fn rooms(&self, into: &mut Vec<Uuid>);

    /// Approximate size that counts towards the size of a batch, in bytes.
    fn weight(&self) -> usize {
        ROW
    }

    /// Approximate number of bytes that the job adds to the database's log, which triggers checkpoints.
    fn logged(&self) -> usize {
        self.weight()
    }

    /// How to apply the job.
    fn apply(&mut self) -> Apply<'_>;

    /// Notes that a commit with the job in it may or may not have happened. Whether the job may be applied
    /// again; otherwise its caller is answered "unavailable".
    fn doubt(&mut self) -> bool {
        false
    }

    /// Answers the caller with the outcome, or with the error that the batch failed with.
    fn answer(&mut self, failed: Option<StoreError>);
}

/// How to apply a job.
pub(crate) enum Apply<'a> {
    /// Behind a savepoint of its own.
    Alone(&'a mut dyn Alone),
    /// Together with the other jobs of its kind.
    Together(Merge),
}

/// A job that is applied behind a savepoint of its own.
pub(crate) trait Alone: Send {
    /// Applies the job and keeps its outcome. An error concerns the whole batch.
    fn apply<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> Applying<'a, Applied>;
}

pub(crate) type Applying<'a, T> = Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'a>>;

/// Result of a job that was applied alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Applied {
    Done,
    /// Perhaps the beginnings of a change that it could not finish.
    Refused,
    /// Like `Refused`, but a later attempt can succeed: someone else holds a lock that the job needs.
    Busy,
}

/// Jobs of a kind that few statements store together, however many there are.
pub(crate) trait Together: Job + Sized {
    const WHEN: When;

    /// Applies the jobs in their order and keeps their outcomes. Whether that left anything in the transaction.
    fn apply_all(
        tx: &mut Tx<'_>,
        jobs: Vec<&mut Self>,
    ) -> impl Future<Output = Result<bool, sqlx::Error>> + Send;
}

/// When the jobs of a kind are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// In their turn: adjacent jobs together, up to this number.
    InTurn(usize),
    /// After all other jobs of the transaction. If they run into a lock, they alone are put aside.
    Last,
}

/// A kind of jobs that are applied together.
#[derive(Clone, Copy)]
pub(crate) struct Merge {
    kind: TypeId,
    pub(crate) when: When,
    apply_all: for<'a> fn(&'a mut Tx<'_>, Vec<&'a mut dyn Job>) -> Applying<'a, bool>,
}

impl Merge {
    pub(crate) fn of<T: Together>() -> Self {
        Self { kind: TypeId::of::<T>(), when: T::WHEN, apply_all: apply_all::<T> }
    }

    /// Whether jobs of these kinds can be applied together.
    pub(crate) fn is(self, other: Self) -> bool {
        self.kind == other.kind
    }

    /// Applies jobs of this kind. Whether that left anything in the transaction.
    pub(crate) async fn apply(self, tx: &mut Tx<'_>, jobs: Vec<&mut dyn Job>) -> Result<bool, sqlx::Error> {
        (self.apply_all)(tx, jobs).await
    }
}

fn apply_all<'a, T: Together>(tx: &'a mut Tx<'_>, jobs: Vec<&'a mut dyn Job>) -> Applying<'a, bool> {
    let same = |job: &'a mut dyn Job| (job as &mut dyn Any).downcast_mut::<T>();
    Box::pin(T::apply_all(tx, jobs.into_iter().filter_map(same).collect()))
}
