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
    let poster = access::member(store, room_id, by).await?.poster()?;
    let message = form?;
    message.check().map_err(ApiError::invalid)?;
    if !message.attachments.is_empty() {
        return Err(ApiError::unsupported("attachments"));
    }
    let append = Append { room_id: poster.room_id(), author: poster.user_id(), message, now };
    store.append(append).await.map_err(room_gone)
}
