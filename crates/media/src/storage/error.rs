//! Errors of a storage.

use std::{error::Error, fmt, io, path::Path};

use super::Location;

/// Characters of a cause that are shown when the server starts.
const CAUSE_CHARS: usize = 240;

/// Why bytes were not written or read.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// There is no such object.
    #[error("no such object")]
    Missing,
    /// There is no space for more; reading still works.
    #[error("the storage is full")]
    Full,
    /// The storage does not answer, refuses, or is too busy. Worth retrying.
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

/// Whether the error was caused by a full disk or quota.
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
    /// Explains the most likely meaning of the failure.
    pub(super) fn of(location: &Location, error: &object_store::Error) -> Self {
        use object_store::Error::{NotFound, PermissionDenied, Unauthenticated};
        let cause = one_line(error);
        let advice = match error {
            _ if is_about_time(&cause) => "the clock of this machine is wrong; set it",
            NotFound { .. } => match location {
                Location::Folder(_) => "the folder does not exist",
                Location::Azure(_) => "the container does not exist; create it first",
                Location::S3(_) | Location::Gcs(_) => "the bucket does not exist; create it first",
            },
            _ if cause.contains("NoSuchBucket") || cause.contains("ContainerNotFound") => {
                "the bucket or container does not exist; create it first"
            }
            PermissionDenied { .. } | Unauthenticated { .. } => {
                "these credentials do not allow writing, reading and deleting"
            }
            _ => "it does not answer as expected",
        };
        Self::new(location, &format!("{advice} ({cause})"))
    }

    /// The folder for drafts cannot be created.
    pub fn drafts(folder: &Path, error: &io::Error) -> Self {
        Self(format!(
            "DATA_DIR: {} cannot be created; it holds files during uploads ({error})",
            folder.display()
        ))
    }

    /// The storage cannot be redirected to.
    pub(super) fn of_redirects(location: &Location, why: &str) -> Self {
        let why: String =
            why.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(CAUSE_CHARS).collect();
        Self(format!(
            "MEDIA_REDIRECT: on is not allowed with {location}; it needs credentials that can sign ({why})"
        ))
    }

    /// Rewords the error for the default folder, because `MEDIA_URL` is not set and must not be blamed.
    #[must_use]
    pub fn of_usual_folder(self) -> Self {
        Self(self.0.replacen("MEDIA_URL: file://", "the folder for files ", 1))
    }

    pub(super) fn altered(location: &Location) -> Self {
        Self::new(location, "what was read differs from what was written")
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

/// The cause in one short line, without queries of URLs, which may contain signatures.
fn one_line(error: &object_store::Error) -> String {
    let text = error.to_string();
    let words = text.split_whitespace().map(|word| word.split_once('?').map_or(word, |(address, _)| address));
    words.collect::<Vec<_>>().join(" ").chars().take(CAUSE_CHARS).collect()
}
