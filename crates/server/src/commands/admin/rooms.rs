//! Rooms and invites as administrators see and change them: names and numbers, never content.

use confluence_protocol::{AdminInvites, AdminRoom, AdminRooms, ErrorCode, InviteId, RoomId, SetOwner};
use confluence_rights::{Administrator, Elevated, Refusal};
use confluence_store::StoreError;

use crate::{
    app::App,
    commands::{admin::accounts::NamedQuery, gone::room_gone, page::PageQuery},
    error::ApiError,
};

/// Public and private rooms by name.
pub async fn list_all_rooms(app: &App, by: Administrator, form: NamedQuery) -> Result<AdminRooms, ApiError> {
    let NamedQuery { query, cursor, limit } = form;
    Ok(app.store.rooms_as_numbers(by, query.as_ref(), cursor.as_deref(), limit.rows()).await?)
}

/// Hides a room from everybody and deletes it in 7 days.
pub async fn plan_room_deletion(app: &App, by: Elevated, id: RoomId) -> Result<(), ApiError> {
    app.store.plan_room_deletion(by, id, app.clock.now()).await.map_err(room_gone)
}

/// Calls a planned deletion off.
pub async fn restore_room(app: &App, by: Elevated, id: RoomId) -> Result<AdminRoom, ApiError> {
    app.store.restore_room(by, id, app.clock.now()).await.map_err(room_gone)
}

/// Makes a member an owner of a room without an owner who can act. Anybody else gets 404 `user_not_found`.
pub async fn set_room_owner(
    app: &App,
    by: Elevated,
    id: RoomId,
    form: SetOwner,
) -> Result<AdminRoom, ApiError> {
    let set = app.store.set_owner(by, id, form.user_id, app.clock.now()).await;
    set.map_err(|error| match error {
        StoreError::Refused(Refusal::NotAMember) => ApiError::of(ErrorCode::UserNotFound),
        other => room_gone(other),
    })
}

/// Invites of all rooms, newest first.
pub async fn list_all_invites(
    app: &App,
    by: Administrator,
    form: PageQuery,
) -> Result<AdminInvites, ApiError> {
    let PageQuery { cursor, limit } = form;
    Ok(app.store.all_invites(by, cursor.as_deref(), limit.rows()).await?)
}

/// Revokes an invite.
pub async fn revoke_invite(app: &App, by: Elevated, id: InviteId) -> Result<(), ApiError> {
    Ok(app.store.revoke_invite(by, id, app.clock.now()).await?)
}
