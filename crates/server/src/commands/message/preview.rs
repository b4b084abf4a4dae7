//! The cards of the links in a message: its author can take them away.

use confluence_protocol::{MessageId, RoomId, UserId};
use confluence_store::Store;

use crate::{access, commands::gone::message_gone, error::ApiError};

/// Takes the cards away for everybody and for good; again: nothing changes.
pub async fn dismiss_previews(
    store: &Store,
    room_id: RoomId,
    message_id: MessageId,
    by: UserId,
) -> Result<(), ApiError> {
    let member = access::member(store, room_id, by).await?;
    store.dismiss_previews(member.room_id(), message_id, member.user_id()).await.map_err(message_gone)
}
