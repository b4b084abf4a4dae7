//! The group commit: one task that writes the jobs that arrived during the previous commit in one
//! transaction.
//!
//! Jobs keep their order of arrival. After the commit the callers are answered, then the changes are emitted,
//! in commit order. Nothing here waits for a timer: under load batches grow automatically, without load every
//! job is committed at once.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use confluence_protocol::{Backoff, Change};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use crate::{
    Batch, StoreError,
    engine::{
        commit::{
            age::Age,
            aside::{Aside, Held},
            attempt::{self, Fate, Work},
            queue::{Entry, Queued},
            tx::Tx,
        },
        controls::Controls,
        error::Trouble,
        writer::{Lock, Writer},
    },
};

/// Maximum number of jobs and bytes in a batch. They bound what a crash can leave unanswered and what one
/// flush writes. A batch is also bounded by time; see [`attempt`].
const BATCH_JOBS: usize = 512;
const BATCH_BYTES: usize = 1024 * 1024;
/// Jobs or logged bytes after which a checkpoint is made.
const CHECKPOINT_JOBS: usize = 2000;
const CHECKPOINT_BYTES: usize = 4 * 1024 * 1024;
/// How often a batch is tried after a lost connection, over about three seconds in all, and for how long if
/// each try is slow. After that, its callers are answered "unavailable".
const ATTEMPTS: u32 = 7;
const FIRST_WAIT: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(15);
/// How often jobs aside are tried again while no other jobs arrive.
const PROBE: Duration = Duration::from_millis(50);

pub(crate) struct Committer {
    writer: Writer,
    queue: mpsc::Receiver<Entry>,
    /// Jobs taken from the queue that did not fit into a batch, at most one batch of them; they come before
    /// those still in the queue.
    carried: VecDeque<Queued>,
    aside: Aside,
    batches: mpsc::Sender<Batch>,
    age: Age,
    controls: Controls,
    jobs_since_checkpoint: usize,
    bytes_since_checkpoint: usize,
    /// Whether the last write failed for lack of space; shared with the store.
    full: Arc<AtomicBool>,
}

/// Why a batch was not committed.
struct Undone {
    error: sqlx::Error,
    step: Step,
}

/// The step at which a transaction failed.
enum Step {
    Begin,
    Apply,
    /// During the commit: the connection was lost, so it may be committed after all.
    Unknown(Vec<Fate>),
    Commit,
}

impl Committer {
    pub(crate) fn new(
        writer: Writer,
        queue: mpsc::Receiver<Entry>,
        batches: mpsc::Sender<Batch>,
        age: Age,
        controls: Controls,
        full: Arc<AtomicBool>,
    ) -> Self {
        Self {
            writer,
            queue,
            carried: VecDeque::new(),
            aside: Aside::default(),
            batches,
            age,
            controls,
            jobs_since_checkpoint: 0,
            bytes_since_checkpoint: 0,
            full,
        }
    }

    /// Runs until it takes a stop from the queue, or until all senders are gone.
    pub(crate) async fn run(mut self) {
        let mut stopped = None;
        while let Some(jobs) = self.gather(&mut stopped).await {
            // Jobs aside do not count: they wait for another node, not for the database.
            self.age.set(jobs.iter().find(|queued| queued.aside_since.is_none()).map(|queued| queued.since));
            self.commit(jobs, Instant::now()).await;
            self.age.set(None);
            self.checkpoint_when_due().await;
        }
        self.end(stopped).await;
    }

    /// The next batch: jobs aside that are due, jobs carried over, then jobs from the queue. `None` at the
    /// end.
    async fn gather(&mut self, stopped: &mut Option<oneshot::Sender<()>>) -> Option<Vec<Queued>> {
        let mut next = self.carried.pop_front().map(Entry::Job);
        if next.is_none() {
            if stopped.is_some() {
                return None;
            }
            next = if self.aside.is_empty() {
                Some(self.queue.recv().await?)
            } else {
                match tokio::time::timeout(PROBE, self.queue.recv()).await {
                    Ok(arrived) => Some(arrived?),
                    Err(_) => None,
                }
            };
        }
        let mut jobs = self.aside.due();
        let (mut taken, mut bytes) = (0, 0);
        while let Some(entry) = next {
            let queued = match entry {
                Entry::Job(queued) => queued,
                Entry::Stop(done) => {
                    *stopped = Some(done);
                    break;
                }
            };
            if bytes + queued.job.weight() > BATCH_BYTES && taken > 0 {
                self.carried.push_front(queued);
                break;
            }
            bytes += queued.job.weight();
            taken += 1;
            jobs.push(queued);
            next = if taken < BATCH_JOBS { self.ready(stopped.is_some()) } else { None };
        }
        Some(jobs)
    }

