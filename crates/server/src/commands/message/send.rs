//! Sending a message: the same path for HTTP and the socket.

use confluence_protocol::{NewMessage, RoomId, Timestamp, UserId};
use confluence_rights::Poster;
use confluence_store::{Append, Appended, Store, Submitted};

use crate::{
    access,
    commands::{gone::room_gone, message::active::active_members},
    error::ApiError,
};

/// Stores the message and returns once it is durable. A repeat returns the message in its current state.
/// `active` picks the people who are active now, for `@here`.
pub async fn send_message(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    message: NewMessage,
    now: Timestamp,
    active: impl FnOnce(Vec<UserId>) -> Vec<UserId>,
) -> Result<Appended, ApiError> {
    queue_message(store, room_id, by, message, now, active).await?.stored().await
}

/// An accepted message that has its place in the order.
#[derive(Debug)]
pub struct QueuedMessage(Submitted);

/// First half of [`send_message`]: gives the message its place in the order. The socket uses the halves
/// separately to store messages in frame order without waiting for each.
///
/// A valid message needs no proof here, and so no read unless it says `@here`: its commit checks for a [`Poster`]
/// at the moment that counts. An invalid message never gets that far, so its sender's rights are checked here: the answer must
/// reveal nothing that the room does not allow.
pub async fn queue_message(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    message: NewMessage,
    now: Timestamp,
    active: impl FnOnce(Vec<UserId>) -> Vec<UserId>,
) -> Result<QueuedMessage, ApiError> {
    if let Err(fault) = message.check() {
        return Err(access::refuse::<Poster>(store, room_id, by, ApiError::invalid(fault)).await);
    }
    let active = active_members(store, room_id, by, &message, active).await?;
    let append = Append { room_id, author: by, message, active, now };
    store.submit(append).await.map(QueuedMessage).map_err(room_gone)
}

impl QueuedMessage {
    /// Second half: resolves once the message is durable.
    pub async fn stored(self) -> Result<Appended, ApiError> {
        self.0.stored().await.map_err(room_gone)
    }
}
