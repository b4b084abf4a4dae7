//! Reach: who has read a message, whom it has not reached, and one reminder to exactly those people.

use confluence_protocol::{ErrorCode, Marks, Message, MessageId, Receipts, Timestamp, Unseen};
use confluence_rights::{Member, Poster};
use confluence_store::Store;

use crate::{
    commands::{gone::message_gone, page::PageQuery},
    error::ApiError,
};

/// Who has read the message: for every member. People who opted out are counted, not named.
pub async fn list_receipts(
    store: &Store,
    by: Member,
    message_id: MessageId,
    form: PageQuery,
) -> Result<Receipts, ApiError> {
    let PageQuery { cursor, limit } = form;
    store
        .receipts(by, message_id, cursor.as_deref(), limit.rows())
        .await
        .map_err(message_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))
}

/// How far the others have read, in rooms of up to 50; any member may ask.
pub async fn list_marks(store: &Store, by: Member) -> Result<Marks, ApiError> {
    Ok(Marks { marks: store.marks(by).await? })
}

/// Whom the message has not reached; its author and moderators may ask.
pub async fn list_unseen(
    store: &Store,
    by: Member,
    message_id: MessageId,
    form: PageQuery,
) -> Result<Unseen, ApiError> {
    let PageQuery { cursor, limit } = form;
    store
        .unseen(by, message_id, cursor.as_deref(), limit.rows())
        .await
        .map_err(message_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))
}

/// Mentions exactly the people whom the message has not reached. Works once for each message.
pub async fn remind(
    store: &Store,
    by: Poster,
    message_id: MessageId,
    now: Timestamp,
) -> Result<Message, ApiError> {
    let reminder = MessageId::new(now);
    let sent = store.remind(by, message_id, reminder, now).await.map_err(message_gone)?;
    Ok(Message::clone(&sent.message))
}
