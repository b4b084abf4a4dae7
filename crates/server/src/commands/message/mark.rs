//! Read marks: how far a member has read, a high-water mark that moves back only on purpose.

use confluence_protocol::{MarkRead, ReadState, Timestamp};
use confluence_rights::Member;
use confluence_store::Store;

use crate::{commands::gone::room_gone, error::ApiError};

/// Moves the caller's mark and answers what lies after it.
pub async fn mark_read(
    store: &Store,
    by: Member,
    mark: MarkRead,
    now: Timestamp,
) -> Result<ReadState, ApiError> {
    store.mark_read(by, mark, now).await.map_err(room_gone)
}

/// Moves the caller's mark and counts nothing: a socket is not answered.
pub async fn move_mark(store: &Store, by: Member, mark: MarkRead, now: Timestamp) -> Result<(), ApiError> {
    store.move_mark(by, mark, now).await.map_err(room_gone)
}
