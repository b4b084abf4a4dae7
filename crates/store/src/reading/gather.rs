//! Gathers read marks for the group commit, so that many people who read at the same time cause few writes.
//!
//! One job of marks is in the queue at a time; marks that arrive in the meantime go into the next one. A single mark
//! is written at once.

use std::time::Duration;

use tokio::{sync::mpsc, time::Instant};

use crate::{
    StoreError,
    engine::queue::Queue,
    reading::moving::{PendingMark, PendingMarks},
};

/// Maximum number of marks that wait to be gathered, and of marks in one job. When as many wait, callers wait.
const TOGETHER: usize = 1024;
/// A job with more marks than this means that a crowd is reading: the next job begins at least [`PAUSE`] later, so
/// that a crowd causes at most ten writes a second.
const CROWD: usize = 16;
const PAUSE: Duration = Duration::from_millis(100);

/// The sending end; the store's clones share it.
#[derive(Clone)]
pub(crate) struct Gatherer(mpsc::Sender<PendingMark>);

impl Gatherer {
    /// Starts the task that gathers; it ends with the store.
    pub(crate) fn start(queue: Queue) -> Self {
        let (sender, marks) = mpsc::channel(TOGETHER);
        tokio::spawn(gather(marks, queue));
        Self(sender)
    }

    /// Adds a mark to those that wait.
    pub(crate) async fn put(&self, mark: PendingMark) -> Result<(), StoreError> {
        self.0.send(mark).await.map_err(|_| StoreError::Unavailable)
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
        // A closed queue drops the job, and its callers get an error.
        let _ = queue.send(job).await;
        // Answered or dropped: either way the job has left the queue.
        let _ = settled.await;
        if let Some(pause) = pause {
            tokio::time::sleep_until(pause).await;
        }
    }
}
