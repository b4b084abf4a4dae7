//! Whom `@here` mentions: the members who are active when the message is written.

use confluence_protocol::{NewMessage, RoomId, UserId, mentions_here};
use confluence_rights::Poster;
use confluence_store::Store;

use crate::{access, error::ApiError};

/// The active members, if the message mentions `@here` and its author may; otherwise `None`, without reading
/// anything. `active` picks them from all others, because presence is not stored.
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
    let poster: Poster = access::prove(store, room_id, by).await?;
    Ok(store.people_to_call(poster).await?.map(active))
}
