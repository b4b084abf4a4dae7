//! What one socket asked for and the store has not decided yet: each deed is a task of its own.
//!
//! A deed may hold one of the few database connections between two of its steps. As a task it always goes on,
//! whatever its socket is waiting for, so the connection comes back. Hanging up cancels none: the last thing
//! a closing page says is often how far its reader has come.

use std::{future::Future, sync::Arc};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Deeds of one socket that may be in flight. At this many its frames are no longer read until one is
/// decided. Their answers fit into what an outbox keeps.
const IN_FLIGHT: u32 = 256;

/// The deeds in flight; clones share them.
#[derive(Clone, Debug)]
pub struct InFlight(Arc<Semaphore>);

/// Room for one deed, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    _permit: Option<OwnedSemaphorePermit>,
}

impl InFlight {
    /// None.
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(IN_FLIGHT as usize)))
    }

    /// Waits for room for one more deed. Cancelling loses nothing.
    pub async fn place(&self) -> Place {
        // The semaphore is never closed, so there is always a permit in it.
        Place { _permit: Arc::clone(&self.0).acquire_owned().await.ok() }
    }

    /// Resolves once no deed is in flight and no place is taken.
    pub async fn finished(&self) {
        let _ = self.0.acquire_many(IN_FLIGHT).await;
    }
}

impl Place {
    /// Runs the deed to its end in this place. Deeds end in any order: those that need an order have their
    /// place in the store's queue before they come here.
    pub fn run(self, deed: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(async move {
            deed.await;
            drop(self);
        });
    }
}
