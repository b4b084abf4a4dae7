//! Changing a room: moderators change settings; owners change its kind and archive it.

use confluence_media::Media;
use confluence_protocol::{FieldError, Limits, PatchRoom, Room, Timestamp};
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
    if patch.kind.is_some() || patch.archived.is_some() {
        Owner::of(by.seat())?;
    }
    if let Some(kind) = patch.kind {
        refuse_direct(kind)?;
    }
    if patch.slow_mode_seconds.is_some_and(|seconds| seconds > Limits::SLOW_MODE_SECONDS) {
        let detail = format!("slow_mode_seconds must be 0 to {}", Limits::SLOW_MODE_SECONDS);
        return Err(ApiError::invalid(FieldError::new("slow_mode_seconds", "invalid", detail)));
    }
    let portrait = make_portrait(store, media, by.user_id(), patch.avatar_upload_id, now).await?;
    let changed = store.update_room(by, patch, portrait, now).await;
    if changed.is_err() {
        withdraw(store, media, by.user_id(), portrait, now).await;
    }
    changed.map_err(room_gone)
}
