//! Servers inside the test's own process, whose clock a test holds, spoken to over HTTP as it is on the
//! wire. What needs the real program as a process stands in `suite`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

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
