//! Messages being stored: the hot part of the group commit.

use std::sync::Arc;

use confluence_protocol::{Message, NewMessage, RoomId, Timestamp, UserId};

use crate::{Store, StoreError};

/// A message to be stored.
#[derive(Clone, Debug)]
pub struct Append {
    /// Where.
    pub room_id: RoomId,
    /// Who says it.
    pub author: UserId,
    /// What.
    pub message: NewMessage,
    /// When.
    pub now: Timestamp,
}

/// A stored message.
#[derive(Clone, Debug)]
pub struct Appended {
    /// As it stands now.
    pub message: Arc<Message>,
    /// Whether this call stored it; false for a repeat.
    pub fresh: bool,
}

impl Store {
    /// Stores a message and resolves once it is durable; a repeat is answered with the message as it stands now. `NotFound`, `NotAMember`, `PostingRestricted`, `IdConflict`, `ReplyNotFound`.
    pub async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        let _ = (append,);
        Err(StoreError::Unavailable)
    }
}
