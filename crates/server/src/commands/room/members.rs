//! Who is in a room: for its members only.

use confluence_protocol::Members;
use confluence_rights::Member;
use confluence_store::Store;

use crate::{
    commands::{gone::room_gone, page::PageQuery},
    error::ApiError,
};

/// A page of the members: owners, moderators, members, each by when they joined.
pub async fn list_members(store: &Store, by: Member, form: PageQuery) -> Result<Members, ApiError> {
    let PageQuery { cursor, limit } = form;
    store.members(by, cursor.as_deref(), limit.rows()).await.map_err(room_gone)
}
