//! The server's settings, checked: a server can start with any [`Config`].
//!
//! Values come from flags, then the environment, then `confluence.toml` ([`Settings`]). A wrong one is a
//! [`ConfigError`], which reads as one line: the setting, its value, and what is allowed.

mod check;
mod error;
mod limits;
mod mail;
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
pub use mail::MailConfig;
pub use network::Network;
pub use origin::Origin;
pub(crate) use origin::{address, is_localhost, is_loopback_host};
pub use secret::{Secret, keyed_hash};
pub use settings::Settings;
pub use url::PublicUrl;

/// Everything that a server is told at its start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Data folder: everything that the server stores locally.
    pub data_dir: PathBuf,
    /// Database with the messages.
    pub database: DatabaseUrl,
    /// Secret that signs access tokens and that other keys are derived from.
    pub jwt_secret: Secret,
    /// Previous secret, whose tokens are still valid during a rotation.
    pub jwt_secret_previous: Option<Secret>,
    /// URL that browsers use for the server, if known.
    pub public_url: Option<PublicUrl>,
    /// Other origins of the same site whose pages may act for a user.
    pub allowed_origins: Vec<Origin>,
    /// Proxies trusted to report client addresses.
    pub trusted_proxies: Vec<Network>,
    /// Who may create an account.
    pub sign_up: Entry,
    /// Where files are stored.
    pub media: Location,
    /// Whether files shown inline are redirected to the storage.
    pub media_redirect: bool,
    /// Whether links in messages get cards, for which the server fetches their pages.
    pub link_previews: bool,
    /// How to send mail, if the server does.
    pub mail: Option<MailConfig>,
    /// Limits for files.
    pub files: FileLimits,
    /// All other limits.
    pub limits: LimitSettings,
    /// Whether an empty database is allowed next to data of an earlier server (`--new-database`).
    pub new_database: bool,
}

impl Config {
    /// Whether other machines can reach the server directly.
    fn listens_beyond_loopback(&self) -> bool {
        !self.listen.ip().to_canonical().is_loopback()
    }

    /// File of the generated secret.
    pub fn secret_file(&self) -> PathBuf {
        Secret::file_in(&self.data_dir)
    }

    /// The default folder for files.
    pub fn usual_media_folder(data_dir: &Path) -> PathBuf {
        std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned()).join("media")
    }

    /// Whether `MEDIA_URL` names a place other than the default.
    pub fn has_chosen_media(&self) -> bool {
        self.media != Location::Folder(Self::usual_media_folder(&self.data_dir))
    }

    /// Whether others can reach the server, directly or through a proxy, according to the settings.
    pub fn is_reachable_from_elsewhere(&self) -> bool {
        self.listens_beyond_loopback()
            || self.public_url.as_ref().is_some_and(|url| !url.is_loopback())
            || !self.trusted_proxies.is_empty()
    }

    /// Whether browsers use https, so that cookies are `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(PublicUrl::is_https)
    }
}

/// Database to use; keeps its URL out of logs.
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

    /// Path of the SQLite file.
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            DatabaseKind::Sqlite(path) => Some(path),
            DatabaseKind::Postgres(_) => None,
        }
    }

    /// Path of the SQLite file, unless it is in the data folder.
    pub fn elsewhere(&self, data_dir: &Path) -> Option<&Path> {
        self.file().filter(|path| path.parent() != Some(data_dir))
    }

    /// Creates a missing database file that only its owner can access. SQLite gives its other files the same
    /// permissions.
    pub(crate) fn make_file(&self) -> io::Result<()> {
        match self.file() {
            Some(path) if !path.exists() => {
                fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path).map(drop)
            }
            _ => Ok(()),
        }
    }

    /// The database in the store's own type.
    pub fn database(&self) -> Database {
        match &self.0 {
            DatabaseKind::Sqlite(path) => Database::Sqlite(path.clone()),
            DatabaseKind::Postgres(url) => Database::Postgres(url.clone()),
        }
    }
}

/// The file, or the URL without username, password and parameters.
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

// A PostgreSQL URL contains its password.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_postgres() { "Postgres(…)" } else { "Sqlite(…)" })
    }
}
