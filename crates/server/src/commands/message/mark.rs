//! Read marks: how far a member has read. A mark moves back only on request.

use confluence_protocol::{MarkRead, ReadState, Timestamp};
use confluence_rights::Member;
use confluence_store::Store;

use crate::{commands::gone::room_gone, error::ApiError};

/// Moves the caller's mark and returns what is unread after it.
pub async fn mark_read(
    store: &Store,
    by: Member,
    mark: MarkRead,
    now: Timestamp,
) -> Result<ReadState, ApiError> {
    store.mark_read(by, mark, now).await.map_err(room_gone)
}

/// Moves the caller's mark without counting: sockets get no answer.
pub async fn move_mark(store: &Store, by: Member, mark: MarkRead, now: Timestamp) -> Result<(), ApiError> {
    store.move_mark(by, mark, now).await.map_err(room_gone)
}
