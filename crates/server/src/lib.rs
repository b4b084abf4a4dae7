//! The server of Confluence: configuration, access, accounts, use cases, HTTP and the socket.
//!
//! The binary is a thin shell around [`start`]; tests start one or more nodes in their own process. `ws` and
//! `http` call `commands`. Commands call the store and `access`, which alone makes proofs of rights; only
//! `fanout` publishes. Commands never use the hub; `http` and `ws` never use SQL.

mod access;
mod app;
mod appearance;
mod arrival;
mod assets;
mod auth;
mod clock;
mod commands;
pub mod config;
mod data_folder;
mod error;
mod extract;
mod http;
mod lifecycle;
mod limits;
mod mail;
mod operator;
mod run;
mod upkeep;
mod ws;

pub use clock::Clock;
pub use config::{Config, ConfigError, Settings};
pub use operator::accounts::{list_accounts, promote, reinstate, suspend};
pub use operator::check_media::{Counts, Fate, Finding, check_media};
pub use operator::error::OperatorError;
pub use operator::set_password::set_password;
pub use run::start::{Running, SetupNotice, StartError, Surroundings, start, start_in};
