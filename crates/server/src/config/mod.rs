//! The settings of a server, checked: what exists as a [`Config`] can be started with.
//!
//! Values come from flags, then the environment, then `confluence.toml` ([`Settings`]). A wrong one is a
//! [`ConfigError`], which reads as one line: the setting, the value, what is allowed.

mod check;
mod error;
mod limits;
mod network;
mod origin;
mod secret;
mod settings;
mod url;

use std::{
    fmt, fs, io,
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use confluence_media::Location;
use confluence_store::{Database, Entry};

pub use error::ConfigError;
pub use limits::{FileLimits, LimitSettings};
pub use network::Network;
pub use origin::Origin;
pub(crate) use origin::{address, is_localhost, is_loopback_host};
pub use secret::{Secret, keyed_hash};
pub use settings::Settings;
pub use url::PublicUrl;

/// Everything that a server is told at its start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The folder of everything that it keeps itself.
    pub data_dir: PathBuf,
    /// Where messages are.
    pub database: DatabaseUrl,
    /// Signs access tokens; other keys are derived from it.
    pub jwt_secret: Secret,
    /// The secret before it, whose tokens still hold while secrets are exchanged.
    pub jwt_secret_previous: Option<Secret>,
    /// How browsers reach the server, where that is known.
    pub public_url: Option<PublicUrl>,
    /// Other origins of the same site whose pages may speak for a person.
    pub allowed_origins: Vec<Origin>,
    /// Proxies whose word about addresses is believed.
    pub trusted_proxies: Vec<Network>,
    /// Who may make an account.
    pub sign_up: Entry,
    /// Where files are kept.
    pub media: Location,
    /// Whether people are sent to the storage for what is shown in place.
    pub media_redirect: bool,
    /// Whether links in messages get cards, for which the server fetches what they lead to.
    pub link_previews: bool,
    /// How much of them.
    pub files: FileLimits,
    /// How much of everything else.
    pub limits: LimitSettings,
    /// Whether an empty database is welcome beside what an earlier server left (`--new-database`).
    pub new_database: bool,
}

impl Config {
    /// Whether somebody on another machine can reach the server directly.
    fn listens_beyond_loopback(&self) -> bool {
        !self.listen.ip().to_canonical().is_loopback()
    }

    /// Where the secret is kept that nobody chose.
    pub fn secret_file(&self) -> PathBuf {
        Secret::file_in(&self.data_dir)
    }

    /// The folder of files where `MEDIA_URL` names no other place.
    pub fn usual_media_folder(data_dir: &Path) -> PathBuf {
        std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned()).join("media")
    }

    /// Whether `MEDIA_URL` names another place for files than the usual one.
    pub fn has_chosen_media(&self) -> bool {
        self.media != Location::Folder(Self::usual_media_folder(&self.data_dir))
    }

    /// Whether the settings say that others can reach the server, directly or through a proxy.
    pub fn is_reachable_from_elsewhere(&self) -> bool {
        self.listens_beyond_loopback()
            || self.public_url.as_ref().is_some_and(|url| !url.is_loopback())
            || !self.trusted_proxies.is_empty()
    }

    /// Whether browsers reach the server by https, so that cookies are `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(PublicUrl::is_https)
    }
}

/// Which database, with its address out of reach of logs.
#[derive(Clone)]
pub struct DatabaseUrl(pub(crate) DatabaseKind);

#[derive(Clone)]
pub(crate) enum DatabaseKind {
    Sqlite(PathBuf),
    Postgres(String),
}

impl DatabaseUrl {
    /// Whether it is PostgreSQL, which several nodes may share.
    pub const fn is_postgres(&self) -> bool {
        matches!(self.0, DatabaseKind::Postgres(_))
    }

    /// SQLite's file.
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            DatabaseKind::Sqlite(path) => Some(path),
            DatabaseKind::Postgres(_) => None,
        }
    }

    /// SQLite's file, unless it is in the data folder.
    pub fn elsewhere(&self, data_dir: &Path) -> Option<&Path> {
        self.file().filter(|path| path.parent() != Some(data_dir))
    }

    /// Makes a database file that is not there yet for its owner alone; the store fills it, and what
    /// SQLite keeps beside it gets the same rights.
    pub(crate) fn make_file(&self) -> io::Result<()> {
        match self.file() {
            Some(path) if !path.exists() => {
                fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path).map(drop)
            }
            _ => Ok(()),
        }
    }

    /// As the store takes it.
    pub fn database(&self) -> Database {
        match &self.0 {
            DatabaseKind::Sqlite(path) => Database::Sqlite(path.clone()),
            DatabaseKind::Postgres(url) => Database::Postgres(url.clone()),
        }
    }
}

/// The file, or the address without a name, a password and parameters.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            DatabaseKind::Sqlite(path) => write!(f, "{}", path.display()),
            DatabaseKind::Postgres(url) => {
                let address = url.split_once("://").map_or("", |(_, address)| address);
                let address = address.split(['?', '#']).next().unwrap_or_default();
                f.write_str(address.rsplit_once('@').map_or(address, |(_, host)| host))
            }
        }
    }
}

// The address of a PostgreSQL server carries its password.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_postgres() { "Postgres(…)" } else { "Sqlite(…)" })
    }
}
