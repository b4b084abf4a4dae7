//! The members of a room: listing them, giving them roles and removing them.

use confluence_protocol::{Member as MemberView, Members, SetRole, Timestamp, UserId};
use confluence_rights::{Member, Moderator};
use confluence_store::Store;

use crate::{
    commands::{
        gone::{person_gone, room_gone},
        page::PageQuery,
        reason::ReasonQuery,
    },
    error::ApiError,
};

/// A page of members: owners, then moderators, then members, each in the order they joined.
pub async fn list_members(store: &Store, by: Member, form: PageQuery) -> Result<Members, ApiError> {
    let PageQuery { cursor, limit } = form;
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
