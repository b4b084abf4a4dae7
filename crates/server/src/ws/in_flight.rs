//! Requests of one socket that the store has not answered yet, each in a task of its own.
//!
//! A request may hold one of the few database connections between two of its steps. As a task it always
//! continues, whatever its socket waits for, so the connection is returned. Disconnecting cancels none of
//! them: the last frame of a closing page often says how far its reader has come.

use std::{future::Future, sync::Arc};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests of one socket that may be in flight. At this number, no more of its frames are read until one is
/// done. Their answers fit into an outbox.
const IN_FLIGHT: u32 = 256;

/// The requests in flight; clones share them.
#[derive(Clone, Debug)]
pub struct InFlight(Arc<Semaphore>);

/// A place for one request, freed on drop.
#[derive(Debug)]
pub struct Place {
    _permit: Option<OwnedSemaphorePermit>,
}

impl InFlight {
    /// No requests in flight.
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(IN_FLIGHT as usize)))
    }

    /// Waits for a free place. Cancel-safe.
    pub async fn place(&self) -> Place {
        // The semaphore is never closed, so this cannot fail.
        Place { _permit: Arc::clone(&self.0).acquire_owned().await.ok() }
    }

    /// Resolves once all places are free.
    pub async fn finished(&self) {
        let _ = self.0.acquire_many(IN_FLIGHT).await;
    }
}

impl Place {
    /// Runs the request to its end in this place. Requests end in any order; those that need an order have
    /// their place in the store's queue already.
    pub fn run(self, deed: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(async move {
            deed.await;
            drop(self);
        });
    }
}
