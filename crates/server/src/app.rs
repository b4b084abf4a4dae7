//! What every request can reach: one cheap handle with at most ten fields.
//!
//! Functions below the handlers take the field they use, never the whole.

use std::sync::Arc;

use confluence_hub::Hub;
use confluence_media::Media;
use confluence_store::Store;

use crate::{
    auth::{Passwords, SessionCache, Tokens},
    clock::Clock,
    config::Config,
    lifecycle::Lifecycle,
    limits::RateLimits,
};

/// The running server, as handlers see it. Clones share everything.
#[derive(Clone)]
pub struct App {
    /// What is durable.
    pub store: Store,
    /// Who is connected.
    pub hub: Hub,
    /// What the server was told at its start.
    pub config: Arc<Config>,
    /// Makes and reads access and refresh tokens.
    pub tokens: Arc<Tokens>,
    /// Which sessions hold, remembered for a few seconds.
    pub sessions: Arc<SessionCache>,
    /// Hashes passwords, a bounded number at a time.
    pub passwords: Passwords,
    /// Who may do how much.
    pub limiter: Arc<RateLimits>,
    /// The bytes of files.
    pub media: Media,
    /// What time it is.
    pub clock: Clock,
    /// Whether the server is starting, ready or draining, and what it waits for at its end.
    pub lifecycle: Lifecycle,
}
