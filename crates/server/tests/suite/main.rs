//! The server as its users meet it: the real binary as a process, spoken to over HTTP and the socket.
//!
//! One test program, so that it is linked once. A test carries the id of the rule in SPEC.md that it shows.
//! With the feature `fault-controls` there are the negative controls as well: the same checks against a server
//! with a fault switched on, which have to fail.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what it is made of"
)]

mod checks;
mod contract;
#[cfg(feature = "fault-controls")]
mod controls;
mod promises;
mod socket;
mod support;
