//! Opens the database, or explains in one line why that is not possible.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use confluence_store::{Contents, OpenError, Opening, Options, SendKeys};
use rustix::fs::{Access, access};

use crate::{
    config::{Config, Secret},
    data_folder::{Reserve, describe_space, is_full},
};

/// Why a database was not opened; reads as one line that names it.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The database cannot be opened or must not be used.
    #[error("{setting}the database {place} {cause}")]
    Refused {
        /// `DATABASE_URL: ` if it was set, otherwise empty.
        setting: &'static str,
        /// File or address of the database.
        place: String,
        /// Error of the store.
        cause: OpenError,
    },
    /// The file system denies access.
    #[error(
        "{setting}{what} cannot be used ({cause}); it must exist, and this user must be able to write to it"
    )]
    Forbidden {
        /// `DATABASE_URL: ` if it was set, otherwise empty.
        setting: &'static str,
        /// The file or its folder.
        what: String,
        /// Error of the file system.
        cause: io::Error,
    },
    /// The disk is full, and there was no reserve to release.
    #[error("the disk of {place} is full ({space}): free a megabyte and start again")]
    DiskFull {
        /// Path of the database.
        place: String,
        /// Description of the free space.
        space: String,
    },
    /// An operator command was run where no server has been.
    #[error(
        "there is no database of Confluence at {0}: give the server's data folder with --data-dir, or start \
         the server once"
    )]
    None(String),
}

/// Connects to the database of a starting server. On a full disk, releases the reserve for SQLite's log.
pub async fn connect(config: &Config) -> Result<Opening, DatabaseError> {
    // If this fails, opening reports why.
    let _ = config.database.make_file();
    let opened = match (Opening::of(store_options(config)).await, config.database.file()) {
        (Err(error), Some(path)) if error.may_lack_space() && Reserve::beside(path).release() => {
            tracing::debug!(%error, "released the reserve of the database");
            let opened = Opening::of(store_options(config)).await;
            // The space that SQLite did not use is needed at the next start.
            let _ = Reserve::beside(path).keep();
            opened
        }
        (opened, _) => opened,
    };
    opened.map_err(|error| refused(config, error))
}

/// Connects to the database of an existing server, for an operator command. Creates nothing.
pub async fn connect_as_operator(config: &Config) -> Result<Opening, DatabaseError> {
    let none = || DatabaseError::None(config.database.to_string());
    if config.database.file().is_some_and(|path| !path.exists()) {
        return Err(none());
    }
    let opening = Opening::of(store_options(config)).await.map_err(|error| refused(config, error))?;
    if opening.contents() == Contents::Blank { Err(none()) } else { Ok(opening) }
}

fn store_options(config: &Config) -> Options {
    let key = |secret: &Secret| secret.derive("first sent");
    Options {
        database: config.database.database(),
        send_keys: SendKeys {
            current: key(&config.jwt_secret),
            previous: config.jwt_secret_previous.as_ref().map(key),
        },
    }
}

/// The error with the database's name and the reason from the file system, because SQLite does not say why it
/// cannot open a file.
pub fn refused(config: &Config, cause: OpenError) -> DatabaseError {
    let place = config.database.to_string();
    let setting = match config.database.elsewhere(&config.data_dir) {
        None if !config.database.is_postgres() => "",
        _ => "DATABASE_URL: ",
    };
    if let Some(path) = config.database.file()
        && cause.may_lack_space()
    {
        if let Err(cause) = fs::OpenOptions::new().read(true).append(true).open(path) {
            return DatabaseError::Forbidden { setting, what: format!("the database {place}"), cause };
        }
        let folder = parent(path);
        if is_full(&folder) {
            return DatabaseError::DiskFull { place, space: describe_space(&folder) };
        }
        if let Err(error) = access(&folder, Access::WRITE_OK | Access::EXEC_OK) {
            let what = format!("the folder of the database, {},", folder.display());
            return DatabaseError::Forbidden { setting, what, cause: error.into() };
        }
    }
    DatabaseError::Refused { setting, place, cause }
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
