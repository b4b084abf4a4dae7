//! Editing and deleting: the author edits; the author or a moderator deletes; what was said before stays
//! readable to members until the message is deleted.

use confluence_protocol::{
    EditMessage, ErrorCode, FieldError, History, Message, MessageId, RoomId, Timestamp, UserId, has_visible,
};
use confluence_store::Store;

use crate::{
    access,
    commands::{form::Form, gone::message_gone},
    error::ApiError,
};

/// Gives the message another wording: whoever may post there can change what they posted. Edits take their place in the room's order: the last one stands.
pub async fn edit_message(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
    form: Form<EditMessage>,
    now: Timestamp,
) -> Result<Message, ApiError> {
    let poster = access::member(store, room_id, by).await?.poster()?;
    let EditMessage { body } = form?;
    if !has_visible(&body) {
        return Err(ApiError::invalid(FieldError {
            field: "body".to_owned(),
            code: "too_short".to_owned(),
            detail: "a message has at least 1 visible character; delete it instead".to_owned(),
        }));
    }
    store.edit_message(poster.room_id(), message_id, poster.user_id(), body, now).await.map_err(message_gone)
}

/// Turns the message into a tombstone; again: nothing changes.
pub async fn delete_message(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
    now: Timestamp,
) -> Result<(), ApiError> {
    let member = access::member(store, room_id, by).await?;
    let moderates = member.role().moderates();
    store
        .delete_message(member.room_id(), message_id, member.user_id(), moderates, now)
        .await
        .map_err(message_gone)
}

/// What the message said before, the original first.
pub async fn show_history(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
) -> Result<History, ApiError> {
    let member = access::member(store, room_id, by).await?;
    store
        .history(member.room_id(), message_id)
        .await
        .map_err(message_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))
}
