//! The server of Confluence: configuration, access, accounts, use cases, HTTP and the socket.
//!
//! The binary is a thin shell around [`start`]; tests start one or several nodes in their own process.
//! `ws` and `http` call `commands`; commands call `access` (which alone makes proofs of what a person may
//! do) and the store; `fanout` alone publishes. Commands never touch the hub; `http` and `ws` never touch
//! SQL.

mod access;
mod app;
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
mod operator;
mod run;
mod upkeep;
mod ws;

pub use clock::Clock;
pub use config::{Config, ConfigError, Settings};
pub use operator::check_media::{Counts, Fate, Finding, check_media};
pub use operator::set_password::{OperatorError, set_password};
pub use run::start::{Running, SetupNotice, StartError, Surroundings, start, start_in};
