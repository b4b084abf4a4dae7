//! Sending a message: the one way in, for HTTP and socket alike.

use confluence_protocol::{NewMessage, RoomId, Timestamp, UserId};
use confluence_store::{Append, Appended, Store, Submitted};

use super::{Form, room_gone};
use crate::{access, error::ApiError};

/// Stores the message and answers once it is durable; a repeat answers the message as it stands now.
pub async fn send_message(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    form: Form<NewMessage>,
    now: Timestamp,
) -> Result<Appended, ApiError> {
    queue_message(store, room_id, by, form, now).await?.stored().await
}

/// A message that was accepted and has its place in the order.
#[derive(Debug)]
pub struct QueuedMessage(Submitted);

/// The first half of [`send_message`]: the checks, and its place in the order. The socket takes the halves
/// apart, to store messages in the order of their frames without waiting for each.
pub async fn queue_message(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    form: Form<NewMessage>,
    now: Timestamp,
) -> Result<QueuedMessage, ApiError> {
    let poster = access::member(store, room_id, by).await?.poster()?;
    let message = form?;
    message.check().map_err(ApiError::invalid)?;
    let append = Append { room_id: poster.room_id(), author: poster.user_id(), message, now };
    store.submit(append).await.map(QueuedMessage).map_err(room_gone)
}

impl QueuedMessage {
    /// The second half: resolves once it is durable.
    pub async fn stored(self) -> Result<Appended, ApiError> {
        self.0.stored().await.map_err(room_gone)
    }
}
