//! A transaction of the group commit, as its jobs see it.

use confluence_protocol::Change;

use crate::engine::{commit::job::Job, controls::Controls, db::Conn};

/// A transaction of the group commit, and the changes to emit after it.
pub(crate) struct Tx<'a> {
    conn: Conn<'a>,
    controls: Controls,
    pub changes: Vec<Change>,
    /// Jobs without callers that other jobs have added, to be applied last.
    pub deferred: Vec<Box<dyn Job>>,
}

impl<'a> Tx<'a> {
    pub(crate) const fn new(conn: Conn<'a>, controls: Controls) -> Self {
        Self { conn, controls, changes: Vec::new(), deferred: Vec::new() }
    }

    pub(crate) fn conn(&mut self) -> &mut Conn<'a> {
        &mut self.conn
    }

    pub(crate) const fn controls(&self) -> Controls {
        self.controls
    }

    pub(crate) fn emit(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Adds a job that has no caller and is applied last. It is dropped if the current job is refused.
    pub(crate) fn defer(&mut self, job: impl Job) {
        self.deferred.push(Box::new(job));
    }
}
