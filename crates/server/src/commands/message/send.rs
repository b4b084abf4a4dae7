//! Sending a message: the one way in, for HTTP and socket alike.

use confluence_protocol::{NewMessage, RoomId, Timestamp, UserId};
use confluence_rights::Poster;
use confluence_store::{Append, Appended, Store, Submitted};

use crate::{access, commands::gone::room_gone, error::ApiError};

/// Stores the message and answers once it is durable; a repeat answers the message as it stands now.
pub async fn send_message(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    message: NewMessage,
    now: Timestamp,
) -> Result<Appended, ApiError> {
    queue_message(store, room_id, by, message, now).await?.stored().await
}

/// A message that was accepted and has its place in the order.
#[derive(Debug)]
pub struct QueuedMessage(Submitted);

/// The first half of [`send_message`]: its place in the order. The socket takes the halves apart, to store
/// messages in the order of their frames without waiting for each.
///
/// A valid message needs no proof: the commit that stores it makes that of a [`Poster`] itself, at the moment that
/// counts, so a send waits for no read. A message that is refused never gets there, and its sender must learn nothing
/// from it that the room does not allow.
pub async fn queue_message(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    message: NewMessage,
    now: Timestamp,
) -> Result<QueuedMessage, ApiError> {
    if let Err(fault) = message.check() {
        return Err(access::refuse::<Poster>(store, room_id, by, ApiError::invalid(fault)).await);
    }
    let append = Append { room_id, author: by, message, now };
    store.submit(append).await.map(QueuedMessage).map_err(room_gone)
}

impl QueuedMessage {
    /// The second half: resolves once it is durable.
    pub async fn stored(self) -> Result<Appended, ApiError> {
        self.0.stored().await.map_err(room_gone)
    }
}
