//! Creating a room: every signed-in user may; the creator is its owner.

use confluence_protocol::{CreateRoom, ErrorCode, FieldError, Room, RoomId, RoomKind, Timestamp, UserId};
use confluence_store::{NewRoom, Store, StoreError};

use crate::error::ApiError;

/// Creates the room with its creator as owner. Somebody who owns `most_owned` rooms creates no more; 0 means no limit.
pub async fn create_room(
    store: &Store,
    by: UserId,
    form: CreateRoom,
    most_owned: u32,
    now: Timestamp,
) -> Result<Room, ApiError> {
    let CreateRoom { name, description, kind } = form;
    let kind = kind.unwrap_or(RoomKind::Public);
    refuse_direct(kind)?;
    let room = NewRoom {
        id: RoomId::new(now),
        kind,
        name,
        description,
        created_by: by,
        most_owned: (most_owned > 0).then_some(most_owned),
        now,
    };
    store.create_room(room).await.map_err(|error| owns_too_many(error, most_owned))
}

/// The answer to somebody who owns as many rooms as allowed.
pub(super) fn owns_too_many(error: StoreError, most_owned: u32) -> ApiError {
    match error {
        StoreError::LimitReached => ApiError::new(
            ErrorCode::LimitReached,
            format!("you own {most_owned} rooms, the limit per person"),
        ),
        other => other.into(),
    }
}

/// Direct rooms are made for people rather than by name, and no other room can become one.
pub(super) fn refuse_direct(kind: RoomKind) -> Result<(), ApiError> {
    if kind == RoomKind::Direct {
        return Err(ApiError::invalid(FieldError {
            field: "kind".to_owned(),
            code: "invalid".to_owned(),
            detail: "kind must be public or private".to_owned(),
        }));
    }
    Ok(())
}
