//! Deleting a room as an owner, and restoring it within 7 days.

use confluence_protocol::{DeletedRooms, ErrorCode, Room, RoomId, Timestamp, UserId};
use confluence_rights::Owner;
use confluence_store::{Store, StoreError};

use crate::{
    commands::{gone::room_gone, room::create::owns_too_many},
    error::ApiError,
};

/// Hides the room from everybody, and deletes it with everything in it after 7 days.
pub async fn delete_room(store: &Store, by: Owner, now: Timestamp) -> Result<(), ApiError> {
    store.delete_room(by, now).await.map_err(room_gone)
}

/// The rooms that the user can restore.
pub async fn deleted_rooms(store: &Store, by: UserId, now: Timestamp) -> Result<DeletedRooms, ApiError> {
    Ok(store.deleted_rooms(by, now).await?)
}

/// Restores a room that its owner deleted. Somebody who owns `most_owned` rooms restores none; 0 means no limit.
pub async fn undelete_room(
    store: &Store,
    by: UserId,
    room: RoomId,
    most_owned: u32,
    now: Timestamp,
) -> Result<Room, ApiError> {
    let most = (most_owned > 0).then_some(most_owned);
    store.undelete_room(by, room, most, now).await.map_err(|error| match error {
        StoreError::NotFound => ApiError::of(ErrorCode::RoomNotFound),
        other => owns_too_many(other, most_owned),
    })
}
