//! Keys of the objects of an upload.

use std::fmt;

use confluence_protocol::UploadId;
use object_store::path::Path;

/// Key of an object. All objects of an upload share its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Upload that the object belongs to.
    pub upload: UploadId,
    /// Which object of the upload it is.
    pub part: Part,
}

/// The kinds of objects that an upload may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The file as it is served.
    Original,
    /// The small thumbnail of an image.
    Small,
    /// The large thumbnail of an image.
    Large,
    /// A chunk of an unfinished upload, with its number from 0.
    Chunk(u32),
}

impl Part {
    /// The objects of a complete file.
    pub const ALL: [Self; 3] = [Self::Original, Self::Small, Self::Large];

    /// The object whose key ends with this suffix.
    fn of_suffix(suffix: &str) -> Option<Self> {
        match suffix {
            "" => Some(Self::Original),
            ".small" => Some(Self::Small),
            ".large" => Some(Self::Large),
            other => Some(Self::Chunk(other.strip_prefix(".chunk")?.parse().ok()?)),
        }
    }
}

impl fmt::Display for Part {
    /// Suffix after the id in a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Original => Ok(()),
            Self::Small => f.write_str(".small"),
            Self::Large => f.write_str(".large"),
            Self::Chunk(number) => write!(f, ".chunk{number}"),
        }
    }
}

impl fmt::Display for Key {
    /// `aa/bb/UUID` and the suffix: two levels of folders, named after the id's random end. Its beginning is
    /// a timestamp and would put all files of an hour into one folder.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.upload.to_string();
        let end = id.len().saturating_sub(4);
        let tail = id.get(end..).unwrap_or_default();
        let (first, second) = tail.split_at(tail.len() / 2);
        write!(f, "{first}/{second}/{id}{}", self.part)
    }
}

impl Key {
    /// Parses a key; `None` unless it is exactly as `Display` writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.rsplit('/').next()?;
        let (id, suffix) = name.find('.').map_or((name, ""), |dot| name.split_at(dot));
        let key = Self { upload: id.parse().ok()?, part: Part::of_suffix(suffix)? };
        (key.to_string() == text).then_some(key)
    }

    pub(super) fn path(self) -> Path {
        Path::from(self.to_string())
    }
}
