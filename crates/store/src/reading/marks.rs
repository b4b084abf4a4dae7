//! Read marks: one number per member, a high-water mark, never a row per message and reader.
//!
//! Marks are gathered (see [`gather`](crate::reading::gather)), and all marks of a batch move in one statement (see
//! [`moving`](crate::reading::moving)).

use confluence_protocol::{MarkRead, ReadState, Timestamp};
use confluence_rights::{Member, Proof, Refusal};

use crate::{Store, StoreError, reading::moving::PendingMark};

impl Store {
    /// Moves the mark: forward, back only with `force`, never past the newest message nor below 0. Takes no
    /// version of the room. Answers once the mark is durable, with the unread counts after it. If the membership has
    /// ended, the statement that moves the mark finds no row.
    pub async fn mark_read(
        &self,
        by: Member,
        mark: MarkRead,
        now: Timestamp,
    ) -> Result<ReadState, StoreError> {
        self.move_mark(by, mark, now).await?;
        self.read_state(by.room_id(), by.user_id()).await
    }

    /// Moves the mark as [`Store::mark_read`] does, without counting what is unread.
    pub async fn move_mark(&self, by: Member, mark: MarkRead, now: Timestamp) -> Result<(), StoreError> {
        let (mark, answer) = PendingMark::asked(by.room_id(), by.user_id(), mark.seq, mark.force, now);
        self.gatherer()?.put(mark).await?;
        match answer.await.unwrap_or(Err(StoreError::Unavailable)) {
            // The membership has ended: only now is it worth a read to find out what the user may know of the room.
            Err(StoreError::Refused(_)) => {
                let seat = self.seat(by.room_id(), by.user_id()).await?.ok_or(Refusal::Hidden)?;
                Err(Member::of(&seat).map_or_else(StoreError::from, |_| StoreError::Unavailable))
            }
            outcome => outcome,
        }
    }
}
