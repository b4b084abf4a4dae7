//! Files: what they are, what is taken out of them, where their bytes lie, and how parts of them are sent.
//!
//! Owns everything about a file that needs neither a person nor a room. Refuses to know who may see it
//! (that is `access`), HTTP requests and SQL.

mod chunks;
mod clean;
mod ingest;
mod name;
mod picture;
mod playing;
mod portrait;
mod scrub;
mod sniff;
mod storage;

pub use ingest::{IngestError, Ingested, Media};
pub use name::FileName;
pub use picture::{Painter, Picture, PictureError, Preview, Processed};
pub use playing::{Playing, probe};
pub use sniff::{FileType, Format, HEAD_BYTES, Kind, kind_of, sniff};
pub use storage::{
    ALLOWED, Bucket, ByteStream, CheckError, Key, Location, Part, Storage, StorageError, Stored, Writer,
    is_full,
};