    /// The next job that is available without waiting.
    fn ready(&mut self, stopped: bool) -> Option<Entry> {
        let carried = self.carried.pop_front().map(Entry::Job);
        if stopped { carried } else { carried.or_else(|| self.queue.try_recv().ok()) }
    }

    /// Commits the jobs, answers their callers and emits the changes, handling all errors in between. `began`
    /// is the time at which the whole batch began.
    async fn commit(&mut self, mut jobs: Vec<Queued>, began: Instant) {
        let (mut waits, mut attempt) = (Backoff::new(FIRST_WAIT, PATIENCE), 1);
        let mut lock = if self.aside.is_empty() && jobs.iter().all(|queued| queued.aside_since.is_none()) {
            Lock::Wait
        } else {
            Lock::Skip
        };
        while !jobs.is_empty() {
            let Undone { error, step } = match self.attempt(&mut jobs, lock).await {
                Ok(work) => return self.settle(jobs, work).await,
                Err(undone) => undone,
            };
            let again = attempt < ATTEMPTS && began.elapsed() < PATIENCE;
            match (Trouble::of(&error), step) {
                // After a failed flush nothing may be acknowledged, not even after a successful retry: the
                // system may have dropped the pages that it could not write.
                (Trouble::Io, Step::Unknown(_)) => end_process(&error),
                // Locking many rooms, each held for a short while, can exceed the time limit of the
                // statement.
                (Trouble::Busy | Trouble::Slow, Step::Begin)
                    if lock == Lock::Wait && self.writer.locks_rooms() =>
                {
                    tracing::warn!(%error, jobs = jobs.len(), "some rooms are locked by another node; putting their jobs aside");
                    lock = Lock::Skip;
                }
                (Trouble::Statement | Trouble::Slow | Trouble::Busy, Step::Apply) if jobs.len() > 1 => {
                    return self.commit_halves(jobs, began).await;
                }
                (Trouble::Busy, Step::Apply) => {
                    for queued in jobs.drain(..) {
                        self.aside.put(queued, Held::Job);
                    }
                }
                (Trouble::Lost | Trouble::Busy, step) if again => {
                    tracing::warn!(%error, attempt, jobs = jobs.len(), "retrying a commit");
                    if let Step::Unknown(fates) = step {
                        jobs = give_up_doubtful(jobs, &fates);
                    }
                    // No jitter: nobody else retries this commit.
                    tokio::time::sleep(waits.next_wait(1.0)).await;
                    attempt += 1;
                }
                _ => {
                    if Trouble::of(&error) == Trouble::Full {
                        // Under load this happens with every commit; the server's disk check logs it once.
                        self.full.store(true, Ordering::Relaxed);
                    } else {
                        tracing::error!(%error, jobs = jobs.len(), "commit failed");
                    }
                    let failed = StoreError::from(error);
                    jobs.drain(..).for_each(|mut queued| queued.job.answer(Some(failed.clone())));
                }
            }
        }
    }

    /// Isolates the job that makes a batch fail: commits one half, then the other, so that the other jobs
    /// cost a few extra commits and not one each. If the commits are slow, the jobs left after [`PATIENCE`]
    /// are answered "unavailable".
    async fn commit_halves(&mut self, mut jobs: Vec<Queued>, began: Instant) {
        let mut second = jobs.split_off(jobs.len() / 2);
        let carried = self.carried.len();
        Box::pin(self.commit(jobs, began)).await;
        let more = self.carried.len() - carried;
        if began.elapsed() >= PATIENCE {
            tracing::error!(
                jobs = second.len(),
                "commits are failing slowly; giving up on the rest of the batch"
            );
            for queued in &mut second {
                queued.job.answer(Some(StoreError::Unavailable));
            }
            return;
        }
        if more == 0 {
            return Box::pin(self.commit(second, began)).await;
        }
        // The first half was cut short: its remaining jobs go before the second half.
        let behind = self.carried.split_off(more);
        self.carried.extend(second);
        self.carried.extend(behind);
    }

