//! Starting and stopping: everything is started here in order, and stopped in reverse.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use confluence_hub::{Bus, Hub, Incoming, LocalBus};
use confluence_media::{CheckError, Media, Storage, is_full};
use confluence_previews::{NoClient, Reach};
use confluence_store::OpenError;
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};

use crate::{
    app::App,
    auth::{Passwords, SessionCache, SetupCode, Tokens},
    clock::Clock,
    config::Config,
    data_folder::{Claim, ClaimError, LostDatabase, Reserve},
    http,
    lifecycle::Lifecycle,
    limits::RateLimits,
    mail,
    run::{
        database::{self, DatabaseError},
        fanout,
        hub_database::HubDatabase,
        listen, preview_cards,
    },
    upkeep::{
        chores, disk, jobs, sweep,
        tally::{self, Tally},
    },
};

/// A server's environment apart from its configuration; tests replace it.
pub struct Surroundings {
    /// Current time.
    pub clock: Clock,
    /// Sends events to other nodes.
    pub bus: Arc<dyn Bus>,
    /// Events from other nodes.
    pub incoming: mpsc::Receiver<Incoming>,
    /// Addresses that the server may contact for link cards.
    pub reach: Reach,
}

impl Default for Surroundings {
    /// The system clock, and no other nodes.
    fn default() -> Self {
        // The sender is dropped: a single node receives nothing.
        let (_, incoming) = mpsc::channel(1);
        Self { clock: Clock::real(), bus: Arc::new(LocalBus), incoming, reach: Reach::default() }
    }
}

/// How long sockets may take to read their queued frames when the server stops.
const LAST_SOCKETS: Duration = Duration::from_secs(5);

