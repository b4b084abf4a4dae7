//! Finding people: one by id, or several by the start of their names.

use confluence_protocol::{ErrorCode, Profile, RoomId, SearchText, Timestamp, UserId, Users};
use confluence_store::{Seen, Store};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{access, error::ApiError, extract::PageLimit};

/// Search for people.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UsersQuery {
    /// Start of the username or display name; everybody if absent.
    #[param(value_type = Option<String>, max_length = 80)]
    pub query: Option<SearchText>,
    /// One of the caller's rooms, whose members are listed first.
    #[param(value_type = Option<String>)]
    pub room_id: Option<RoomId>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// The profile of an account, even a deleted one, and whether the caller may see its presence. The profile says
/// `offline`: presence is not stored.
pub async fn show_profile(
    store: &Store,
    by: UserId,
    user_id: UserId,
    now: Timestamp,
) -> Result<(Profile, bool), ApiError> {
    let seen = store.profile(by, user_id).await?.ok_or_else(|| ApiError::of(ErrorCode::UserNotFound))?;
    let Seen { profile, shows_presence, zone } = seen;
    let local_time_offset = zone.map(|zone| zone.offset_minutes(now));
    Ok((Profile { local_time_offset, ..profile }, shows_presence))
}

/// People by prefix. A given room must be one of the caller's, because the order reveals its members.
pub async fn find_users(store: &Store, by: UserId, form: UsersQuery) -> Result<Users, ApiError> {
    let UsersQuery { query, room_id, limit } = form;
    let within = match room_id {
        Some(room_id) => Some(access::prove(store, room_id, by).await?),
        None => None,
    };
    Ok(Users { users: store.search_users(query.as_ref(), within, limit.rows()).await? })
}
