//! Opening the database, and saying in one line why that is not possible.

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
    /// It does not open, or is not to be used.
    #[error("{setting}the database {place} {cause}")]
    Refused {
        /// `DATABASE_URL: ` where it was set, else nothing.
        setting: &'static str,
        /// Its file or address.
        place: String,
        /// Why not.
        cause: OpenError,
    },
    /// The file system does not let this process use it.
    #[error(
        "{setting}{what} cannot be used ({cause}); it must be there, and this user must be able to write it"
    )]
    Forbidden {
        /// `DATABASE_URL: ` where it was set, else nothing.
        setting: &'static str,
        /// The file, or its folder.
        what: String,
        /// Why not.
        cause: io::Error,
    },
    /// The disk is full, and there was no reserve to give up.
    #[error("the disk of {place} is full ({space}): free a megabyte and start again")]
    DiskFull {
        /// The database.
        place: String,
        /// What is left.
        space: String,
    },
    /// An operator command was given a place where no server has been.
    #[error(
        "there is no database of Confluence at {0}: name the server's data folder with --data-dir, or start the server \
         once"
    )]
    None(String),
}

/// Connects to the database of a server that starts. On a full disk the reserve makes way for SQLite's log.
pub async fn connect(config: &Config) -> Result<Opening, DatabaseError> {
    // Where it fails, opening says why.
    let _ = config.database.make_file();
    let opened = match (Opening::of(store_options(config)).await, config.database.file()) {
        (Err(error), Some(path)) if error.may_lack_space() && Reserve::beside(path).release() => {
            tracing::debug!(%error, "the reserve of the database made way");
            let opened = Opening::of(store_options(config)).await;
            // What SQLite did not need is wanted at the next start.
            let _ = Reserve::beside(path).keep();
            opened
        }
        (opened, _) => opened,
    };
    opened.map_err(|error| refused(config, error))
}

/// Connects to the database of a server that exists, for an operator command: nothing is made.
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

/// The error with the database's name, and what the file system says about it: SQLite does not tell why a file
/// cannot be opened.
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
