//! The members of a room, visible only to members.

use confluence_protocol::Members;
use confluence_rights::Member;
use confluence_store::Store;

use crate::{
    commands::{gone::room_gone, page::PageQuery},
    error::ApiError,
};

/// A page of members: owners, then moderators, then members, each in the order they joined.
pub async fn list_members(store: &Store, by: Member, form: PageQuery) -> Result<Members, ApiError> {
    let PageQuery { cursor, limit } = form;
    store.members(by, cursor.as_deref(), limit.rows()).await.map_err(room_gone)
}
