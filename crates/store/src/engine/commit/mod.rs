//! The group commit: jobs in order of arrival, many of them in one transaction.
//!
//! It never waits for a timer, and never answers a caller before the commit.

pub(super) mod age;
mod aside;
mod attempt;
pub(super) mod batch;
pub(super) mod committer;
pub(crate) mod queue;
