//! Jobs that cannot be committed now because a row that they need is locked, usually their room by another
//! node. They wait here, so that the rest of the queue does not wait with them.
//!
//! Order within a room is kept: later jobs of a room that has a job here are put aside behind it.

use std::{
    collections::{HashSet, VecDeque},
    time::Duration,
};

use tokio::time::Instant;
use uuid::Uuid;

use crate::{StoreError, engine::queue::Queued};

/// Maximum number of jobs aside; further ones are answered "unavailable" at once.
const MOST: usize = 1024;
/// How long a job stays aside before it is answered "unavailable".
const PATIENCE: Duration = Duration::from_secs(10);
/// When a job whose own statement ran into a lock is tried again. Each try can delay the queue by the lock
/// timeout.
const AGAIN: Duration = Duration::from_secs(1);

/// The jobs aside, in order of arrival.
#[derive(Default)]
pub(crate) struct Aside(VecDeque<Waiting>);

struct Waiting {
    queued: Queued,
    again: Instant,
}

/// Why a job is put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// One of its rooms is locked, or an earlier job of that room is aside.
    Room,
    /// A statement of the job itself ran into a lock.
    Job,
}

impl Aside {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn put(&mut self, mut queued: Queued, held: Held) {
        let now = Instant::now();
        let since = *queued.aside_since.get_or_insert(now);
        if self.0.len() >= MOST || now - since >= PATIENCE {
            queued.job.answer(Some(StoreError::Unavailable));
            return;
        }
        let again = match held {
            Held::Room => now,
            Held::Job => now + AGAIN,
        };
        self.0.push_back(Waiting { queued, again });
    }

    /// Removes and returns the jobs that are due for another try.
    pub(crate) fn due(&mut self) -> Vec<Queued> {
        let now = Instant::now();
        let (due, later) = std::mem::take(&mut self.0).into_iter().partition(|waiting| waiting.again <= now);
        self.0 = later;
        VecDeque::into_iter(due).map(|waiting| waiting.queued).collect()
    }

    /// The rooms whose later jobs have to wait behind those in here.
    pub(crate) fn rooms(&self) -> HashSet<Uuid> {
        let mut rooms = Vec::new();
        for waiting in &self.0 {
            waiting.queued.job.rooms(&mut rooms);
        }
        rooms.into_iter().collect()
    }
}
