//! Large deletions: a mark makes the deleted object disappear at once; its rows are deleted afterwards in
//! small steps, with other writes committed in between.
//!
//! The owning modules know which rows to delete; the list of pending deletions is in `engine`.

use crate::{
    Store, StoreError,
    account::delete_account,
    chore::{Chore, Noted},
    engine::{error::Fault, queue::Mutation, tx::Tx},
    message, room,
};

impl Store {
    /// Does one small step of the pending deletions; returns whether there may be more. Steps that fail are
    /// skipped, and the error is returned once nothing else is left to do.
    pub async fn do_chore(&self) -> Result<bool, StoreError> {
        let mut last: Option<Noted> = None;
        let mut failed = None;
        loop {
            let next = {
                let mut read = self.read_large().await?;
                Noted::after(&mut read.conn(), last.as_ref()).await?
            };
            let Some(next) = next else { return failed.map_or(Ok(false), Err) };
            last = Some(next.clone());
            match self.write(Step(next)).await {
                Ok(true) => return Ok(true),
                // Another node is working on it.
                Ok(false) => {}
                Err(error @ StoreError::Internal(_)) => failed = Some(error),
                Err(error) => return Err(error),
            }
        }
    }

    /// Resolves once something that may have left chores has been deleted since the last call.
    pub async fn chores_due(&self) {
        self.chores().notified().await;
    }
}

struct Step(Noted);

impl Mutation for Step {
    type Output = bool;

    // Every row may be on a page of its own, and has entries in several indexes.
    fn logged(&self) -> usize {
        1024 * 1024
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        let noted = &self.0;
        if !noted.take(tx).await? {
            return Ok(false);
        }
        let more = match noted.chore()? {
            Chore::Room(id) => room::deletion::remains::step(tx, id).await?,
            Chore::Message(room_id, id) => message::remains::step(tx, room_id, id).await?,
            Chore::Account(id) => delete_account::step(tx, id).await?,
        };
        if !more {
            noted.done(tx).await?;
        }
        Ok(true)
    }
}
