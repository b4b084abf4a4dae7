//! The handle that the server holds: everything that can be asked of the hub.

use std::sync::Arc;

use confluence_protocol::{Presence, RoomId, SessionId, UserId};
use tokio::sync::mpsc;

use crate::{AttachError, Attachment, Bus, Change, Incoming, Settings, Truth};

/// The hub; a cheap handle.
#[derive(Clone)]
pub struct Hub {}

/// Who has sockets here.
#[derive(Clone, Debug, Default)]
pub struct Connected {
    /// Each user once.
    pub users: Vec<UserId>,
    /// Each session once.
    pub sessions: Vec<SessionId>,
}

/// Counts for metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sockets attached here.
    pub sockets: usize,
    /// Users with a socket here.
    pub users: usize,
    /// Rooms with a subscriber here.
    pub rooms: usize,
}

impl Hub {
    /// Starts the hub and its tasks, which end when the last handle is gone. Needs a tokio runtime.
    pub fn start(
        _settings: Settings,
        _bus: Arc<dyn Bus>,
        _incoming: mpsc::Receiver<Incoming>,
        _truth: Arc<dyn Truth>,
    ) -> Self {
        Self {}
    }

    /// Attaches a socket: subscribes to every room of the user, queues `ready`, then lets pass exactly the
    /// events above the versions that it names.
    pub async fn attach(&self, _user_id: UserId, _session_id: SessionId) -> Result<Attachment, AttachError> {
        Err(AttachError::Unavailable)
    }

    /// Delivers what one commit changed, here and to the other nodes. Called by the server's `fanout` only.
    pub fn publish(&self, _changes: Vec<Change>) {}

    /// Versions that the database has, by the poll: a room that stays behind them gets a `resync`.
    pub fn observe_heads(&self, _heads: &[(RoomId, i64)]) {}

    /// Who has sockets here, for the re-read of sessions and memberships.
    pub fn connected(&self) -> Connected {
        Connected::default()
    }

    /// What a re-read found: all memberships of these users. Where a subscription differs, the hub asks
    /// [`Truth`] again and settles it.
    pub fn observe_memberships(&self, _users: &[UserId], _memberships: &[(UserId, RoomId)]) {}

    /// Closes the session's sockets on this node at once, with 4401.
    pub fn end_session(&self, _session_id: SessionId) {}

    /// Closes all of the user's sockets on this node at once, with 4401.
    pub fn end_user(&self, _user_id: UserId) {}

    /// Somebody is typing: told to the others in the room, never stored.
    pub fn typing(&self, _room_id: RoomId, _user_id: UserId) {}

    /// Whether each of these users is there, as far as this node knows.
    pub fn presence_of(&self, users: &[UserId]) -> Vec<Presence> {
        vec![Presence::Offline; users.len()]
    }

    /// Closes every socket with 1001 after what is queued for it, and takes no new ones.
    pub fn shutdown(&self) {}

    /// Resolves once no socket is attached.
    pub async fn drained(&self) {}

    /// Counts for metrics.
    pub fn counts(&self) -> Counts {
        Counts::default()
    }
}
