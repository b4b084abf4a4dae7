//! Coming and going: joining a public room, leaving any, and one's own settings there.

use confluence_protocol::{Membership, PatchMembership, Room, RoomId, Timestamp, UserId};
use confluence_store::Store;

use crate::{
    access,
    commands::{form::Form, gone::room_gone},
    error::ApiError,
};

/// Joins a public room; who is in it already gets it as it is.
pub async fn join_room(store: &Store, room_id: RoomId, by: UserId, now: Timestamp) -> Result<Room, ApiError> {
    let visitor = access::visitor(store, room_id, by).await?;
    store.join(visitor.room_id(), visitor.user_id(), now).await.map_err(room_gone)
}

/// Leaves a room. The last owner stays while others are there; the last member takes the room along.
pub async fn leave_room(store: &Store, room_id: RoomId, by: UserId, now: Timestamp) -> Result<(), ApiError> {
    let member = access::member(store, room_id, by).await?.not_direct()?;
    store.leave(member.room_id(), member.user_id(), now).await.map_err(room_gone)
}

/// Of what in the room one wants to be told.
pub async fn set_membership(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    form: Form<PatchMembership>,
) -> Result<Membership, ApiError> {
    let member = access::member(store, room_id, by).await?;
    let PatchMembership { notify } = form?;
    store.set_notify(member.room_id(), member.user_id(), notify).await.map_err(room_gone)?;
    let room = store.room(member.room_id(), member.user_id()).await?;
    room.and_then(|room| room.you).ok_or_else(access::room_not_found)
}
