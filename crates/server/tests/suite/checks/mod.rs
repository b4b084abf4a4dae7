//! Checks of the server's promises, which report all violations instead of stopping at the first.
//!
//! `promises` asserts that they find none; `controls` asserts that each finds some when the server has a
//! fault.

pub mod access;
pub mod checker;
pub mod counts;
pub mod crash;
pub mod crowd;
pub mod leaving;
pub mod load;
pub mod memory;
pub mod nodes;
pub mod once;
pub mod order;
pub mod stalled;
pub mod transcript;
pub mod uploads;

/// Descriptions of the violations; empty if the check passed.
pub type Violations = Vec<String>;
