//! The hub as the server uses it, on a database in memory and in paused time.

mod common;
mod delivery;
mod order;
