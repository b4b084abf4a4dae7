//! Read marks: how far a member has read, a high-water mark that moves back only on purpose.

use confluence_protocol::{MarkRead, ReadState, RoomId, Timestamp, UserId};
use confluence_store::Store;

use crate::{
    access,
    commands::{form::Form, gone::room_gone},
    error::ApiError,
};

/// Moves the caller's mark and answers what lies after it.
pub async fn mark_read(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    form: Form<MarkRead>,
    now: Timestamp,
) -> Result<ReadState, ApiError> {
    let member = access::member(store, room_id, by).await?;
    let mark = form?;
    store.mark_read(member.room_id(), member.user_id(), mark, now).await.map_err(room_gone)
}

/// Moves the caller's mark and counts nothing: a socket is not answered.
pub async fn move_mark(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    mark: MarkRead,
    now: Timestamp,
) -> Result<(), ApiError> {
    let member = access::member(store, room_id, by).await?;
    store.move_mark(member.room_id(), member.user_id(), mark, now).await.map_err(room_gone)
}
