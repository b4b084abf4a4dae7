//! Creating a room: anybody signed in may; the creator owns it.

use confluence_protocol::{CreateRoom, FieldError, Room, RoomId, RoomKind, Timestamp, UserId};
use confluence_store::{NewRoom, Store};

use super::Form;
use crate::error::ApiError;

/// Makes the room; its creator is in it as owner.
pub async fn create_room(
    store: &Store,
    by: UserId,
    form: Form<CreateRoom>,
    now: Timestamp,
) -> Result<Room, ApiError> {
    let CreateRoom { name, description, kind } = form?;
    let kind = kind.unwrap_or(RoomKind::Public);
    refuse_direct(kind)?;
    let room = NewRoom { id: RoomId::new(now), kind, name, description, created_by: by, now };
    Ok(store.create_room(room).await?)
}

/// Direct rooms are made of people, not of a name; no room becomes one later.
pub(super) fn refuse_direct(kind: RoomKind) -> Result<(), ApiError> {
    if kind == RoomKind::Direct {
        return Err(ApiError::invalid(FieldError {
            field: "kind".to_owned(),
            code: "invalid".to_owned(),
            detail: "kind is public or private here".to_owned(),
        }));
    }
    Ok(())
}
