//! The changes of one commit.

use confluence_protocol::Change;

/// The changes of one commit, in the order in which they were made. Emitted once they are durable.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Never empty.
    pub changes: Vec<Change>,
}
