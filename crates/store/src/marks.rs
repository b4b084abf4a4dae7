//! Read marks: one number a member.

use confluence_protocol::{MarkRead, ReadState, RoomId, Timestamp, UserId};

use crate::{Store, StoreError};

impl Store {
    /// Moves the mark: forward, back only with `force`, never past the newest message. `NotAMember`.
    pub async fn mark_read(
        &self,
        room_id: RoomId,
        user_id: UserId,
        mark: MarkRead,
        now: Timestamp,
    ) -> Result<ReadState, StoreError> {
        let _ = (room_id, user_id, mark, now);
        Err(StoreError::Unavailable)
    }
}
