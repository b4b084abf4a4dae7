//! Pinned messages, for the whole room, and saved ones, for the caller alone.

use confluence_protocol::{Message, MessageId, Pins, Saved, Timestamp, UserId};
use confluence_rights::{Member, Pinner};
use confluence_store::Store;

use crate::{
    commands::{
        gone::{message_gone, room_gone},
        page::PageQuery,
    },
    error::ApiError,
};

/// Pins the message. In a direct room everybody may; elsewhere moderators.
pub async fn pin_message(
    store: &Store,
    by: Pinner,
    message_id: MessageId,
    now: Timestamp,
) -> Result<Message, ApiError> {
    store.pin(by, message_id, now).await.map_err(message_gone)
}

/// Unpins the message.
pub async fn unpin_message(store: &Store, by: Pinner, message_id: MessageId) -> Result<Message, ApiError> {
    store.unpin(by, message_id).await.map_err(message_gone)
}

/// The room's pinned messages, most recently pinned first.
pub async fn list_pins(store: &Store, by: Member) -> Result<Pins, ApiError> {
    store.pins(by).await.map_err(room_gone)
}

/// Saves the message for the caller. Nobody else can see this.
pub async fn save_message(
    store: &Store,
    by: Member,
    message_id: MessageId,
    now: Timestamp,
) -> Result<(), ApiError> {
    store.save(by, message_id, now).await.map_err(message_gone)
}

/// Removes the message from the caller's saved ones.
pub async fn unsave_message(store: &Store, by: Member, message_id: MessageId) -> Result<(), ApiError> {
    store.unsave(by, message_id).await.map_err(message_gone)
}

/// The caller's saved messages in rooms that they are still in.
pub async fn list_saved(store: &Store, by: UserId, form: PageQuery) -> Result<Saved, ApiError> {
    let PageQuery { cursor, limit } = form;
    Ok(store.saved(by, cursor.as_deref(), limit.rows()).await?)
}
