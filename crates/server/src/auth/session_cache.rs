//! Valid sessions, cached for a few seconds, so that a request costs no query.
//!
//! Sessions that end on this node are marked at once (by the command or, a moment later, by `fanout`). Those that end on another node are
//! noticed within [`FRESH`], when their entry is read again. Apart from whether it is a guest, what an account may do is not cached: whether it
//! administers the server, and whether its session is elevated, is read for each request that needs it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use confluence_protocol::{ErrorCode, SessionId, Timestamp, UserId};
use confluence_store::Store;
use tokio::time::Instant;

use super::{AccessClaims, SignedIn};
use crate::error::ApiError;

/// How long an entry is trusted.
const FRESH: Duration = Duration::from_secs(3);
/// Maximum number of entries; beyond it the cache is cleared and refilled, which costs one query per session.
const MOST: usize = 50_000;

/// Session cache of this node; one entry takes about 100 bytes.
#[derive(Debug, Default)]
pub struct SessionCache {
    // A std mutex: held for one look-up, never across an await.
    entries: Mutex<HashMap<SessionId, Entry>>,
}

#[derive(Clone, Copy, Debug)]
enum Entry {
    Holds {
        user_id: UserId,
        guest: bool,
        expires_at: Timestamp,
        read_at: Instant,
    },
    /// Sessions do not come back, so the result of a slower, earlier query never replaces this.
    Ended,
}

impl SessionCache {
    /// Whose session it is, if it holds at `now`: else 401 `session_ended`.
    pub async fn check(
        &self,
        store: &Store,
        claims: AccessClaims,
        now: Timestamp,
    ) -> Result<SignedIn, ApiError> {
        let ended = || ApiError::of(ErrorCode::SessionEnded);
        let entry = match self.remembered(claims.session_id) {
            Some(entry) => entry,
            None => self.read(store, claims.session_id).await?,
        };
        match entry {
            Entry::Holds { user_id, expires_at, guest, .. }
                if user_id == claims.user_id && now < expires_at =>
            {
                Ok(SignedIn { user_id, session_id: claims.session_id, guest })
            }
            _ => Err(ended()),
        }
    }

    /// Marks the session as ended: no further request may use it.
    pub fn end(&self, session_id: SessionId) {
        self.put(session_id, Entry::Ended);
    }

    /// Has each session of the user read again before its next use, because some of them have just ended. The changes
    /// that end them one by one are published after the caller is answered.
    pub fn reread(&self, user: UserId) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, entry| !matches!(entry, Entry::Holds { user_id, .. } if *user_id == user));
    }

    fn remembered(&self, session_id: SessionId) -> Option<Entry> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get(&session_id).copied().filter(|entry| match entry {
            Entry::Holds { read_at, .. } => read_at.elapsed() < FRESH,
            Entry::Ended => true,
        })
    }

    async fn read(&self, store: &Store, session_id: SessionId) -> Result<Entry, ApiError> {
        let read_at = Instant::now();
        let entry = match store.session(session_id).await? {
            Some(session) if !session.revoked => match store.user(session.user_id).await? {
                Some(user) if !user.deleted => {
                    let guest = user.guest_until.is_some();
                    Entry::Holds { user_id: user.id, guest, expires_at: session.expires_at, read_at }
                }
                _ => Entry::Ended,
            },
            _ => Entry::Ended,
        };
        Ok(self.put(session_id, entry))
    }

    /// Caches an entry and returns the cached one: a session that has ended meanwhile stays ended.
    fn put(&self, session_id: SessionId, entry: Entry) -> Entry {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MOST && !entries.contains_key(&session_id) {
            entries.clear();
        }
        let slot = entries.entry(session_id).or_insert(entry);
        if !matches!(slot, Entry::Ended) {
            *slot = entry;
        }
        *slot
    }
}
