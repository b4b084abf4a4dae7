//! Finding rooms: the caller's own, the directory, and the card of one.

use confluence_protocol::{Directory, Room, RoomSort, Rooms, SearchText, UserId};
use confluence_rights::{Refusal, Visitor};
use confluence_store::Store;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{commands::gone::room_gone, error::ApiError, extract::PageLimit};

/// Search in the directory of public rooms.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DirectoryQuery {
    /// Part of the name.
    #[param(value_type = Option<String>, max_length = 80)]
    pub query: Option<SearchText>,
    /// Order of the rooms: by name if absent.
    #[param(value_type = Option<RoomSort>, inline)]
    pub sort: Option<RoomSort>,
    /// Start of the page: the `next_cursor` of the previous page.
    pub cursor: Option<String>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// The caller's rooms, each with its newest message.
pub async fn my_rooms(store: &Store, by: UserId) -> Result<Rooms, ApiError> {
    Ok(Rooms { rooms: store.rooms_of(by).await?, next_cursor: None })
}

/// Public rooms, except those that banned the caller.
pub async fn directory(store: &Store, by: UserId, form: DirectoryQuery) -> Result<Directory, ApiError> {
    let DirectoryQuery { query, sort, cursor, limit } = form;
    let sort = sort.unwrap_or(RoomSort::Name);
    Ok(store.directory(by, query.as_ref(), sort, cursor.as_deref(), limit.rows()).await?)
}

/// The card of a room that the caller may see.
pub async fn show_room(store: &Store, by: Visitor) -> Result<Room, ApiError> {
    store.room(by).await.map_err(room_gone)?.ok_or_else(|| Refusal::Hidden.into())
}
