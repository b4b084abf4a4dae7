//! Changing and deleting a room: its settings by moderators, its kind and its end by owners.

use confluence_protocol::{PatchRoom, Room, RoomId, UserId};
use confluence_store::Store;

use super::{Form, create_room::refuse_direct, room_gone};
use crate::{access, error::ApiError};

/// Changes what the form names; an empty form changes nothing.
pub async fn change_room(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    form: Form<PatchRoom>,
) -> Result<Room, ApiError> {
    let member = access::member(store, room_id, by).await?.not_direct()?;
    let moderator = member.moderator()?;
    let patch = form?;
    if let Some(kind) = patch.kind {
        member.owner()?;
        refuse_direct(kind)?;
    }
    if patch.avatar_upload_id.is_some() {
        return Err(ApiError::unsupported("pictures for rooms"));
    }
    store.update_room(moderator.room_id(), moderator.user_id(), patch).await.map_err(room_gone)
}

/// Deletes the room with everything in it, for everybody.
pub async fn delete_room(store: &Store, room_id: RoomId, by: UserId) -> Result<(), ApiError> {
    let owner = access::member(store, room_id, by).await?.not_direct()?.owner()?;
    store.delete_room(owner.room_id()).await.map_err(room_gone)
}
