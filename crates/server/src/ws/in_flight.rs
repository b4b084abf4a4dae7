//! What one socket asked for and the store has not decided yet: not one at a time, because a commit takes
//! longer than a frame.

use std::{future::Future, pin::Pin};

use confluence_protocol::ServerFrame;
use futures_util::stream::{FuturesUnordered, StreamExt as _};

use super::socket::Link;

/// Deeds of one socket that may be in flight. At this many its frames are no longer read, until one is
/// decided. Their answers fit into what an outbox keeps.
pub const IN_FLIGHT: usize = 256;

type Deed = Pin<Box<dyn Future<Output = Option<ServerFrame>> + Send>>;

/// The deeds that are in flight.
#[derive(Default)]
pub struct InFlight(FuturesUnordered<Deed>);

impl InFlight {
    /// Whether one more may be taken.
    pub fn has_room(&self) -> bool {
        self.0.len() < IN_FLIGHT
    }

    /// Whether everything is decided.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes a deed, which resolves to its answer. Deeds resolve in any order: what needs one has its place
    /// in the store's queue before it comes here.
    pub fn take(&mut self, deed: impl Future<Output = Option<ServerFrame>> + Send + 'static) {
        self.0.push(Box::pin(deed));
    }

    /// Waits for the next one to be decided and answers it; never resolves while nothing is in flight.
    pub async fn answer_next(&mut self, link: &Link) {
        match self.0.next().await {
            Some(Some(answer)) => link.attachment.answer(&answer),
            Some(None) => {}
            None => std::future::pending().await,
        }
    }
}
