//! Tests of servers that run in the test's own process, with a clock that the test controls, over real
//! HTTP. Tests that need the real program as a process are in `suite`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod accounts;
mod assets;
mod browsers;
mod check;
mod chunks;
mod conventions;
mod cookies;
mod documents;
mod files;
mod limits;
mod node;
mod previews;
mod program;
mod stopping;
mod tokens;
