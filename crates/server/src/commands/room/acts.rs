//! Acts of moderation in a room, as its moderators see them between the messages.

use confluence_protocol::RoomActs;
use confluence_rights::Moderator;
use confluence_store::{ActsRange, Store};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{commands::gone::room_gone, error::ApiError, extract::PageLimit};

/// A page of acts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ActsQuery {
    /// Only acts at or after the message with this `seq`.
    pub after_seq: Option<i64>,
    /// Only acts before the message with this `seq`.
    pub before_seq: Option<i64>,
    /// Start of the page: the `next_cursor` of the previous page.
    pub cursor: Option<String>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// A page of the acts of moderation in the room, newest first.
pub async fn list_acts(store: &Store, by: Moderator, form: ActsQuery) -> Result<RoomActs, ApiError> {
    let ActsQuery { after_seq, before_seq, cursor, limit } = form;
    let range = ActsRange { after_seq, before_seq };
    store.acts(by, range, cursor.as_deref(), limit.rows()).await.map_err(room_gone)
}
