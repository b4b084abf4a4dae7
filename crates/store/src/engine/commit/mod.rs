//! The group commit: jobs in their order, many of them in one transaction.
//!
//! Refuses to wait for a timer, and to answer a caller before the commit.

pub(super) mod age;
mod aside;
mod attempt;
pub(super) mod batch;
pub(super) mod committer;
pub(crate) mod queue;