    /// Runs one transaction with as many of the jobs as are possible now.
    async fn attempt(&mut self, jobs: &mut [Queued], lock: Lock) -> Result<Work, Undone> {
        let rooms = jobs.iter().flat_map(Queued::rooms).collect();
        let begun = match self.writer.begin(rooms, lock).await {
            Ok((conn, mut held)) => {
                let tx = Tx::new(conn, self.controls);
                held.extend(self.aside.rooms());
                attempt::apply(tx, jobs, held).await.map_err(|error| (error, Step::Apply))
            }
            Err(error) => Err((error, Step::Begin)),
        };
        let mut work = match begun {
            Ok(work) => work,
            Err((error, step)) => {
                self.writer.rollback(Some(&error)).await;
                return Err(Undone { error, step });
            }
        };
        if work.void {
            self.writer.rollback(None).await;
            return Ok(work);
        }
        // Not every job writes, and a commit that writes nothing needs no space, so it would prove nothing.
        if self.full.load(Ordering::Relaxed)
            && let Err(error) = self.writer.touch().await
        {
            self.writer.rollback(Some(&error)).await;
            return Err(Undone { error, step: Step::Apply });
        }
        if self.controls.ack_before_commit() {
            let applied = jobs.iter_mut().zip(&work.fates).filter(|(_, fate)| **fate == Fate::Applied);
            applied.for_each(|(queued, _)| queued.job.answer(None));
            self.controls.linger().await;
        }
        if self.controls.publish_before_commit() {
            self.publish(std::mem::take(&mut work.changes)).await;
            self.controls.linger().await;
        }
        match self.writer.commit().await {
            Ok(()) => {
                self.full.store(false, Ordering::Relaxed);
                Ok(work)
            }
            Err(error) => {
                self.writer.rollback(Some(&error)).await;
                let unknown = matches!(Trouble::of(&error), Trouble::Lost | Trouble::Io);
                let step = if unknown { Step::Unknown(work.fates) } else { Step::Commit };
                Err(Undone { error, step })
            }
        }
    }

    /// Answers the callers of committed jobs, keeps the jobs that were left out, and emits the changes.
    async fn settle(&mut self, jobs: Vec<Queued>, work: Work) {
        let mut later = VecDeque::new();
        for (mut queued, fate) in jobs.into_iter().zip(work.fates) {
            match fate {
                Fate::Applied => {
                    self.jobs_since_checkpoint += 1;
                    self.bytes_since_checkpoint += queued.job.logged();
                    queued.job.answer(None);
                }
                Fate::Aside(held) => self.aside.put(queued, held),
                Fate::Later => later.push_back(queued),
            }
        }
        later.append(&mut self.carried);
        self.carried = later;
        self.publish(work.changes).await;
    }

    async fn publish(&mut self, changes: Vec<Change>) {
        if !changes.is_empty() {
            // If the receiver is gone, nobody needs the changes.
            let _ = self.batches.send(Batch { changes }).await;
        }
    }

    async fn checkpoint_when_due(&mut self) {
        if self.jobs_since_checkpoint < CHECKPOINT_JOBS && self.bytes_since_checkpoint < CHECKPOINT_BYTES {
            return;
        }
        (self.jobs_since_checkpoint, self.bytes_since_checkpoint) = (0, 0);
        if let Err(error) = self.writer.checkpoint().await {
            match Trouble::of(&error) {
                Trouble::Io => end_process(&error),
                Trouble::Full => return self.full.store(true, Ordering::Relaxed),
                _ => {}
            }
            tracing::warn!(%error, "checkpoint failed; the log stays until the next one");
        }
    }

    async fn end(mut self, stopped: Option<oneshot::Sender<()>>) {
        // Jobs behind the stop are dropped with the queue, and their callers get an error.
        self.queue.close();
        if let Err(error) = self.writer.close().await {
            tracing::warn!(%error, "closing the database failed");
        }
        drop(self.batches);
        if let Some(done) = stopped {
            let _ = done.send(());
        }
    }
}

/// Answers the callers of jobs that may be committed and must not happen twice; returns the other jobs.
fn give_up_doubtful(jobs: Vec<Queued>, fates: &[Fate]) -> Vec<Queued> {
    let mut left = Vec::with_capacity(jobs.len());
    for (mut queued, fate) in jobs.into_iter().zip(fates) {
        if *fate != Fate::Applied || queued.job.doubt() {
            left.push(queued);
        } else {
            queued.job.answer(Some(StoreError::Unavailable));
        }
    }
    left
}

/// Fail-stop: everything acknowledged is on the disk, and the next start of the process reads that.
fn end_process(error: &sqlx::Error) -> ! {
    tracing::error!(%error, "cannot flush a write to the disk; aborting the process");
    std::process::abort()
}
