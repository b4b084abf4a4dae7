//! Changing and deleting a room: its settings by moderators, its kind and its end by owners.

use confluence_protocol::{PatchRoom, Room, RoomId, Timestamp, UserId};
use confluence_store::Store;

use crate::{
    access,
    commands::{
        file::portrait::{make_portrait, withdraw},
        form::Form,
        gone::room_gone,
        room::create::refuse_direct,
    },
    error::ApiError,
    media::Media,
};

/// Changes what the form names; an empty form changes nothing.
pub async fn change_room(
    store: &Store,
    media: &Media,
    room_id: RoomId,
    by: UserId,
    form: Form<PatchRoom>,
    now: Timestamp,
) -> Result<Room, ApiError> {
    let member = access::member(store, room_id, by).await?.not_direct()?;
    let moderator = member.moderator()?;
    let patch = form?;
    if let Some(kind) = patch.kind {
        member.owner()?;
        refuse_direct(kind)?;
    }
    let portrait = make_portrait(store, media, by, patch.avatar_upload_id, now).await?;
    let changed = store.update_room(moderator.room_id(), moderator.user_id(), patch, portrait).await;
    if changed.is_err() {
        withdraw(store, media, by, portrait, now).await;
    }
    changed.map_err(room_gone)
}

/// Deletes the room with everything in it, for everybody.
pub async fn delete_room(store: &Store, room_id: RoomId, by: UserId) -> Result<(), ApiError> {
    let owner = access::member(store, room_id, by).await?.not_direct()?.owner()?;
    store.delete_room(owner.room_id()).await.map_err(room_gone)
}
