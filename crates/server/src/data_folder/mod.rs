//! The data folder: one server at a time in it, enough space to start in, and whether its database was lost.
//!
//! Refuses to know what is in the database and in the storage of files: those have modules of their own.

mod claim;
mod host;
mod lost;
mod note;
mod reserve;
mod space;

pub use claim::{Claim, ClaimError};
pub use lost::LostDatabase;
pub use reserve::Reserve;
pub use space::{Space, describe_space, is_full};
