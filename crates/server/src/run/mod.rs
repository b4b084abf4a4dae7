//! From start to stop: opening the database, making everything in order, listening, and passing on what was
//! committed.
//!
//! Owns what lives as long as the server. Refuses to know what a request asks for.

pub mod database;
pub mod fanout;
pub mod hub_database;
pub mod listen;
pub mod preview_cards;
pub mod start;
