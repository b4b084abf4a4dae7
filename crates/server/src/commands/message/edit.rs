//! Editing and deleting: authors edit; authors and moderators delete. Earlier versions stay readable to
//! members until the message is deleted.

use confluence_protocol::{
    Description, EditMessage, ErrorCode, FieldError, History, Message, MessageId, MessagesDeleted, Timestamp,
    UserId, has_visible,
};
use confluence_rights::{Member, Moderator, Poster};
use confluence_store::Store;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    commands::{
        gone::{message_gone, person_gone},
        reason::ReasonQuery,
    },
    error::ApiError,
};

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

/// Turns the message into a tombstone. Deleting it again changes nothing. The reason is kept if the message is
/// somebody else's.
pub async fn delete_message(
    store: &Store,
    by: Member,
    message_id: MessageId,
    form: ReasonQuery,
    now: Timestamp,
) -> Result<(), ApiError> {
    store.delete_message(by, message_id, form.reason, now).await.map_err(message_gone)
}

/// Which messages of a person to delete, and why.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RecentQuery {
    /// Only messages sent at this time or later.
    pub since: Timestamp,
    /// Reason, up to 500 characters; shown to moderators only.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub reason: Option<Description>,
}

/// Deletes the recent messages of somebody, member or not: the newest first, up to 1,000 in a call.
pub async fn delete_recent_messages(
    store: &Store,
    by: Moderator,
    author: UserId,
    form: RecentQuery,
    now: Timestamp,
) -> Result<MessagesDeleted, ApiError> {
    let RecentQuery { since, reason } = form;
    store.delete_recent_messages(by, author, since, reason, now).await.map_err(person_gone)
}

/// Every version of the message, the original first.
pub async fn show_history(store: &Store, by: Member, message_id: MessageId) -> Result<History, ApiError> {
    store
        .history(by, message_id)
        .await
        .map_err(message_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))
}
