//! Reactions: any member adds and takes back their own, once each, however often it is asked.

use confluence_protocol::{
    Emoji, ErrorCode, FieldError, Limits, MessageId, ReactionCount, RoomId, Timestamp, UserId,
};
use confluence_store::{Store, StoreError};

use crate::{access, commands::gone::message_gone, error::ApiError};

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
    store.react(member.room_id(), message_id, member.user_id(), &emoji, now).await.map_err(
        |error| match error {
            StoreError::LimitReached => ApiError::new(
                ErrorCode::LimitReached,
                format!("a message has at most {} different reactions", Limits::REACTIONS),
            )
            .at("emoji"),
            other => message_gone(other),
        },
    )
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
    text.parse::<Emoji>().map_err(|error| ApiError::invalid(FieldError::of("emoji", error)))
}
