//! For tests and benchmarks: a real server as a process, people with accounts on it, and waiting with a timeout.
//!
//! The one place that starts the server's program and signs people up. Knows the program only from outside: its
//! path, its settings and the line with its address. Everything here panics when it fails, as tests do. Behind the
//! feature `testing`, which only tests and `bench` enable.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking, even in its support code"
)]

mod people;
mod process;
mod wait;

pub use people::{PASSWORD, Person, account, raw, ready};
pub use process::{RATE_LIMITS, SECRET, ServerProcess, memory_of};
pub use wait::{LONG, SOON, eventually, within};
