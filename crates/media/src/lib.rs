//! Files: detecting their type, cleaning them, and storing their bytes.
//!
//! Contains everything about files that needs neither people nor rooms. Access rights, HTTP requests and SQL
//! are unknown here.

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
