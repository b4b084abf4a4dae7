//! Catching up: what changed in a room since a version.

use confluence_protocol::{Changes, RoomId, UserId};

use crate::{Store, StoreError};

impl Store {
    /// What changed since a version, from one snapshot; nothing when the viewer is not a member or the room is gone.
    pub async fn changes(
        &self,
        room_id: RoomId,
        viewer: UserId,
        since: i64,
        epoch: Option<&str>,
    ) -> Result<Option<Changes>, StoreError> {
        let _ = (room_id, viewer, since, epoch);
        Err(StoreError::Unavailable)
    }
}
