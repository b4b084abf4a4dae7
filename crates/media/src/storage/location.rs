//! Place for files, according to `MEDIA_URL`.

use std::{fmt, path::PathBuf, str::FromStr};

/// A place for files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A local or mounted folder.
    Folder(PathBuf),
    /// Azure Blob Storage.
    Azure(Bucket),
    /// S3, or a compatible storage.
    S3(Bucket),
    /// Google Cloud Storage.
    Gcs(Bucket),
}

/// A bucket or container, with a prefix for its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Name of the bucket.
    pub name: String,
    /// Segments before every key; usually empty.
    pub prefix: String,
}

/// Permitted values of `MEDIA_URL`, for an error message.
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

    /// Credentials, ports and queries are not allowed here: cloud credentials come from the usual environment
    /// variables.
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
    fn file9_places_are_parsed_and_printed_alike() {
        for text in ["file:///srv/media", "az://media", "s3://my.bucket/chat/files", "gs://b-1"] {
            assert_eq!(text.parse::<Location>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn file9_invalid_places_are_refused() {
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
