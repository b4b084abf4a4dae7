//! The group commit: one task that writes what arrived during the previous commit in one transaction.
//!
//! Jobs keep the order in which they arrived. Callers are answered after the commit, and what it changed
//! goes to whoever tells it to others after that, in the order of commits. Nothing here waits for a timer:
//! under load batches grow by themselves, without load every job is committed at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    Batch, Change, StoreError, append,
    controls::Controls,
    error::Trouble,
    queue::{Applied, Job},
    writer::{Tx, Writer},
};

/// Jobs and bytes of a batch at most: what a crash can leave unanswered, and what one flush carries.
const BATCH_JOBS: usize = 512;
const BATCH_BYTES: usize = 1024 * 1024;
/// Work since the last checkpoint that calls for another.
const CHECKPOINT_JOBS: usize = 2000;
const CHECKPOINT_BYTES: usize = 4 * 1024 * 1024;
/// How often a lost connection, or somebody in the way, is met again: about six seconds in all.
const ATTEMPTS: u32 = 7;
const FIRST_WAIT: Duration = Duration::from_millis(50);

pub(crate) struct Committer {
    writer: Writer,
    queue: mpsc::Receiver<Job>,
    batches: mpsc::Sender<Batch>,
    controls: Controls,
    jobs_since_checkpoint: usize,
    bytes_since_checkpoint: usize,
    /// Whether the last write found no space; the store's users look at it.
    full: Arc<AtomicBool>,
}

/// Why a batch is not committed.
struct Undone {
    error: sqlx::Error,
    /// Whether it may be committed after all: the connection was lost while it was.
    unknown: bool,
}

impl From<sqlx::Error> for Undone {
    fn from(error: sqlx::Error) -> Self {
        Self { error, unknown: false }
    }
}

impl Committer {
    pub(crate) fn new(
        writer: Writer,
        queue: mpsc::Receiver<Job>,
        batches: mpsc::Sender<Batch>,
        controls: Controls,
        full: Arc<AtomicBool>,
    ) -> Self {
        Self { writer, queue, batches, controls, jobs_since_checkpoint: 0, bytes_since_checkpoint: 0, full }
    }

    /// Runs until a stop in the queue, or until nobody can send any more.
    pub(crate) async fn run(mut self) {
        let mut carried = None;
        let mut stopped = None;
        while stopped.is_none() {
            let Some(first) = (match carried.take() {
                Some(job) => Some(job),
                None => self.queue.recv().await,
            }) else {
                break;
            };
            let mut jobs = Vec::new();
            let mut bytes = 0;
            let mut next = Some(first);
            while let Some(job) = next {
                if let Job::Stop(done) = job {
                    stopped = Some(done);
                    break;
                }
                if bytes + job.weight() > BATCH_BYTES && !jobs.is_empty() {
                    carried = Some(job);
                    break;
                }
                bytes += job.weight();
                jobs.push(job);
                next = if jobs.len() < BATCH_JOBS { self.queue.try_recv().ok() } else { None };
            }
            self.jobs_since_checkpoint += jobs.len();
            self.bytes_since_checkpoint += bytes;
            self.commit(jobs, false).await;
            self.checkpoint_when_due().await;
        }
        self.end(stopped).await;
    }

