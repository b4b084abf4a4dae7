//! From start to stop: opens the database, starts everything in order, listens, and passes on commits.
//!
//! Contains what lives as long as the server. Requests are not handled here.

pub mod database;
pub mod fanout;
pub mod hub_database;
pub mod listen;
pub mod preview_cards;
pub mod start;
