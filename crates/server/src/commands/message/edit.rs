//! Editing and deleting: authors edit; authors and moderators delete. Earlier versions stay readable to
//! members until the message is deleted.

use confluence_protocol::{
    EditMessage, ErrorCode, FieldError, History, Message, MessageId, Timestamp, has_visible,
};
use confluence_rights::{Member, Poster};
use confluence_store::Store;

use crate::{commands::gone::message_gone, error::ApiError};

/// Replaces the message's text. Authors who may still post in the room can edit. Edits take their place in
/// the room's order, and the last one wins.
pub async fn edit_message(
    store: &Store,
    by: Poster,
    message_id: MessageId,
    form: EditMessage,
    now: Timestamp,
) -> Result<Message, ApiError> {
    let EditMessage { body } = form;
    if !has_visible(&body) {
        return Err(ApiError::invalid(FieldError {
            field: "body".to_owned(),
            code: "too_short".to_owned(),
            detail: "a message must have at least 1 visible character; delete it instead".to_owned(),
        }));
    }
    store.edit_message(by, message_id, body, now).await.map_err(message_gone)
}

/// Turns the message into a tombstone. Deleting it again changes nothing.
pub async fn delete_message(
    store: &Store,
    by: Member,
    message_id: MessageId,
    now: Timestamp,
) -> Result<(), ApiError> {
    store.delete_message(by, message_id, now).await.map_err(message_gone)
}

/// Every version of the message, the original first.
pub async fn show_history(store: &Store, by: Member, message_id: MessageId) -> Result<History, ApiError> {
    store
        .history(by, message_id)
        .await
        .map_err(message_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))
}
