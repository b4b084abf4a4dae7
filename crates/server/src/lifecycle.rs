//! From start to stop: whether the server accepts work, and what must end before it stops.

use tokio::sync::watch;
use tokio_util::task::{TaskTracker, task_tracker::TaskTrackerToken};

/// Phase in the server's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Accepts requests.
    Ready,
    /// Accepts no new connections and finishes its work.
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

    /// Current phase of the server.
    pub fn phase(&self) -> Phase {
        *self.phase.borrow()
    }

    /// Resolves once the server is draining; immediately if it already is.
    pub async fn draining(&self) {
        let mut phase = self.phase.subscribe();
        // The sender lives as long as `self`, so this cannot fail.
        let _ = phase.wait_for(|phase| *phase == Phase::Draining).await;
    }

    /// Token for a task that must end before the store closes, such as a socket's.
    pub fn hold(&self) -> TaskTrackerToken {
        self.tasks.token()
    }

    pub(crate) fn drain(&self) {
        self.phase.send_replace(Phase::Draining);
    }

    /// Resolves once all tokens are dropped.
    pub(crate) async fn released(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}
