//! The group commit: jobs in order of arrival, many of them in one transaction.
//!
//! It never waits for a timer, and never answers a caller before the commit.

pub(crate) mod age;
mod aside;
mod attempt;
pub(super) mod batch;
pub(crate) mod committer;
pub(crate) mod queue;
pub(crate) mod tx;