    /// Commits the jobs, answers their callers and hands on what changed; sees to whatever comes between.
    async fn commit(&mut self, mut jobs: Vec<Job>, mut uncertain: bool) {
        let mut wait = FIRST_WAIT;
        for attempt in 1..=ATTEMPTS {
            let undone = match self.attempt(&mut jobs, uncertain).await {
                Ok(changes) => {
                    answer_all(&mut jobs, None);
                    self.publish(changes).await;
                    return;
                }
                Err(undone) => undone,
            };
            let trouble = Trouble::of(&undone.error);
            match trouble {
                // Nothing may be acknowledged after a failed flush, not even by a retry that succeeds: the
                // system may have dropped the pages that it could not write.
                Trouble::Io if undone.unknown => end_process(&undone.error),
                Trouble::Statement if jobs.len() > 1 => {
                    for job in jobs {
                        Box::pin(self.commit(vec![job], uncertain)).await;
                    }
                    return;
                }
                Trouble::Lost | Trouble::Busy if attempt < ATTEMPTS => {
                    tracing::warn!(error = %undone.error, attempt, jobs = jobs.len(), "a commit is tried again");
                    if trouble == Trouble::Lost {
                        self.writer.drop_connection();
                    }
                    if undone.unknown {
                        // An append finds what it stored by its id; any other job could happen twice.
                        uncertain = true;
                        answer_all_but_appends(&mut jobs);
                    }
                    if jobs.is_empty() {
                        return;
                    }
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
                _ => {
                    if trouble == Trouble::Full {
                        // Under load this happens with every commit; whoever watches the store says it once.
                        self.full.store(true, Ordering::Relaxed);
                    } else {
                        tracing::error!(error = %undone.error, jobs = jobs.len(), "a commit failed");
                    }
                    let failed = StoreError::from(undone.error);
                    answer_all(&mut jobs, Some(&failed));
                    return;
                }
            }
        }
    }

    /// One transaction with all of the jobs in it.
    async fn attempt(&mut self, jobs: &mut [Job], uncertain: bool) -> Result<Vec<Change>, Undone> {
        let mut rooms = Vec::with_capacity(jobs.len());
        for job in jobs.iter() {
            job.rooms(&mut rooms);
        }
        let applied = match self.writer.begin(rooms, self.controls).await {
            Ok(mut tx) => apply(&mut tx, jobs, uncertain).await.map(|applied| (applied, tx.changes)),
            Err(error) => Err(error),
        };
        let changes = match applied {
            Ok((Applied::Done, changes)) => changes,
            Ok((Applied::Refused, _)) => {
                self.writer.rollback().await;
                return Ok(Vec::new());
            }
            Err(error) => {
                self.writer.rollback().await;
                return Err(error.into());
            }
        };
        if self.controls.ack_before_commit() {
            answer_all(jobs, None);
            self.controls.linger().await;
        }
        if self.controls.publish_before_commit() {
            self.publish(changes.clone()).await;
            self.controls.linger().await;
        }
        let committed = self.writer.conn().await?.run("COMMIT").await;
        if let Err(error) = committed {
            let unknown = matches!(Trouble::of(&error), Trouble::Lost | Trouble::Io);
            self.writer.rollback().await;
            return Err(Undone { error, unknown });
        }
        self.full.store(false, Ordering::Relaxed);
        Ok(if self.controls.publish_before_commit() { Vec::new() } else { changes })
    }

    async fn publish(&self, changes: Vec<Change>) {
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

/// Applies the jobs in their order: runs of appends together, every other job by itself.
async fn apply(tx: &mut Tx<'_>, jobs: &mut [Job], uncertain: bool) -> Result<Applied, sqlx::Error> {
    if let [Job::Write(write)] = jobs {
        // Alone it needs no savepoint: when it is refused, the transaction was for nothing.
        return write.apply(tx).await;
    }
    let mut rest = jobs;
    while !rest.is_empty() {
        let appends = rest.iter().take_while(|job| matches!(job, Job::Append(_))).count();
        let (run, tail) = rest.split_at_mut(appends.max(1));
        if appends > 0 {
            let run = run.iter_mut().filter_map(|job| match job {
                Job::Append(append) => Some(append),
                Job::Write(_) | Job::Stop(_) => None,
            });
            append::store_all(tx, run.collect(), uncertain).await?;
        } else if let [Job::Write(write)] = run {
            let told = tx.changes.len();
            tx.conn().run("SAVEPOINT job").await?;
            if write.apply(tx).await? == Applied::Refused {
                tx.conn().run("ROLLBACK TO SAVEPOINT job").await?;
                tx.changes.truncate(told);
            }
            tx.conn().run("RELEASE SAVEPOINT job").await?;
        }
        rest = tail;
    }
    Ok(Applied::Done)
}

fn answer_all(jobs: &mut [Job], failed: Option<&StoreError>) {
    for job in jobs {
        job.answer(failed.cloned());
    }
}

fn answer_all_but_appends(jobs: &mut Vec<Job>) {
    jobs.retain_mut(|job| {
        let append = matches!(job, Job::Append(_));
        if !append {
            job.answer(Some(StoreError::Unavailable));
        }
        append
    });
}

/// Fail stop: what was acknowledged is on the disk, and whoever starts the process again reads that.
fn end_process(error: &sqlx::Error) -> ! {
    tracing::error!(%error, "a write could not be flushed to the disk: the process ends");
    std::process::abort()
}
