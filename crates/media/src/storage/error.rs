//! What a storage answers when it cannot do as asked.

use std::{error::Error, fmt, io, path::Path};

use super::Location;

/// Characters of a cause that are shown to whoever starts the server.
const CAUSE_CHARS: usize = 240;

/// Why bytes were not written or read.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// There is no such object.
    #[error("no such object")]
    Missing,
    /// There is no room for more; reading still works.
    #[error("the storage is full")]
    Full,
    /// The storage does not answer, refuses, or is too busy. Worth repeating.
    #[error("the storage cannot be used: {0}")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}

impl StorageError {
    pub(super) fn busy() -> Self {
        Self::Unavailable("too many uploads at once".into())
    }
}

impl From<object_store::Error> for StorageError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            error if is_full(&error) => Self::Full,
            error => Self::Unavailable(Box::new(error)),
        }
    }
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        if is_full(&error) { Self::Full } else { Self::Unavailable(Box::new(error)) }
    }
}

/// Whether somewhere below lies a disk, or a share of one, without room.
pub fn is_full(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if matches!(kind, Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)) {
            return true;
        }
        next = error.source();
    }
    false
}

/// Why the server cannot start with a storage: one line that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckError(String);

impl CheckError {
    /// What the failure most likely means.
    pub(super) fn of(location: &Location, error: &object_store::Error) -> Self {
        use object_store::Error::{NotFound, PermissionDenied, Unauthenticated};
        let cause = one_line(error);
        let advice = match error {
            _ if is_about_time(&cause) => "the clock of this machine is wrong; set it",
            NotFound { .. } => match location {
                Location::Folder(_) => "the folder is not there",
                Location::Azure(_) => "the container is not there; make it first",
                Location::S3(_) | Location::Gcs(_) => "the bucket is not there; make it first",
            },
            _ if cause.contains("NoSuchBucket") || cause.contains("ContainerNotFound") => {
                "the bucket or container is not there; make it first"
            }
            PermissionDenied { .. } | Unauthenticated { .. } => {
                "it may not be written, read and deleted in with these credentials"
            }
            _ => "it does not answer as expected",
        };
        Self::new(location, &format!("{advice} ({cause})"))
    }

    /// The folder for drafts cannot be made.
    pub fn drafts(folder: &Path, error: &io::Error) -> Self {
        Self(format!(
            "DATA_DIR: {} cannot be made; it holds files while they arrive ({error})",
            folder.display()
        ))
    }

    /// It cannot send people to the storage.
    pub(super) fn of_redirects(location: &Location, why: &str) -> Self {
        let why: String =
            why.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(CAUSE_CHARS).collect();
        Self(format!(
            "MEDIA_REDIRECT: on is not allowed with {location}; it needs credentials that can sign ({why})"
        ))
    }

    /// The same about the folder that is used where `MEDIA_URL` is not set: then it must not be blamed.
    #[must_use]
    pub fn of_usual_folder(self) -> Self {
        Self(self.0.replacen("MEDIA_URL: file://", "the folder of files ", 1))
    }

    pub(super) fn altered(location: &Location) -> Self {
        Self::new(location, "what was written did not read back the same")
    }

    pub(super) fn new(location: &Location, why: &str) -> Self {
        Self(format!("MEDIA_URL: {location} cannot be used; {why}"))
    }
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for CheckError {}

fn is_about_time(cause: &str) -> bool {
    ["RequestTimeTooSkewed", "RequestExpired", "Date header", "x-ms-date"]
        .iter()
        .any(|hint| cause.contains(hint))
}

/// The cause in one short line. What follows a question mark in an address may be a signature.
fn one_line(error: &object_store::Error) -> String {
    let text = error.to_string();
    let words = text.split_whitespace().map(|word| word.split_once('?').map_or(word, |(address, _)| address));
    words.collect::<Vec<_>>().join(" ").chars().take(CAUSE_CHARS).collect()
}
