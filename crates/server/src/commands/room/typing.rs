//! Typing: whether the others of a room hear of it. Nothing is stored.

use confluence_protocol::{RoomId, UserId};
use confluence_store::Store;

use crate::{access, error::ApiError};

/// Whether the others are told that the caller types: who may post, in rooms that are not too large.
pub async fn is_seen_typing(store: &Store, room_id: RoomId, by: UserId) -> Result<bool, ApiError> {
    let member = access::member(store, room_id, by).await?;
    let is_seen = member.is_seen_typing();
    member.poster()?;
    Ok(is_seen)
}
