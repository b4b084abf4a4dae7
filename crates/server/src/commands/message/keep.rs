//! Keeping messages at hand: pinned for the whole room, or saved for oneself.

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

/// Pins the message: moderators; in a direct room, everybody.
pub async fn pin_message(
    store: &Store,
    by: Pinner,
    message_id: MessageId,
    now: Timestamp,
) -> Result<Message, ApiError> {
    store.pin(by, message_id, now).await.map_err(message_gone)
}

/// Takes the pin out again.
pub async fn unpin_message(store: &Store, by: Pinner, message_id: MessageId) -> Result<Message, ApiError> {
    store.unpin(by, message_id).await.map_err(message_gone)
}

/// The pinned messages of a room, the last pinned first.
pub async fn list_pins(store: &Store, by: Member) -> Result<Pins, ApiError> {
    store.pins(by).await.map_err(room_gone)
}

/// Saves the message for the caller; nobody else learns of it.
pub async fn save_message(
    store: &Store,
    by: Member,
    message_id: MessageId,
    now: Timestamp,
) -> Result<(), ApiError> {
    store.save(by, message_id, now).await.map_err(message_gone)
}

/// Forgets the saved message.
pub async fn unsave_message(store: &Store, by: Member, message_id: MessageId) -> Result<(), ApiError> {
    store.unsave(by, message_id).await.map_err(message_gone)
}

/// What the caller has saved in rooms that they are in now.
pub async fn list_saved(store: &Store, by: UserId, form: PageQuery) -> Result<Saved, ApiError> {
    let PageQuery { cursor, limit } = form;
    Ok(store.saved(by, cursor.as_deref(), limit.rows()).await?)
}
