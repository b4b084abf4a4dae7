//! The group commit: one task that writes what arrived during the previous commit in one transaction.
//!
//! Jobs keep the order in which they arrived. Callers are answered after the commit, and what it changed
//! goes to whoever tells it to others after that, in the order of commits. Nothing here waits for a timer:
//! under load batches grow by themselves, without load every job is committed at once.

use confluence_protocol::Change;
use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

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
        },
        controls::Controls,
        error::Trouble,
        queue::{Job, Queued},
        writer::{Lock, Writer},
    },
};

/// Jobs and bytes of a batch at most: what a crash can leave unanswered, and what one flush carries. A batch
/// is bounded by time, too; see [`attempt`].
const BATCH_JOBS: usize = 512;
const BATCH_BYTES: usize = 1024 * 1024;
/// Work since the last checkpoint that calls for another.
const CHECKPOINT_JOBS: usize = 2000;
const CHECKPOINT_BYTES: usize = 4 * 1024 * 1024;
/// How often a batch is tried again after a lost connection, about six seconds in all; and for how long
/// where each try takes long by itself. Past that its callers are answered "unavailable".
const ATTEMPTS: u32 = 7;
const FIRST_WAIT: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(15);
/// How often jobs aside are tried again while nothing else arrives.
const PROBE: Duration = Duration::from_millis(50);

pub(crate) struct Committer {
    writer: Writer,
    queue: mpsc::Receiver<Queued>,
    /// Jobs out of the queue that go before what is still in it: at most those of one batch.
    carried: VecDeque<Queued>,
    aside: Aside,
    batches: mpsc::Sender<Batch>,
    age: Age,
    controls: Controls,
    jobs_since_checkpoint: usize,
    bytes_since_checkpoint: usize,
    /// Whether the last write found no space; the store's users look at it.
    full: Arc<AtomicBool>,
}

/// Why a batch is not committed.
struct Undone {
    error: sqlx::Error,
    step: Step,
}

/// How far a transaction came.
enum Step {
    Begin,
    Apply,
    /// It may be committed after all: the connection was lost while it was.
    Unknown(Vec<Fate>),
    Commit,
}

