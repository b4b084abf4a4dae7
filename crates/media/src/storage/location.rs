//! Where files are kept, as `MEDIA_URL` says it.

use std::{fmt, path::PathBuf, str::FromStr};

/// A place for files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A folder of this machine, or one that is mounted.
    Folder(PathBuf),
    /// Azure Blob Storage.
    Azure(Bucket),
    /// S3, or what speaks like it.
    S3(Bucket),
    /// Google Cloud Storage.
    Gcs(Bucket),
}

/// A bucket or container, and what the keys in it begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Segments in front of every key; mostly empty.
    pub prefix: String,
}

/// What `MEDIA_URL` may be; for the message about one that is not.
pub const ALLOWED: &str =
    "file:///FOLDER, az://CONTAINER, s3://BUCKET or gs://BUCKET, each with a /PREFIX if wanted";

impl FromStr for Location {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(())?;
        match scheme {
            "file" if rest.starts_with('/') => Ok(Self::Folder(PathBuf::from(rest))),
            "az" => rest.parse().map(Self::Azure),
            "s3" => rest.parse().map(Self::S3),
            "gs" => rest.parse().map(Self::Gcs),
            _ => Err(()),
        }
    }
}

impl FromStr for Bucket {
    type Err = ();

    /// Credentials, ports and queries have no place here: they come by the usual variables.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, prefix) = text.split_once('/').unwrap_or((text, ""));
        let prefix = prefix.trim_end_matches('/');
        let plain = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
        };
        let fits = !name.is_empty()
            && plain(name)
            && (prefix.is_empty()
                || prefix.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && plain(part)));
        fits.then(|| Self { name: name.to_owned(), prefix: prefix.to_owned() }).ok_or(())
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, Bucket { name, prefix }) = match self {
            Self::Folder(path) => return write!(f, "file://{}", path.display()),
            Self::Azure(bucket) => ("az", bucket),
            Self::S3(bucket) => ("s3", bucket),
            Self::Gcs(bucket) => ("gs", bucket),
        };
        let slash = if prefix.is_empty() { "" } else { "/" };
        write!(f, "{scheme}://{name}{slash}{prefix}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file9_places_are_read_and_written_alike() {
        for text in ["file:///srv/media", "az://media", "s3://my.bucket/chat/files", "gs://b-1"] {
            assert_eq!(text.parse::<Location>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn file9_what_is_no_place_is_refused() {
        for text in [
            "",
            "media",
            "file://relative",
            "az://",
            "az://user:secret@host",
            "s3://b/../c",
            "s3://b//c",
            "http://h/p",
            "gs://b?x=y",
        ] {
            assert_eq!(text.parse::<Location>(), Err(()), "{text}");
        }
    }
}
