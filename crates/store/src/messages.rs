//! Messages being read.

use confluence_protocol::{Direction, Message, MessageId, MessagesPage, RoomId, UserId};

use crate::{Store, StoreError};

impl Store {
    /// A page of the room's messages, as `viewer` sees them. `NotFound`.
    pub async fn page(
        &self,
        room_id: RoomId,
        viewer: UserId,
        direction: Direction,
        limit: u32,
    ) -> Result<MessagesPage, StoreError> {
        let _ = (room_id, viewer, direction, limit);
        Err(StoreError::Unavailable)
    }

    /// One message, as `viewer` sees it.
    pub async fn message(
        &self,
        room_id: RoomId,
        id: MessageId,
        viewer: UserId,
    ) -> Result<Option<Message>, StoreError> {
        let _ = (room_id, id, viewer);
        Err(StoreError::Unavailable)
    }
}
