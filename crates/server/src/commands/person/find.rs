//! Finding people: one by id, several by how their names begin.

use confluence_protocol::{ErrorCode, RoomId, SearchText, User, UserId, Users};
use confluence_store::Store;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{access, error::ApiError, extract::PageLimit};

/// Who is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UsersQuery {
    /// How the username or the display name begins; everybody when absent.
    #[param(value_type = Option<String>, max_length = 80)]
    pub query: Option<SearchText>,
    /// A room of the caller's whose members come first.
    #[param(value_type = Option<String>)]
    pub room_id: Option<RoomId>,
    /// Rows at most: 50 unless told, 1 to 200.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// An account, also a deleted one, as it stands beside what it wrote.
pub async fn show_user(store: &Store, user_id: UserId) -> Result<User, ApiError> {
    store.user(user_id).await?.ok_or_else(|| ApiError::of(ErrorCode::UserNotFound))
}

/// People by prefix. With a room, the caller has to be in it: the order tells who is.
pub async fn find_users(store: &Store, by: UserId, form: UsersQuery) -> Result<Users, ApiError> {
    let UsersQuery { query, room_id, limit } = form;
    let within = match room_id {
        Some(room_id) => Some(access::prove(store, room_id, by).await?),
        None => None,
    };
    Ok(Users { users: store.search_users(query.as_ref(), within, limit.rows()).await? })
}
