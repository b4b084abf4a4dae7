//! How long the oldest job has waited to be committed: what tells a stalled database from an idle one.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// Written by the committer, read by whoever asks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Age(Arc<Mutex<Option<Instant>>>);

impl Age {
    /// The committer works on a batch whose oldest job arrived then, or on none.
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