impl Committer {
    pub(crate) fn new(
        writer: Writer,
        queue: mpsc::Receiver<Queued>,
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

    /// Runs until a stop in the queue, or until nobody can send any more.
    pub(crate) async fn run(mut self) {
        let mut stopped = None;
        while let Some(jobs) = self.gather(&mut stopped).await {
            // Jobs aside do not count: they wait for somebody else, not for this database.
            self.age.set(jobs.iter().find(|queued| queued.aside_since.is_none()).map(|queued| queued.since));
            self.commit(jobs, Instant::now()).await;
            self.age.set(None);
            self.checkpoint_when_due().await;
        }
        self.end(stopped).await;
    }

    /// The next batch: what is aside, what was carried over, then what is in the queue. Nothing at the end.
    async fn gather(&mut self, stopped: &mut Option<oneshot::Sender<()>>) -> Option<Vec<Queued>> {
        let mut next = self.carried.pop_front();
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
        while let Some(queued) = next {
            if let Job::Stop(done) = queued.job {
                *stopped = Some(done);
                break;
            }
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

    /// The next job that is there already.
    fn ready(&mut self, stopped: bool) -> Option<Queued> {
        let carried = self.carried.pop_front();
        if stopped { carried } else { carried.or_else(|| self.queue.try_recv().ok()) }
    }

    /// Commits the jobs, answers their callers and hands on what changed; sees to whatever comes between. `began` is
    /// when the batch did of which they are a part.
    async fn commit(&mut self, mut jobs: Vec<Queued>, began: Instant) {
        let (mut wait, mut attempt) = (FIRST_WAIT, 1);
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
                // Nothing may be acknowledged after a failed flush, not even by a retry that succeeds: the
                // system may have dropped the pages that it could not write.
                (Trouble::Io, Step::Unknown(_)) => end_process(&error),
                // Many rooms, each of them held for a short while, can take longer than a statement may.
                (Trouble::Busy | Trouble::Slow, Step::Begin)
                    if lock == Lock::Wait && self.writer.locks_rooms() =>
                {
                    tracing::warn!(%error, jobs = jobs.len(), "rooms that are locked elsewhere are left aside");
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
                    tracing::warn!(%error, attempt, jobs = jobs.len(), "a commit is tried again");
                    if let Step::Unknown(fates) = step {
                        jobs = answer_all_but_appends(jobs, &fates);
                    }
                    tokio::time::sleep(wait).await;
                    (wait, attempt) = (wait * 2, attempt + 1);
                }
                _ => {
                    if Trouble::of(&error) == Trouble::Full {
                        // Under load this happens with every commit; the watch over the disk says it once.
                        self.full.store(true, Ordering::Relaxed);
                    } else {
                        tracing::error!(%error, jobs = jobs.len(), "a commit failed");
                    }
                    let failed = StoreError::from(error);
                    jobs.drain(..).for_each(|mut queued| queued.job.answer(Some(failed.clone())));
                }
            }
        }
    }

    /// Looks for the job that a batch fails by: half of it, then the other half, so that its neighbours cost a
    /// few commits more and not one each. Where each of them takes long, those that are left after a while are
    /// answered "unavailable".
    async fn commit_halves(&mut self, mut jobs: Vec<Queued>, began: Instant) {
        let mut second = jobs.split_off(jobs.len() / 2);
        let carried = self.carried.len();
        Box::pin(self.commit(jobs, began)).await;
        let more = self.carried.len() - carried;
        if began.elapsed() >= PATIENCE {
            tracing::error!(
                jobs = second.len(),
                "commits fail and take long: the rest of a batch is given up"
            );
            for queued in &mut second {
                queued.job.answer(Some(StoreError::Unavailable));
            }
            return;
        }
        if more == 0 {
            return Box::pin(self.commit(second, began)).await;
        }
        // The first half was cut short: what it left goes first.
        let behind = self.carried.split_off(more);
        self.carried.extend(second);
        self.carried.extend(behind);
    }

    /// One transaction with as many of the jobs in it as are possible now.
    async fn attempt(&mut self, jobs: &mut [Queued], lock: Lock) -> Result<Work, Undone> {
        let rooms = jobs.iter().flat_map(Queued::rooms).collect();
        let begun = match self.writer.begin(rooms, lock, self.controls).await {
            Ok((tx, mut held)) => {
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
        // Not every job writes, and to commit nothing takes no space.
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

    /// Answers the callers of what is committed, and keeps what was left out.
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
            // With nobody left to tell, there is nothing to tell.
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
            tracing::warn!(%error, "the log could not be moved into the database file; it stays until the next time");
        }
    }

    async fn end(mut self, stopped: Option<oneshot::Sender<()>>) {
        // Jobs that came in behind the stop are dropped with the queue, and their callers hear of it.
        self.queue.close();
        if let Err(error) = self.writer.close().await {
            tracing::warn!(%error, "the database did not close in order");
        }
        drop(self.batches);
        if let Some(done) = stopped {
            let _ = done.send(());
        }
    }
}

/// Answers the callers of what is perhaps committed and could happen twice; gives the other jobs. An append finds
/// what it stored by its id, and to move a mark twice is to move it once.
fn answer_all_but_appends(jobs: Vec<Queued>, fates: &[Fate]) -> Vec<Queued> {
    let mut left = Vec::with_capacity(jobs.len());
    for (mut queued, fate) in jobs.into_iter().zip(fates) {
        if *fate == Fate::Applied && !matches!(queued.job, Job::Append(_) | Job::Marks(_)) {
            queued.job.answer(Some(StoreError::Unavailable));
        } else {
            if let (Fate::Applied, Job::Append(append)) = (fate, &mut queued.job) {
                append.doubt();
            }
            left.push(queued);
        }
    }
    left
}

/// Fail stop: what was acknowledged is on the disk, and whoever starts the process again reads that.
fn end_process(error: &sqlx::Error) -> ! {
    tracing::error!(%error, "a write could not be flushed to the disk: the process ends");
    std::process::abort()
}
