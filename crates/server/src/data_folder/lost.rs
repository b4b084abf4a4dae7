//! Detects a missing database that must have existed, so that none is created in its place.
//!
//! A lost database file (an unmounted volume, a wrong path, a mistake) would otherwise look like a new
//! server: its first visitor would become administrator, and the files of the old server would belong to
//! nobody.

use std::fmt;

use confluence_media::{Key, Storage};
use confluence_store::Contents;
use futures_util::TryStreamExt;

use super::Claim;
use crate::config::Config;

/// What shows that there was a database; reads as one line.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the database {database} is {state}, but {trace}: restore the database (or set DATABASE_URL to it), or \
     start once with --new-database to begin without its data"
)]
pub struct LostDatabase {
    database: String,
    state: &'static str,
    trace: Trace,
}

#[derive(Debug, PartialEq, Eq)]
enum Trace {
    Secret(String),
    Served(String),
    Files(String),
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret(path) => write!(f, "the secret of an earlier server is here ({path})"),
            Self::Served(folder) => write!(f, "a server has run in {folder} before"),
            Self::Files(place) => write!(f, "there are files of an earlier server in {place}"),
        }
    }
}

impl LostDatabase {
    /// Refuses a missing database file if a secret or note of an earlier server exists. Call before creating
    /// the file.
    pub fn check_file(config: &Config, claim: &Claim) -> Result<(), Self> {
        let Some(path) = config.database.file().filter(|path| !path.exists()) else { return Ok(()) };
        let folder = config.data_dir.display().to_string();
        let secret = config.secret_file();
        let trace = if claim.served_before() {
            Trace::Served(folder)
        } else if secret.exists() {
            Trace::Secret(secret.display().to_string())
        } else {
            return Ok(());
        };
        Err(Self { database: path.display().to_string(), state: "not there", trace })
    }

    /// Refuses a database without accounts if there are files, and one without a schema if a server has run
    /// here before.
    pub async fn check_contents(
        config: &Config,
        claim: &Claim,
        contents: Contents,
        storage: &Storage,
    ) -> Result<(), Self> {
        let refused = |state, trace| Self { database: config.database.to_string(), state, trace };
        if contents == Contents::Accounts {
            return Ok(());
        }
        // A storage that does not answer is reported by its own check; here it counts as empty.
        let ours = storage.list().try_filter(|found| std::future::ready(Key::parse(&found.name).is_some()));
        if let Ok(Some(_)) = Box::pin(ours).try_next().await {
            return Err(refused("empty", Trace::Files(storage.location().to_string())));
        }
        if contents == Contents::Blank && claim.served_before() {
            return Err(refused("empty", Trace::Served(config.data_dir.display().to_string())));
        }
        Ok(())
    }
}
