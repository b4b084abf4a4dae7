//! Black-box tests of the server: the real binary as a process, over HTTP and the socket.
//!
//! They are one test program, so that it is linked once. A test's name carries the ids of the rules in
//! SPEC.md that it covers. The feature `fault-controls` adds the negative controls: the same checks against a
//! server with a fault switched on, which must find violations.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, even in its support code")]

mod checks;
mod contract;
#[cfg(feature = "fault-controls")]
mod controls;
mod promises;
mod socket;
mod support;
