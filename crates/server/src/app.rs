//! What every request can reach: one cheap handle with at most ten fields.
//!
//! Functions below the handlers take the field they use, never the whole handle.

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
    /// Durable data.
    pub store: Store,
    /// Connected clients.
    pub hub: Hub,
    /// Configuration of the server.
    pub config: Arc<Config>,
    /// Issues and reads access and refresh tokens.
    pub tokens: Arc<Tokens>,
    /// Valid sessions, cached for a few seconds.
    pub sessions: Arc<SessionCache>,
    /// Hashes passwords, with bounded concurrency.
    pub passwords: Passwords,
    /// Rate limits.
    pub limiter: Arc<RateLimits>,
    /// File storage.
    pub media: Media,
    /// Current time.
    pub clock: Clock,
    /// Whether the server is ready or draining, and what it waits for before it stops.
    pub lifecycle: Lifecycle,
}
