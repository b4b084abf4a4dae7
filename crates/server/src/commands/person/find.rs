//! Finding people: one by id, or several by the start of their names.

use confluence_protocol::{ErrorCode, Profile, RoomId, SearchText, Timestamp, UserId, Users};
use confluence_store::{Seen, Store};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{access, auth::SignedIn, error::ApiError, extract::PageLimit};

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

/// The profile of an account, even a deleted one, and whether the caller may see its presence, because they share a
/// room. Guests see no other profiles. The profile says
/// `offline`: presence is not stored.
pub async fn show_profile(
    store: &Store,
    by: SignedIn,
    user_id: UserId,
    now: Timestamp,
) -> Result<(Profile, bool), ApiError> {
    let seen = store.profile(by.user_id, user_id).await?;
    let seen = seen.filter(|seen| seen.shows_presence || !by.guest);
    let seen = seen.ok_or_else(|| ApiError::of(ErrorCode::UserNotFound))?;
    let Seen { profile, shows_presence, zone } = seen;
    let local_time_offset = zone.map(|zone| zone.offset_minutes(now));
    Ok((Profile { local_time_offset, ..profile }, shows_presence))
}

/// People by prefix. A given room must be one of the caller's, because the order reveals its members.
pub async fn find_users(store: &Store, by: SignedIn, form: UsersQuery) -> Result<Users, ApiError> {
    let UsersQuery { query, room_id, limit } = form;
    let within = match room_id {
        Some(room_id) => Some(access::prove(store, room_id, by.user_id).await?),
        None => None,
    };
    if by.guest {
        let Some(within) = within else { return Ok(Users { users: Vec::new() }) };
        let found = store.members_named(within, query.as_ref(), limit.rows()).await?;
        return Ok(Users { users: found.members.into_iter().map(|member| member.user).collect() });
    }
    Ok(Users { users: store.search_users(query.as_ref(), within, limit.rows()).await? })
}
