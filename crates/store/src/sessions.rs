//! Sessions and their refresh tokens, of which only hashes are kept.

use confluence_protocol::{SessionId, Timestamp, UserId};

use crate::{Store, StoreError};

/// A session to be made.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// The hash of its first refresh token.
    pub refresh_hash: [u8; 32],
    /// How the browser or program named itself.
    pub user_agent: String,
    /// When.
    pub now: Timestamp,
    /// When it ends unless it is refreshed.
    pub expires_at: Timestamp,
}

/// One sign-in on one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last refreshed.
    pub last_used_at: Timestamp,
    /// When it ends unless it is refreshed.
    pub expires_at: Timestamp,
    /// Whether it was ended before that.
    pub revoked: bool,
    /// How the browser or program named itself.
    pub user_agent: String,
}

/// What became of a refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It was used for the first time: the new one counts now.
    Rotated(Session),
    /// It was used within the last 10 s: its successor is the same as then.
    Repeated(Session),
    /// It was used long ago, so somebody copied it: the session is revoked now.
    Reused,
    /// No such token, or its session ended.
    Unknown,
}

impl Store {
    /// Makes a session.
    pub async fn create_session(&self, session: NewSession) -> Result<(), StoreError> {
        let _ = (session,);
        Err(StoreError::Unavailable)
    }

    /// A session, also an ended one.
    pub async fn session(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let _ = (id,);
        Err(StoreError::Unavailable)
    }

    /// Uses a refresh token and puts its successor in its place.
    pub async fn rotate(
        &self,
        old_hash: [u8; 32],
        new_hash: [u8; 32],
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Rotation, StoreError> {
        let _ = (old_hash, new_hash, now, expires_at);
        Err(StoreError::Unavailable)
    }

    /// The session that a refresh token belongs to, used or not.
    pub async fn session_of_refresh(&self, hash: [u8; 32]) -> Result<Option<Session>, StoreError> {
        let _ = (hash,);
        Err(StoreError::Unavailable)
    }

    /// Ends a session; one that has ended already stays so.
    pub async fn end_session(&self, id: SessionId) -> Result<(), StoreError> {
        let _ = (id,);
        Err(StoreError::Unavailable)
    }

    /// Ends a session of that user. `NotFound` when it is not theirs or has ended.
    pub async fn end_session_of(&self, user_id: UserId, id: SessionId) -> Result<(), StoreError> {
        let _ = (user_id, id);
        Err(StoreError::Unavailable)
    }

    /// The user's sessions that hold at `now`, the last used first.
    pub async fn sessions_of(&self, user_id: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let _ = (user_id, now);
        Err(StoreError::Unavailable)
    }

    /// Which of these sessions hold at `now`.
    pub async fn live_sessions(
        &self,
        ids: &[SessionId],
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StoreError> {
        let _ = (ids, now);
        Err(StoreError::Unavailable)
    }
}
