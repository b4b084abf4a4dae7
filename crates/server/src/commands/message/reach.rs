//! Reach: who has read a message, whom it has not reached, and one reminder to exactly those.

use confluence_protocol::{
    ErrorCode, Marks, Message, MessageBody, MessageId, Receipts, RoomId, Timestamp, Unseen, UserId,
};
use confluence_store::Store;

use crate::{
    access::{self, Member},
    commands::{
        form::{Form, PageQuery},
        gone::message_gone,
    },
    error::ApiError,
};

/// What a reminder says; whom it is for stands in its mentions.
const REMINDER: &str = "Reminder: this message still waits for you.";

/// Who has read the message: for every member. People who opted out are counted, not named.
pub async fn list_receipts(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
    form: Form<PageQuery>,
) -> Result<Receipts, ApiError> {
    let member = access::member(store, room_id, by).await?;
    let PageQuery { cursor, limit } = form?;
    store
        .receipts(member.room_id(), message_id, cursor.as_deref(), limit.rows())
        .await
        .map_err(message_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))
}

/// How far the others have read: for every member, in rooms of up to 50.
pub async fn list_marks(store: &Store, room_id: RoomId, by: UserId) -> Result<Marks, ApiError> {
    let member = access::member(store, room_id, by).await?;
    Ok(Marks { marks: store.marks(member.room_id(), by).await? })
}

/// Whom the message has not reached: for its author and for moderators.
pub async fn list_unseen(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
    form: Form<PageQuery>,
) -> Result<Unseen, ApiError> {
    let member = author_or_moderator(store, room_id, message_id, by).await?;
    let PageQuery { cursor, limit } = form?;
    store
        .unseen(member.room_id(), message_id, cursor.as_deref(), limit.rows())
        .await
        .map_err(message_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))
}

/// Mentions exactly those whom the message has not reached, once a message.
pub async fn remind(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
    now: Timestamp,
) -> Result<Message, ApiError> {
    let member = author_or_moderator(store, room_id, message_id, by).await?;
    let poster = member.poster()?;
    let body: MessageBody = REMINDER.parse().map_err(|error| ApiError::internal(&error))?;
    let reminder = MessageId::new(now);
    let sent = store
        .remind(poster.room_id(), message_id, poster.user_id(), reminder, body, now)
        .await
        .map_err(message_gone)?;
    Ok(Message::clone(&sent.message))
}

async fn author_or_moderator(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
) -> Result<Member, ApiError> {
    let member = access::member(store, room_id, by).await?;
    let message = store
        .message(member.room_id(), message_id, by)
        .await
        .map_err(message_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))?;
    if message.author.id != by && !member.role().moderates() {
        return Err(ApiError::new(ErrorCode::Forbidden, "only its author and moderators see that"));
    }
    Ok(member)
}
