//! Groups: handles that mention several people. Owners keep those of their room, administrators those of the server.

use confluence_protocol::{
    CreateGroup, ErrorCode, FieldError, Group, GroupId, GroupPeople, Groups, PatchGroup, SearchText,
    Timestamp, UserId, Username,
};
use confluence_rights::Member;
use confluence_store::{Keeper, Reader, Store, StoreError};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{commands::gone::room_gone, error::ApiError};

/// Search for groups of the server.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct GroupsQuery {
    /// Part of the handle or the name; all groups if absent.
    #[param(value_type = Option<String>)]
    pub query: Option<SearchText>,
}

/// The groups of the server.
pub async fn list_groups(store: &Store, form: GroupsQuery) -> Result<Groups, ApiError> {
    let GroupsQuery { query } = form;
    Ok(Groups { groups: store.groups(query.as_ref()).await? })
}

/// The groups of a room.
pub async fn list_room_groups(store: &Store, by: Member) -> Result<Groups, ApiError> {
    Ok(Groups { groups: store.room_groups(by).await.map_err(room_gone)? })
}

/// The people in a group.
pub async fn list_group_people(store: &Store, by: Reader, id: GroupId) -> Result<GroupPeople, ApiError> {
    Ok(GroupPeople { people: store.group_people(by, id).await.map_err(group_gone)? })
}

/// Makes an empty group.
pub async fn create_group(
    store: &Store,
    by: Keeper,
    form: CreateGroup,
    now: Timestamp,
) -> Result<Group, ApiError> {
    check_handle(&form.handle)?;
    store.create_group(by, form, now).await.map_err(group_gone)
}

/// Changes the handle and the name of a group.
pub async fn change_group(
    store: &Store,
    by: Keeper,
    id: GroupId,
    form: PatchGroup,
    now: Timestamp,
) -> Result<Group, ApiError> {
    if let Some(handle) = &form.handle {
        check_handle(handle)?;
    }
    store.change_group(by, id, form, now).await.map_err(group_gone)
}

/// Deletes a group; messages that mentioned it stay as they are.
pub async fn delete_group(store: &Store, by: Keeper, id: GroupId, now: Timestamp) -> Result<(), ApiError> {
    store.delete_group(by, id, now).await.map_err(group_gone)
}

/// Adds somebody to a group. In a group of a room, they must be a member.
pub async fn add_to_group(
    store: &Store,
    by: Keeper,
    id: GroupId,
    target: UserId,
    now: Timestamp,
) -> Result<(), ApiError> {
    store.add_to_group(by, id, target, now).await.map_err(group_gone)
}

/// Removes somebody from a group.
pub async fn remove_from_group(
    store: &Store,
    by: Keeper,
    id: GroupId,
    target: UserId,
    now: Timestamp,
) -> Result<(), ApiError> {
    store.remove_from_group(by, id, target, now).await.map_err(group_gone)
}

/// Groups take no name that a person may not take.
fn check_handle(handle: &Username) -> Result<(), ApiError> {
    handle.check_new().map_err(|error| ApiError::invalid(FieldError::of("handle", error)))
}

/// Like [`room_gone`], but the missing thing is the group.
fn group_gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::of(ErrorCode::GroupNotFound),
        other => other.into(),
    }
}
