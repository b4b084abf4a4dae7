//! The tasks that have something to do, and the signals that wake them.

use tokio::sync::Notify;

/// A task of the hub that sleeps until it has something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// A room misses a version.
    Holes,
    /// A membership has to be read, or a read of one has ended.
    Unsettled,
    /// The memberships of a user have to be compared.
    Suspects,
    /// A profile has to be sent.
    Profiles,
    /// Something waits for the next tick.
    Ticks,
    /// How somebody wants to appear has to be read.
    Appearances,
}

const TASKS: [Task; 6] =
    [Task::Holes, Task::Unsettled, Task::Suspects, Task::Profiles, Task::Ticks, Task::Appearances];

/// Tasks that got something to do while the state was locked; each is woken once after that.
#[derive(Debug, Default)]
pub struct Raised([bool; TASKS.len()]);

/// One signal for each task.
#[derive(Debug, Default)]
pub struct Signals([Notify; TASKS.len()]);

impl Raised {
    /// Records that the task has something to do.
    pub const fn raise(&mut self, task: Task) {
        self.0[task as usize] = true;
    }
}

impl Signals {
    /// The signal that wakes a task. A signal sent while nobody waits is kept for the next wait.
    pub const fn of(&self, task: Task) -> &Notify {
        &self.0[task as usize]
    }

    /// Wakes the tasks. Must be called after unlocking the state, which they need.
    pub fn wake(&self, raised: &Raised) {
        for task in TASKS.into_iter().filter(|task| raised.0[*task as usize]) {
            self.of(task).notify_one();
        }
    }
}
