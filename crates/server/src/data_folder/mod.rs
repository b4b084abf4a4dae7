//! The data folder: one server at a time, enough space to start, and a check for a lost database.
//!
//! The contents of the database and of file storage are unknown here; they have modules of their own.

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
