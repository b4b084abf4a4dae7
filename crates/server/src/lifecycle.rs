//! From start to stop: whether the server takes work, and what has to end before it may.

use tokio::sync::watch;
use tokio_util::task::{TaskTracker, task_tracker::TaskTrackerToken};

/// Where in its life the server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Takes requests.
    Ready,
    /// Takes no new connections and finishes what it has.
    Draining,
}

/// The phase, and the tasks that outlive their request; clones share both.
#[derive(Clone, Debug)]
pub struct Lifecycle {
    phase: watch::Sender<Phase>,
    tasks: TaskTracker,
}

impl Lifecycle {
    pub(crate) fn new() -> Self {
        Self { phase: watch::Sender::new(Phase::Ready), tasks: TaskTracker::new() }
    }

    /// Where in its life the server is.
    pub fn phase(&self) -> Phase {
        *self.phase.borrow()
    }

    /// Resolves once the server drains; at once where it does already.
    pub async fn draining(&self) {
        let mut phase = self.phase.subscribe();
        // The sender lives as long as `self`: this cannot fail.
        let _ = phase.wait_for(|phase| *phase == Phase::Draining).await;
    }

    /// To be held by a task that has to end before the store closes for good, such as a socket's.
    pub fn hold(&self) -> TaskTrackerToken {
        self.tasks.token()
    }

    pub(crate) fn drain(&self) {
        self.phase.send_replace(Phase::Draining);
    }

    /// Resolves once nothing is held any more.
    pub(crate) async fn released(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}
