//! Read marks on their way to the group commit: gathered, so that many people who read at once are few writes.
//!
//! One job with marks is in the queue at a time; what comes meanwhile goes into the next one. A mark alone is
//! written at once.

use std::time::Duration;

use tokio::{sync::mpsc, time::Instant};

use crate::{
    Store, StoreError,
    engine::queue::{Job, PendingMarks, Queue},
    reading::marks::PendingMark,
};

/// Marks that may wait to be gathered, and marks of one job at most; when so many wait, callers wait before they get
/// in.
const TOGETHER: usize = 1024;
/// A job with more marks than this is a crowd that reads: the next job begins at least [`PAUSE`] after it, so that a
/// crowd costs at most ten writes a second however it arrives.
const CROWD: usize = 16;
const PAUSE: Duration = Duration::from_millis(100);

/// The sending end.
#[derive(Clone)]
pub(crate) struct Gatherer(mpsc::Sender<PendingMark>);

impl Gatherer {
    /// Starts the task that gathers; it ends when the store does.
    pub(crate) fn start(queue: Queue) -> Self {
        let (sender, marks) = mpsc::channel(TOGETHER);
        tokio::spawn(gather(marks, queue));
        Self(sender)
    }
}

impl Store {
    /// Puts a mark in line.
    pub(crate) async fn gather(&self, mark: PendingMark) -> Result<(), StoreError> {
        self.gatherer()?.0.send(mark).await.map_err(|_| StoreError::Unavailable)
    }
}

async fn gather(mut waiting: mpsc::Receiver<PendingMark>, queue: Queue) {
    loop {
        let mut marks = Vec::new();
        if waiting.recv_many(&mut marks, TOGETHER).await == 0 {
            return;
        }
        let pause = (marks.len() > CROWD).then(|| Instant::now() + PAUSE);
        let (job, settled) = PendingMarks::new(marks);
        // A queue that takes nothing any more has dropped the job, and its callers hear of it.
        let _ = queue.send(Job::Marks(job)).await;
        // Answered or dropped: either way it is no longer in the queue.
        let _ = settled.await;
        if let Some(pause) = pause {
            tokio::time::sleep_until(pause).await;
        }
    }
}
