//! How long the oldest job has been waiting to be committed, which distinguishes a stalled database from an
//! idle one.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// Set by the committer, read through [`crate::Store::oldest_job_age`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Age(Arc<Mutex<Option<Instant>>>);

impl Age {
    /// Sets the arrival of the oldest job in the current batch; `None` while there is no batch.
    pub(crate) fn set(&self, oldest: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = oldest;
    }

    pub(crate) fn get(&self) -> Duration {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .map_or(Duration::ZERO, |oldest| oldest.elapsed())
    }
}
