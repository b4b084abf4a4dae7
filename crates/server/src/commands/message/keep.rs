//! Keeping messages at hand: pinned for the whole room, or saved for oneself.

use confluence_protocol::{ErrorCode, Message, MessageId, Pins, RoomId, Saved, Timestamp, UserId};
use confluence_store::Store;

use crate::{
    access,
    commands::{
        form::{Form, PageQuery},
        gone::{message_gone, room_gone},
    },
    error::ApiError,
};

/// Pins the message: moderators; in a direct room, everybody.
pub async fn pin_message(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
    now: Timestamp,
) -> Result<Message, ApiError> {
    let member = access::member(store, room_id, by).await?.pinner()?;
    store.pin(member.room_id(), message_id, now).await.map_err(message_gone)
}

/// Takes the pin out again.
pub async fn unpin_message(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
) -> Result<Message, ApiError> {
    let member = access::member(store, room_id, by).await?.pinner()?;
    store.unpin(member.room_id(), message_id).await.map_err(message_gone)
}

/// The pinned messages of a room, the last pinned first.
pub async fn list_pins(store: &Store, room_id: RoomId, by: UserId) -> Result<Pins, ApiError> {
    let member = access::member(store, room_id, by).await?;
    store.pins(member.room_id(), member.user_id()).await.map_err(room_gone)
}

/// Saves the message for the caller; nobody else learns of it.
pub async fn save_message(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
    now: Timestamp,
) -> Result<(), ApiError> {
    let member = access::member(store, room_id, by).await?;
    if store.message(member.room_id(), message_id, by).await.map_err(message_gone)?.is_none() {
        return Err(ApiError::of(ErrorCode::MessageNotFound));
    }
    store.save(member.user_id(), member.room_id(), message_id, now).await.map_err(message_gone)
}

/// Forgets the saved message.
pub async fn unsave_message(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
) -> Result<(), ApiError> {
    let member = access::member(store, room_id, by).await?;
    store.unsave(member.user_id(), member.room_id(), message_id).await.map_err(message_gone)
}

/// What the caller has saved in rooms that they are in now.
pub async fn list_saved(store: &Store, by: UserId, form: Form<PageQuery>) -> Result<Saved, ApiError> {
    let PageQuery { cursor, limit } = form?;
    Ok(store.saved(by, cursor.as_deref(), limit.rows()).await?)
}
