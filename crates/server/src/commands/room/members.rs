//! The members of a room: listing them, giving them roles and removing them.

use confluence_protocol::{
    FieldError, Member as MemberView, Members, SearchText, SetGuestUntil, SetRole, Timestamp, UserId,
};
use confluence_rights::{Member, Moderator};
use confluence_store::Store;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::App,
    commands::{
        gone::{person_gone, room_gone},
        reason::ReasonQuery,
        until,
    },
    error::ApiError,
    extract::PageLimit,
};

/// A page of the members, or those with a name.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MembersQuery {
    /// Start of the username or display name; everybody if absent. Not together with `cursor`.
    #[param(value_type = Option<String>, max_length = 80)]
    pub query: Option<SearchText>,
    /// Start of the page: the `next_cursor` of the previous page.
    pub cursor: Option<String>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// A page of members: owners, then moderators, then members, each in the order they joined; or those with a name, on
/// one page.
pub async fn list_members(store: &Store, by: Member, form: MembersQuery) -> Result<Members, ApiError> {
    let MembersQuery { query, cursor, limit } = form;
    if let Some(query) = query {
        if cursor.is_some() {
            let detail = "a search has one page: give query or cursor";
            return Err(ApiError::invalid(FieldError::new("cursor", "invalid", detail)));
        }
        return store.members_named(by, Some(&query), limit.rows()).await.map_err(room_gone);
    }
    store.members(by, cursor.as_deref(), limit.rows()).await.map_err(room_gone)
}

/// Gives a member a role: owners give every role to everybody, moderators may only step down.
pub async fn set_role(
    store: &Store,
    by: Moderator,
    target: UserId,
    form: SetRole,
    now: Timestamp,
) -> Result<MemberView, ApiError> {
    by.assigns(target, form.role)?;
    store.set_role(by, target, form.role, now).await.map_err(person_gone)
}

/// Names a member as somebody who may post where only moderators may, or takes that back.
pub async fn set_may_post(
    store: &Store,
    by: Moderator,
    target: UserId,
    may_post: bool,
    now: Timestamp,
) -> Result<MemberView, ApiError> {
    store.set_may_post(by, target, may_post, now).await.map_err(person_gone)
}

/// Ends somebody else's membership.
pub async fn remove_member(
    store: &Store,
    by: Moderator,
    target: UserId,
    form: ReasonQuery,
    now: Timestamp,
) -> Result<(), ApiError> {
    store.remove_member(by, target, form.reason, now).await.map_err(person_gone)
}

/// Lets a guest of the room stay until that time.
pub async fn set_guest_until(
    app: &App,
    by: Moderator,
    target: UserId,
    form: SetGuestUntil,
) -> Result<MemberView, ApiError> {
    let now = app.clock.now();
    let until = until::of_guest("until", form.until, now)?;
    let member = app.store.set_guest_until(by, target, until, now).await.map_err(person_gone)?;
    // Their sessions may end earlier now.
    app.sessions.reread(target);
    Ok(member)
}
