//! Accounts.

use confluence_protocol::{
    DisplayName, InviteCode, Me, PatchMe, RoomId, SessionId, Timestamp, User, UserId, UserRef, Username,
};

use crate::{Store, StoreError};

use crate::NewSession;

/// A new account, its first session and the invite that it accepts: one transaction.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its id.
    pub id: UserId,
    /// The handle.
    pub username: Username,
    /// The name that is shown.
    pub display_name: DisplayName,
    /// What the person says about themselves.
    pub bio: String,
    /// A PHC string.
    pub password_hash: String,
    /// The session it is signed in with.
    pub session: NewSession,
    /// An invite to be accepted at once.
    pub invite: Option<InviteCode>,
    /// Who may make accounts.
    pub entry: Entry,
    /// When.
    pub now: Timestamp,
}

/// Who may make accounts. The very first account is always let in, and becomes administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Everybody.
    Open,
    /// Whoever has a live invite.
    InviteOnly,
    /// Nobody.
    Closed,
}

/// An account with what its password is checked against.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Whose.
    pub user: User,
    /// A PHC string.
    pub password_hash: String,
}

impl Store {
    /// Makes the account, its session and, with an invite, its membership. `UsernameTaken`, `SignUpClosed`, `InviteNotFound`, `InviteExpired`, `Banned`.
    pub async fn sign_up(&self, account: NewAccount) -> Result<(User, Option<RoomId>), StoreError> {
        let _ = (account,);
        Err(StoreError::Unavailable)
    }

    /// Whether there is any account, deleted ones included.
    pub async fn has_users(&self) -> Result<bool, StoreError> {
        Err(StoreError::Unavailable)
    }

    /// An account, also a deleted one.
    pub async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        let _ = (id,);
        Err(StoreError::Unavailable)
    }

    /// An account as its owner sees it; nothing for a deleted one.
    pub async fn me(&self, id: UserId) -> Result<Option<Me>, StoreError> {
        let _ = (id,);
        Err(StoreError::Unavailable)
    }

    /// The account of that username, in whatever case it is written.
    pub async fn credentials(&self, username: &str) -> Result<Option<Credentials>, StoreError> {
        let _ = (username,);
        Err(StoreError::Unavailable)
    }

    /// The credentials of an account.
    pub async fn credentials_of(&self, id: UserId) -> Result<Option<Credentials>, StoreError> {
        let _ = (id,);
        Err(StoreError::Unavailable)
    }

    /// People whose username or display name begins with `query`, members of `room` first.
    pub async fn search_users(
        &self,
        viewer: UserId,
        query: &str,
        room: Option<RoomId>,
        limit: u32,
    ) -> Result<Vec<UserRef>, StoreError> {
        let _ = (viewer, query, room, limit);
        Err(StoreError::Unavailable)
    }

    /// Changes one's profile and settings; the picture is not taken yet.
    pub async fn update_profile(&self, id: UserId, patch: PatchMe) -> Result<Me, StoreError> {
        let _ = (id, patch);
        Err(StoreError::Unavailable)
    }

    /// Sets a password and revokes every session but `keep`.
    pub async fn set_password(
        &self,
        id: UserId,
        hash: String,
        keep: Option<SessionId>,
    ) -> Result<(), StoreError> {
        let _ = (id, hash, keep);
        Err(StoreError::Unavailable)
    }

    /// Deletes an account: frees its username, hands its rooms over, leaves every room. `LastAdmin`.
    pub async fn delete_account(&self, id: UserId, now: Timestamp) -> Result<(), StoreError> {
        let _ = (id, now);
        Err(StoreError::Unavailable)
    }
}
