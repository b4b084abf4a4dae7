//! Joining a public room, leaving a room, and the caller's settings there.

use confluence_protocol::{
    ErrorCode, FieldError, Limits, Membership, PatchMembership, Room, RoomKind, Timestamp,
};
use confluence_rights::{GroupMember, Member, Proof, Refusal, Visitor};
use confluence_store::{Store, StoreError};

use crate::{commands::gone::room_gone, error::ApiError};

/// Joins a public room. Members get the room unchanged.
pub async fn join_room(store: &Store, by: Visitor, now: Timestamp) -> Result<Room, ApiError> {
    store.join(by, now).await.map_err(room_gone)
}

/// Leaves a room. The last owner cannot leave while others remain; when the last member leaves, the room is
/// deleted.
pub async fn leave_room(store: &Store, by: GroupMember) -> Result<(), ApiError> {
    store.leave(by).await.map_err(room_gone)
}

/// Changes the caller's own settings for the room. Only direct rooms can be closed.
pub async fn set_membership(
    store: &Store,
    by: Member,
    form: PatchMembership,
) -> Result<Membership, ApiError> {
    if form.closed.is_some() && by.seat().kind() != RoomKind::Direct {
        let detail = "only direct rooms can be closed";
        return Err(ApiError::invalid(FieldError::new("closed", "invalid", detail)));
    }
    store.set_membership(by, form).await.map_err(refused)?;
    let room = store.room(by.into()).await?;
    room.and_then(|room| room.you).ok_or_else(|| Refusal::Hidden.into())
}

fn refused(error: StoreError) -> ApiError {
    match error {
        StoreError::LimitReached => {
            let detail = format!("you can have at most {} favourite rooms", Limits::FAVOURITES);
            ApiError::new(ErrorCode::LimitReached, detail)
        }
        other => room_gone(other),
    }
}
