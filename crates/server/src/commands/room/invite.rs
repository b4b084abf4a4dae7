//! Invites: members create them, anyone with the code can look at them, signed-in users accept them.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use confluence_protocol::{
    AcceptPreview, CreateInvite, ErrorCode, FieldError, Invite, InviteCode, Invites, Room, Timestamp, UserId,
    ValueError,
};
use confluence_rights::{GroupMember, Inviter, Moderator, Proof as _, Refusal};
use confluence_store::{NewInvite, Store, StoreError};
use rand::RngExt as _;

use crate::{
    commands::{gone::room_gone, page::PageQuery, until},
    error::ApiError,
};

/// Random bytes of a code: 96 bits, in 16 characters.
const CODE_BYTES: usize = 12;

/// Creates an invite; moderators also one for guests. The HTTP layer adds `url`, because it knows the server's address.
pub async fn create_invite(
    store: &Store,
    by: Inviter,
    form: CreateInvite,
    now: Timestamp,
) -> Result<Invite, ApiError> {
    let seconds = form.seconds().map_err(|error| invalid("expires_in", error))?;
    let max_uses = form.uses().map_err(|error| invalid("max_uses", error))?;
    let guest_until = form.guest_until.map(|until| until::of_guest("guest_until", until, now)).transpose()?;
    if guest_until.is_some() {
        Moderator::of(by.seat())?;
    }
    let invite = NewInvite {
        guest_until,
        code: new_code()?,
        created_at: now,
        expires_at: seconds.map(|seconds| now.plus_seconds(seconds)),
        max_uses,
    };
    store.create_invite(by, invite).await.map_err(room_gone)
}

/// Invites of a room: the caller's own, or all of them for moderators.
pub async fn list_invites(store: &Store, by: GroupMember, form: PageQuery) -> Result<Invites, ApiError> {
    let PageQuery { cursor, limit } = form;
    store.invites(by, cursor.as_deref(), limit.rows()).await.map_err(room_gone)
}

/// Revokes an invite: the caller's own, or any as a moderator.
pub async fn delete_invite(
    store: &Store,
    by: GroupMember,
    code: &InviteCode,
    now: Timestamp,
) -> Result<(), ApiError> {
    store.delete_invite(by, code, now).await.map_err(invite_gone)
}

/// What anyone with the code may see before accepting.
pub async fn show_invite(
    store: &Store,
    code: &InviteCode,
    now: Timestamp,
) -> Result<AcceptPreview, ApiError> {
    store.invite_card(code, now).await.map_err(invite_gone)
}

/// Lets the caller into the room. A member gets the room unchanged, and no use is counted. Guests who are in no room
/// can use an invite for guests, and no other. A ban overrides
/// every invite and is answered as if there were no such invite.
pub async fn accept_invite(
    store: &Store,
    code: &InviteCode,
    by: UserId,
    now: Timestamp,
) -> Result<Room, ApiError> {
    store.accept_invite(code, by, now).await.map_err(|error| match error {
        StoreError::Refused(refusal) if refusal != Refusal::Guest => ApiError::of(ErrorCode::InviteNotFound),
        other => invite_gone(other),
    })
}

fn new_code() -> Result<InviteCode, ApiError> {
    let bytes: [u8; CODE_BYTES] = rand::rng().random();
    InviteCode::try_from(BASE64_URL_SAFE_NO_PAD.encode(bytes)).map_err(|error| ApiError::internal(&error))
}

fn invalid(field: &str, error: ValueError) -> ApiError {
    ApiError::invalid(FieldError {
        field: field.to_owned(),
        code: error.code.to_owned(),
        detail: error.detail,
    })
}

fn invite_gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound | StoreError::Banned => ApiError::of(ErrorCode::InviteNotFound),
        other => other.into(),
    }
}
