//! Who is in a room: for its members only.

use confluence_protocol::{Members, RoomId, UserId};
use confluence_store::Store;

use crate::{
    access,
    commands::{
        form::{Form, PageQuery},
        gone::room_gone,
    },
    error::ApiError,
};

/// A page of the members: owners, moderators, members, each by when they joined.
pub async fn list_members(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    form: Form<PageQuery>,
) -> Result<Members, ApiError> {
    let member = access::member(store, room_id, by).await?;
    let PageQuery { cursor, limit } = form?;
    store.members(member.room_id(), cursor.as_deref(), limit.rows()).await.map_err(room_gone)
}
