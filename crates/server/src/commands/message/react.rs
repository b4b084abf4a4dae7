//! Reactions: members add and remove their own. Each counts once, however often it is sent.

use confluence_protocol::{Emoji, ErrorCode, FieldError, Limits, MessageId, ReactionCount};
use confluence_rights::Participant;
use confluence_store::{Store, StoreError};

use crate::{commands::gone::message_gone, error::ApiError};

/// Adds the caller's reaction.
pub async fn react(
    store: &Store,
    by: Participant,
    message_id: MessageId,
    emoji: &str,
) -> Result<ReactionCount, ApiError> {
    let emoji = parse(emoji)?;
    store.react(by, message_id, &emoji).await.map_err(|error| match error {
        StoreError::LimitReached => ApiError::new(
            ErrorCode::LimitReached,
            format!("a message can have at most {} different reactions", Limits::REACTIONS),
        )
        .at("emoji"),
        other => message_gone(other),
    })
}

/// Removes the caller's reaction.
pub async fn unreact(
    store: &Store,
    by: Participant,
    message_id: MessageId,
    emoji: &str,
) -> Result<ReactionCount, ApiError> {
    let emoji = parse(emoji)?;
    store.unreact(by, message_id, &emoji).await.map_err(message_gone)
}

fn parse(text: &str) -> Result<Emoji, ApiError> {
    text.parse::<Emoji>().map_err(|error| ApiError::invalid(FieldError::of("emoji", error)))
}
