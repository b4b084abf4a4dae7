//! Invites: codes that let their holder into a room while their maker is in it.

use confluence_protocol::{AcceptPreview, Invite, InviteCode, Invites, Room, RoomId, Timestamp, UserId};

use crate::{Store, StoreError};

/// An invite to be made.
#[derive(Clone, Debug)]
pub struct NewInvite {
    /// The secret: at least 80 random bits.
    pub code: InviteCode,
    /// Where it leads.
    pub room_id: RoomId,
    /// Who makes it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it ends; nothing: never.
    pub expires_at: Option<Timestamp>,
    /// How many may use it; nothing: any number.
    pub max_uses: Option<i64>,
}

impl Store {
    /// Makes an invite; `url` is left empty. `NotAMember`, `DirectRoom`.
    pub async fn create_invite(&self, invite: NewInvite) -> Result<Invite, StoreError> {
        let _ = (invite,);
        Err(StoreError::Unavailable)
    }

    /// The room's invites, the newest first, or only those that `only_by` made; `url` is left empty.
    pub async fn invites(
        &self,
        room_id: RoomId,
        only_by: Option<UserId>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Invites, StoreError> {
        let _ = (room_id, only_by, cursor, limit);
        Err(StoreError::Unavailable)
    }

    /// Revokes an invite, or only if `only_by` made it. `InviteNotFound`.
    pub async fn delete_invite(
        &self,
        room_id: RoomId,
        code: &InviteCode,
        only_by: Option<UserId>,
    ) -> Result<(), StoreError> {
        let _ = (room_id, code, only_by);
        Err(StoreError::Unavailable)
    }

    /// What the holder of a code may know. `InviteNotFound`, `InviteExpired`.
    pub async fn invite_card(&self, code: &InviteCode, now: Timestamp) -> Result<AcceptPreview, StoreError> {
        let _ = (code, now);
        Err(StoreError::Unavailable)
    }

    /// Enters the invite's room; who is in it already uses nothing up. `InviteNotFound`, `InviteExpired`, `Banned`.
    pub async fn accept_invite(
        &self,
        code: &InviteCode,
        user_id: UserId,
        now: Timestamp,
    ) -> Result<Room, StoreError> {
        let _ = (code, user_id, now);
        Err(StoreError::Unavailable)
    }
}
