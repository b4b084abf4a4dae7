//! How values are encoded on a wire: strict JSON, ids, timestamps, limits and errors.
//!
//! Owns the building blocks of every other type of the contract. Refuses to know about rooms, people and
//! messages.

pub mod error;
pub mod ids;
pub mod json;
pub mod limits;
pub mod nullable;
pub mod time;
