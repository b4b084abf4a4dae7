//! Changing and deleting a room: moderators change settings; owners change its kind or delete it.

use confluence_media::Media;
use confluence_protocol::{PatchRoom, Room, Timestamp};
use confluence_rights::{Moderator, Owner, Proof};
use confluence_store::Store;

use crate::{
    commands::{
        file::portrait::{make_portrait, withdraw},
        gone::room_gone,
        room::create::refuse_direct,
    },
    error::ApiError,
};

/// Changes the given fields; an empty form changes nothing.
pub async fn change_room(
    store: &Store,
    media: &Media,
    by: Moderator,
    patch: PatchRoom,
    now: Timestamp,
) -> Result<Room, ApiError> {
    if let Some(kind) = patch.kind {
        Owner::of(by.seat())?;
        refuse_direct(kind)?;
    }
    let portrait = make_portrait(store, media, by.user_id(), patch.avatar_upload_id, now).await?;
    let changed = store.update_room(by, patch, portrait).await;
    if changed.is_err() {
        withdraw(store, media, by.user_id(), portrait, now).await;
    }
    changed.map_err(room_gone)
}

/// Deletes the room and everything in it, for everybody.
pub async fn delete_room(store: &Store, by: Owner) -> Result<(), ApiError> {
    store.delete_room(by).await.map_err(room_gone)
}
