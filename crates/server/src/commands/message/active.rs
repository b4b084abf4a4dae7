//! Whom `@here` mentions: the members who are active when the message is written.

use confluence_protocol::{NewMessage, RoomId, UserId, mentions_here};
use confluence_rights::Poster;
use confluence_store::Store;

use crate::{access, error::ApiError};

/// The active members, if the message mentions `@here` and its author may; otherwise `None`, without reading
/// anything. `active` picks them from all others, because presence is not stored.
///
/// If they cannot be read, the name is plain text: refusing this message, but not the next one from the same socket,
/// would store them in another order.
pub(super) async fn active_members(
    store: &Store,
    room_id: RoomId,
    by: UserId,
    message: &NewMessage,
    active: impl FnOnce(Vec<UserId>) -> Vec<UserId>,
) -> Result<Option<Vec<UserId>>, ApiError> {
    if !mentions_here(&message.body) {
        return Ok(None);
    }
    let poster: Poster = match access::prove(store, room_id, by).await {
        Ok(poster) => poster,
        Err(error) if error.code().retryable() => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(store.people_to_call(poster).await.ok().flatten().map(active))
}
