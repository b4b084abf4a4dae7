//! How values cross a wire: strict JSON, ids, moments, limits and errors.
//!
//! Owns what every other type of the contract is made of. Refuses to know of rooms, people and messages.

pub mod error;
pub mod ids;
pub mod json;
pub mod limits;
pub mod nullable;
pub mod time;
