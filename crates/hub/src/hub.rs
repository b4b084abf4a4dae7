//! The handle that the server holds, with all operations of the hub.

use std::{fmt, sync::Arc};

use confluence_protocol::{Change, CloseCode, RoomId, ServerFrame, SessionId, UserId};
use tokio::sync::mpsc;

use crate::{
    AttachError, Attachment, Bus, Database, Incoming, Settings, Subject, bus::notice::Header, frame::Frame,
    people::board::Standing, publish, shared::Shared, signals::Task, sockets::attachment, state::State,
    tasks,
};

/// The hub; a cheap handle.
#[derive(Clone)]
pub struct Hub {
    shared: Arc<Shared>,
}

/// Users and sessions with sockets on this node.
#[derive(Clone, Debug, Default)]
pub struct Connected {
    /// Users with at least one socket, each once.
    pub users: Vec<UserId>,
    /// Sessions with at least one socket, each once.
    pub sessions: Vec<SessionId>,
}

/// Counts for metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sockets attached to this node.
    pub sockets: usize,
    /// Users with a socket on this node.
    pub users: usize,
    /// Rooms with a subscriber on this node.
    pub rooms: usize,
    /// Bytes queued for sockets; a frame queued for several sockets counts for each.
    pub pending_bytes: usize,
}

impl Hub {
    /// Starts the hub and its tasks, which end when the last handle is dropped. Must run in a tokio runtime.
    pub fn start(
        settings: Settings,
        bus: Arc<dyn Bus>,
        incoming: mpsc::Receiver<Incoming>,
        database: Arc<dyn Database>,
    ) -> Self {
        bus.subscribe(Subject::All);
        let shared = Arc::new(Shared::new(settings, bus, database));
        tasks::start(&shared, incoming);
        Self { shared }
    }

    /// Attaches a socket: subscribes to every room of the user, queues `ready`, then delivers exactly the
    /// events above the versions in it. If the user has more sockets than allowed, the oldest is closed with
    /// 4409.
    pub async fn attach(&self, user_id: UserId, session_id: SessionId) -> Result<Attachment, AttachError> {
        attachment::attach(&self.shared, user_id, session_id).await
    }

    /// Delivers the changes of one commit to this node's sockets and to the other nodes. Called only by the
    /// server's `fanout`.
    pub fn publish(&self, changes: Vec<Change>) {
        publish::publish(&self.shared, changes);
    }

    /// Whether the bus answers. Without it, other nodes learn of changes made here only by their next poll.
    pub async fn bus_answers(&self) -> bool {
        self.shared.bus.round_trip().await.is_ok()
    }

    /// Reports room versions that a poll found in the database: a room that stays behind its version gets a
    /// `resync`.
    pub fn observe_heads(&self, heads: &[(RoomId, i64)]) {
        self.shared.with(|state, _| state.observe(heads.iter().copied()));
    }

    /// Who has sockets on this node, for the periodic re-read of sessions and memberships.
    pub fn connected(&self) -> Connected {
        self.shared.with(|state, _| Connected {
            users: state.sockets.users().collect(),
            sessions: state.sockets.sessions().collect(),
        })
    }

    /// Reports all memberships of these users, as found by a re-read. Where a subscription differs, the hub
    /// asks [`Database`] again and corrects it.
    pub fn observe_memberships(&self, users: &[UserId], memberships: &[(UserId, RoomId)]) {
        self.shared.with(|state, _| state.compare(users, memberships));
    }

    /// Closes the session's sockets on this node at once, with 4401.
    pub fn end_session(&self, session_id: SessionId) {
        self.shared.with(|state, touched| {
            for id in state.sockets.of_session(session_id) {
                state.close(id, CloseCode::SessionEnded, touched);
            }
        });
    }

    /// Closes all of the user's sockets on this node at once, with 4401.
    pub fn end_user(&self, user_id: UserId) {
        self.shared.with(|state, touched| {
            for id in state.sockets.of_user(user_id) {
                state.close(id, CloseCode::SessionEnded, touched);
            }
        });
    }

    /// Whether a typing notification is due again for this user and room: at most every two seconds. Ask this
    /// before checking the right to post, which costs more.
    pub fn is_typing_due(&self, room_id: RoomId, user_id: UserId) -> bool {
        self.shared.with(|state, _| {
            state.raise(Task::Ticks);
            state.typists.is_due(room_id, user_id)
        })
    }

    /// Sends a typing notification to the others in the room; never stored.
    pub fn typing(&self, room_id: RoomId, user_id: UserId) {
        let frame = Frame::of(&ServerFrame::Typing { room_id, user_id });
        self.shared.spread(vec![Header::Others { room_id, user_id }.with(frame)]);
    }

    /// Reads again how the connected users want to appear: the event of a change may have been lost.
    pub fn reread_appearances(&self) {
        self.shared.with(|state, _| {
            let users: Vec<UserId> = state.sockets.users().collect();
            for user_id in users {
                state.reread_appearance(user_id);
            }
        });
    }

    /// Presence of each of these users, as far as this node knows.
    pub fn presence_of(&self, users: &[UserId]) -> Vec<Standing> {
        self.shared.with(|state, _| users.iter().map(|user_id| state.board.of(*user_id)).collect())
    }

    /// Closes every socket with 1001, after the frames queued for it, and refuses new ones.
    ///
    /// Until then, a socket's task can still queue answers to requests in flight.
    pub fn shutdown(&self) {
        self.shared.with(State::stop);
    }

    /// Resolves once no socket is attached.
    pub async fn drained(&self) {
        self.shared.drained().await;
    }

    /// Counts for metrics.
    pub fn counts(&self) -> Counts {
        self.shared.with(|state, _| Counts {
            sockets: state.sockets.len(),
            users: state.sockets.users().len(),
            rooms: state.rooms.len(),
            pending_bytes: state.sockets.iter().map(|(_, socket)| socket.outbox.pending()).sum(),
        })
    }

    /// Checks that all indexes agree and all bounds hold; tests call it after each step.
    pub fn check_invariants(&self) -> Result<(), String> {
        self.shared.with(|state, _| state.check_invariants())
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hub")
    }
}