/// Why a server did not start; reads as one line.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another server is using the data folder.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// The database existed and is missing.
    #[error(transparent)]
    Lost(#[from] LostDatabase),
    /// The database could not be opened.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The database was opened and then failed.
    #[error("the first query of the database failed: {0}")]
    Store(#[from] confluence_store::StoreError),
    /// File storage cannot be used.
    #[error(transparent)]
    Media(#[from] CheckError),
    /// The client that fetches linked pages could not be set up.
    #[error("LINK_PREVIEWS: on is not possible here; it needs the certificates of the system ({0})")]
    Previews(NoClient),
    /// The address.
    #[error("LISTEN: {address} cannot be listened on; it must be free and of this machine ({cause})")]
    Listen {
        /// Address of the `LISTEN` setting.
        address: SocketAddr,
        /// Error of the system.
        cause: std::io::Error,
    },
}

/// A running server. Dropping it leaves it running; [`Running::stop`] stops it in order.
pub struct Running {
    /// Address that the server listens on, with the actual port.
    pub address: SocketAddr,
    /// Setup code for the first sign-up; `None` once there is an account.
    pub setup_code: Option<SetupNotice>,
    app: App,
    tally: Tally,
    serving: JoinHandle<()>,
    mailing: JoinHandle<()>,
    fanout: JoinHandle<()>,
    /// Held until everything has stopped.
    claim: Claim,
}

/// What an operator sees when a server without accounts starts.
#[derive(Clone, Debug)]
pub struct SetupNotice {
    /// Setup code as it is printed.
    pub code: String,
    /// Whether every first sign-up needs the code. Otherwise only those made directly on this machine do
    /// without. Others, through a proxy, still need it, so the code is always printed.
    pub always: bool,
}

/// Starts a server as a single node.
pub async fn start(config: Config) -> Result<Running, StartError> {
    start_in(config, Surroundings::default()).await
}

/// Starts a server in the given environment.
pub async fn start_in(config: Config, surroundings: Surroundings) -> Result<Running, StartError> {
    let Surroundings { clock, bus, incoming, reach } = surroundings;
    let mut claim = Claim::take(&config, &clock).await?;
    if !config.new_database {
        LostDatabase::check_file(&config, &claim)?;
    }
    let opening = database::connect(&config).await?;
    let media = media(&config).await?;
    if !config.new_database {
        LostDatabase::check_contents(&config, &claim, opening.contents(), &media.storage).await?;
    }
    let named = |error: OpenError| database::refused(&config, error);
    let (store, batches) = opening.migrated().await.map_err(named)?;
    claim.serving();
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
    let hub_database = Arc::new(HubDatabase::new(store.clone(), clock.clone()));
    let hub = Hub::start(settings, bus, incoming, hub_database);
    let sessions = Arc::new(SessionCache::default());
    let setup_code = (!store.has_users().await?).then(|| SetupNotice {
        code: SetupCode::of(&config.jwt_secret).printed(),
        always: config.is_reachable_from_elsewhere(),
    });
    let app = App {
        tokens: Arc::new(Tokens::new(&config, store.epoch())),
        store,
        hub,
        sessions,
        passwords: Passwords::default(),
        limiter: Arc::new(RateLimits::new(&config.limits, config.files)),
        media,
        clock,
        lifecycle: Lifecycle::new(),
        config: Arc::new(config),
    };
    let previews = if app.config.link_previews {
        Some(preview_cards::start(&app, reach).map_err(StartError::Previews)?)
    } else {
        None
    };
    let tally = Tally::default();
    let publishing = fanout::run(batches, app.hub.clone(), app.sessions.clone(), tally.clone(), previews);
    let fanout = tokio::spawn(publishing);
    let serving = listen::serve(listener, http::router(&app), app.config.clone(), app.lifecycle.clone());
    let serving = tokio::spawn(serving);
    tokio::spawn(jobs::run(app.clone()));
    tokio::spawn(sweep::run(app.clone()));
    tokio::spawn(disk::watch(app.clone()));
    let mailing = tokio::spawn(mail::run(app.clone()));
    tokio::spawn(tally::run(app.clone(), tally.clone()));
    tokio::spawn(forget_quiet(app.limiter.clone(), app.lifecycle.clone()));
    Ok(Running { address, setup_code, app, tally, serving, mailing, fanout, claim })
}

/// Opens file storage, and checks it with a write, a read and a delete.
///
/// A full disk does not prevent the start, because existing files can be read.
pub(crate) async fn media(config: &Config) -> Result<Media, CheckError> {
    let named = |error: CheckError| if config.has_chosen_media() { error } else { error.of_usual_folder() };
    let storage = Storage::open(config.media.clone()).map_err(named)?;
    storage.check().await.map_err(named)?;
    let drafts = config.data_dir.join("drafts");
    match std::fs::create_dir_all(&drafts) {
        Err(error) if !is_full(&error) => return Err(CheckError::drafts(&drafts, &error)),
        // It is created again with the first draft.
        _ => {}
    }
    if config.media_redirect {
        let origin = storage.signed_origin().await?;
        return Ok(Media::new(storage, drafts).redirecting(origin));
    }
    Ok(Media::new(storage, drafts))
}

/// Drops idle rate-limit entries once a minute.
async fn forget_quiet(limiter: Arc<RateLimits>, lifecycle: Lifecycle) {
    let mut minute = tokio::time::interval(Duration::from_mins(1));
    loop {
        tokio::select! {
            _ = minute.tick() => limiter.sweep(),
            () = lifecycle.draining() => return,
        }
    }
}

impl Running {
    /// Finishes pending deletions and removes unused files, as the server does automatically once a minute.
    pub async fn sweep_files(&self) {
        if let Err(error) = chores::round(&self.app.store, self.app.clock.now(), false).await {
            tracing::warn!(cause = %error, "pending deletions failed");
        }
        if let Err(error) = sweep::sweep(&self.app.store, &self.app.media, self.app.clock.now()).await {
            tracing::warn!(cause = %error, "removal of unused files failed");
        }
    }

    /// The server's file storage.
    pub fn storage(&self) -> &Storage {
        &self.app.media.storage
    }

    /// Stops in order: no new connections, requests finish, accepted messages are stored and delivered,
    /// sockets close with 1001. Nothing is acknowledged after that, and nothing acknowledged is lost.
    pub async fn stop(self) {
        let Self { app, tally, serving, mailing, fanout, mut claim, .. } = self;
        claim.stopping();
        app.lifecycle.drain();
        settled("connections", serving).await;
        settled("mail", mailing).await;
        tally.save(&app.store).await;
        app.store.close().await;
        // At once: removing the log freed the space that the next start may need.
        if let Some(path) = app.config.database.file() {
            let _ = Reserve::beside(path).keep();
        }
        // The last commit's changes are on their way; this ends once the hub has them.
        settled("fan-out", fanout).await;
        app.hub.shutdown();
        let quiet = async {
            app.hub.drained().await;
            app.lifecycle.released().await;
        };
        if tokio::time::timeout(LAST_SOCKETS, quiet).await.is_err() {
            tracing::warn!("closed sockets that did not read their last frames in time");
        }
        drop(claim);
    }
}

async fn settled(what: &str, task: JoinHandle<()>) {
    if let Err(error) = task.await {
        tracing::error!(cause = %error, "{what} task failed");
    }
}
