//! Reactions: any member adds and takes back their own, once each, however often it is asked.

use confluence_protocol::{Emoji, FieldError, MessageId, ReactionCount, RoomId, Timestamp, UserId};
use confluence_store::Store;

use super::message_gone;
use crate::{access, error::ApiError};

/// Adds the caller's reaction.
pub async fn react(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
    emoji: &str,
    now: Timestamp,
) -> Result<ReactionCount, ApiError> {
    let member = access::member(store, room_id, by).await?;
    let emoji = parse(emoji)?;
    store.react(member.room_id(), message_id, member.user_id(), &emoji, now).await.map_err(message_gone)
}

/// Takes the caller's reaction back.
pub async fn unreact(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
    emoji: &str,
) -> Result<ReactionCount, ApiError> {
    let member = access::member(store, room_id, by).await?;
    let emoji = parse(emoji)?;
    store.unreact(member.room_id(), message_id, member.user_id(), &emoji).await.map_err(message_gone)
}

fn parse(text: &str) -> Result<Emoji, ApiError> {
    text.parse::<Emoji>().map_err(|error| {
        ApiError::invalid(FieldError {
            field: "emoji".to_owned(),
            code: error.code.to_owned(),
            detail: error.detail,
        })
    })
}
