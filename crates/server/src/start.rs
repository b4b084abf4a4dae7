//! Starting and stopping: everything is made here, in order, and ended in reverse.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use confluence_hub::{Bus, Hub, Incoming, LocalBus};
use confluence_store::{OpenError, Options, Store};
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};

use crate::{
    app::App,
    auth::{Passwords, SessionCache, SetupCode, Tokens},
    clock::Clock,
    config::Config,
    http,
    lifecycle::Lifecycle,
    limits::RateLimits,
    listen,
    truth::StoreTruth,
};

/// What a server is started in besides its configuration; tests bring their own.
pub struct Surroundings {
    /// What time it is.
    pub clock: Clock,
    /// How it hears of other nodes.
    pub bus: Arc<dyn Bus>,
    /// The receiving side of the bus.
    pub incoming: mpsc::Receiver<Incoming>,
}

impl Default for Surroundings {
    /// The machine's clock, and nobody else.
    fn default() -> Self {
        // The sender is dropped: a node alone hears nothing.
        let (_, incoming) = mpsc::channel(1);
        Self { clock: Clock::real(), bus: Arc::new(LocalBus), incoming }
    }
}

/// Why a server did not start; reads as one line.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error("DATABASE_URL: {0}")]
    Database(#[from] OpenError),
    /// The database opened and then failed.
    #[error("the database failed at the first question: {0}")]
    Store(#[from] confluence_store::StoreError),
    /// The address.
    #[error("LISTEN: {address} cannot be listened on; it must be free and of this machine ({cause})")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why not.
        cause: std::io::Error,
    },
}

/// A server that takes requests. Dropping it leaves it running; [`Running::stop`] ends it in order.
pub struct Running {
    /// Where it listens, with the port that it got.
    pub address: SocketAddr,
    /// What the first sign-up needs, where strangers can reach a server without accounts.
    pub setup_code: Option<String>,
    app: App,
    serving: JoinHandle<()>,
    fanout: JoinHandle<()>,
}

/// Starts a server on its own.
pub async fn start(config: Config) -> Result<Running, StartError> {
    start_in(config, Surroundings::default()).await
}

/// Starts a server in surroundings of the caller's.
pub async fn start_in(config: Config, surroundings: Surroundings) -> Result<Running, StartError> {
    let Surroundings { clock, bus, incoming } = surroundings;
    let (store, mut batches) = Store::open(store_options(&config)).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|cause| StartError::Listen { address: config.listen, cause })?;
    let address =
        listener.local_addr().map_err(|cause| StartError::Listen { address: config.listen, cause })?;

    let settings = confluence_hub::Settings {
        epoch: store.epoch().to_owned(),
        sockets_per_user: config.limits.sockets_per_user as usize,
        fault: confluence_hub::Fault::from_environment(),
    };
    let truth = Arc::new(StoreTruth::new(store.clone(), clock.clone()));
    let hub = Hub::start(settings, bus, incoming, truth);
    let sessions = Arc::new(SessionCache::default());
    let needs_code = config.listens_beyond_loopback() && !store.has_users().await?;
    let setup_code = needs_code.then(|| SetupCode::of(&config.jwt_secret).printed());
    let app = App {
        store,
        hub,
        tokens: Arc::new(Tokens::new(&config)),
        sessions,
        passwords: Passwords::default(),
        limiter: Arc::new(RateLimits::new(&config.limits)),
        clock,
        lifecycle: Lifecycle::new(),
        config: Arc::new(config),
    };
    let fanout = tokio::spawn(async move { while batches.recv().await.is_some() {} });
    let serving = tokio::spawn(listen::serve(listener, http::router(&app), app.lifecycle.clone()));
    tokio::spawn(sweep(app.limiter.clone(), app.lifecycle.clone()));
    Ok(Running { address, setup_code, app, serving, fanout })
}

/// Once a minute, forgets whoever no limit concerns any more.
async fn sweep(limiter: Arc<RateLimits>, lifecycle: Lifecycle) {
    let mut minute = tokio::time::interval(Duration::from_mins(1));
    loop {
        tokio::select! {
            _ = minute.tick() => limiter.sweep(),
            () = lifecycle.draining() => return,
        }
    }
}

pub(crate) fn store_options(config: &Config) -> Options {
    Options { database: config.database.database(), send_key: config.jwt_secret.derive("first sent") }
}

impl Running {
    /// Stops in order: no new connections, requests finish, the commit queue drains, sockets are told.
    pub async fn stop(self) {
        self.app.lifecycle.drain();
        let _ = self.serving.await;
        self.app.store.close().await;
        let _ = self.fanout.await;
        self.app.hub.shutdown();
        self.app.hub.drained().await;
        self.app.lifecycle.released().await;
    }
}
