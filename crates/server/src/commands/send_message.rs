//! Sending a message: the one way in, for HTTP and socket alike.

use confluence_protocol::{NewMessage, RoomId, Timestamp, UserId};
use confluence_store::{Append, Appended, Store};

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
    let accepted = accept_message(store, room_id, by, form, now).await?;
    store_message(store, accepted).await
}

/// A message whose sender may post and whose form is right. Made by [`accept_message`] only.
#[derive(Debug)]
pub struct AcceptedMessage(Append);

/// The first half of [`send_message`]: the checks. The socket takes the halves apart, to store messages in
/// the order of their frames without waiting for each.
pub async fn accept_message(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    form: Form<NewMessage>,
    now: Timestamp,
) -> Result<AcceptedMessage, ApiError> {
    let poster = access::member(store, room_id, by).await?.poster()?;
    let message = form?;
    message.check().map_err(ApiError::invalid)?;
    Ok(AcceptedMessage(Append { room_id: poster.room_id(), author: poster.user_id(), message, now }))
}

/// The second half: the deed. It enters the store's queue when it is first polled.
pub async fn store_message(store: &Store, accepted: AcceptedMessage) -> Result<Appended, ApiError> {
    store.append(accepted.0).await.map_err(room_gone)
}
