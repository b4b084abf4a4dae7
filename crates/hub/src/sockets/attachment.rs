//! One socket's attachment to the hub, from which its task takes frames and in which it queues answers.
//!
//! Guarantees a start without a gap: subscribe to all rooms of the user, wait until the bus confirms it, read
//! their versions in one snapshot, queue `ready`, and deliver exactly the events above.

use std::{collections::BTreeMap, fmt, sync::Arc};

use confluence_protocol::{CloseCode, LeaveReason, Presence, RoomId, ServerFrame, SessionId, UserId};

use crate::{
    Unavailable,
    frame::Frame,
    rooms::room::{Released, tell_left},
    shared::Shared,
    sockets::{
        outbox::{Burst, Outbox, Touched},
        socket::SocketId,
        wire::Wire,
    },
    state::State,
};

/// How often the rooms are read again because the user joined one meanwhile. After that, attaching fails.
const ATTEMPTS: usize = 8;

/// Why a socket was not attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachError {
    /// The session has ended meanwhile: close with 4401.
    #[error("the session has ended")]
    SessionEnded,
    /// The database or the bus did not answer, or the hub is shutting down: close with 1013.
    #[error("unavailable")]
    Unavailable,
}

impl From<Unavailable> for AttachError {
    fn from(Unavailable: Unavailable) -> Self {
        Self::Unavailable
    }
}

/// A socket's attachment to the hub. Dropping it detaches the socket.
pub struct Attachment {
    shared: Arc<Shared>,
    outbox: Arc<Outbox>,
    id: SocketId,
}

impl Attachment {
    /// From now on, frames are also written by whoever delivers them, whenever the task that calls
    /// [`Attachment::next_burst`] has written everything.
    pub fn write_to(&self, wire: Arc<dyn Wire>) {
        self.outbox.write_to(wire);
    }

    /// Waits for frames to send and takes them; the burst is empty if only what the connection did not take is left to
    /// send. Cancelling it loses nothing.
    ///
    /// If `close` is set, close the socket after these frames. Answers queued later still come with the next
    /// burst, so that requests in flight can be answered before closing.
    pub async fn next_burst(&self) -> Burst {
        self.outbox.next_burst().await
    }

    /// Queues an answer (`ack`, `error`, `pong`), which is kept on overflow. If more than 64 KiB of them are
    /// queued, the socket is closed with 1013.
    pub fn answer(&self, frame: &ServerFrame) {
        self.outbox.answer(Frame::of(frame));
    }

    /// Requests a close with this code after the queued frames.
    pub fn close(&self, code: CloseCode) {
        self.outbox.close(code);
    }

    /// Records what the client reports about its user: at the keyboard or away.
    pub fn set_presence(&self, status: Presence) {
        self.shared.with(|state, _| state.set_presence(self.id, status));
    }

    /// Bytes queued for the socket.
    pub fn pending_bytes(&self) -> usize {
        self.outbox.pending()
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.shared.with(|state, _| state.remove(self.id));
        self.shared.count_out();
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Attachment").field(&self.id).finish()
    }
}

/// Attaches a socket; see [`Hub::attach`](crate::Hub::attach).
pub async fn attach(
    shared: &Arc<Shared>,
    user_id: UserId,
    session_id: SessionId,
) -> Result<Attachment, AttachError> {
    let outbox = Arc::new(Outbox::new(shared.fault));
    let id = shared.with(|state, touched| {
        state.open(user_id, session_id, Arc::clone(&outbox), shared.settings.sockets_per_user, touched)
    });
    shared.count_in();
    let Some(id) = id else {
        shared.count_out();
        return Err(AttachError::Unavailable);
    };
    // From here on the socket is indexed, and dropping this detaches it again if the function fails or is
    // cancelled.
    let attachment = Attachment { shared: Arc::clone(shared), outbox, id };
    let heads = subscribe_all(shared, user_id, id).await?;
    // Checked after the round trip: if the session ends later, the event reaches the socket through the
    // index.
    if !shared.database.session_holds(session_id).await? {
        return Err(AttachError::SessionEnded);
    }
    shared.with(|state, touched| state.tell_ready(id, &heads, &shared.settings.epoch, touched));
    Ok(attachment)
}

/// Subscribes the socket to every room of the user, and then reads their versions.
async fn subscribe_all(
    shared: &Shared,
    user_id: UserId,
    id: SocketId,
) -> Result<BTreeMap<RoomId, i64>, AttachError> {
    let mut heads = shared.database.heads_of(user_id).await?;
    for _ in 0..ATTEMPTS {
        shared.with(|state, _| {
            for room_id in heads.keys() {
                if state.phase(id, *room_id).is_none() {
                    state.subscribe(id, *room_id);
                }
            }
        });
        shared.bus.round_trip().await?;
        let fresh = shared.database.heads_of(user_id).await?;
        let is_complete = fresh.keys().all(|room_id| heads.contains_key(room_id));
        heads = fresh;
        if is_complete {
            return Ok(heads);
        }
    }
    // The user joins rooms faster than they can be read.
    Err(AttachError::Unavailable)
}

impl State {
    /// Queues `ready` with these versions and delivers the events above them.
    fn tell_ready(
        &mut self,
        id: SocketId,
        heads: &BTreeMap<RoomId, i64>,
        epoch: &str,
        touched: &mut Touched,
    ) {
        // The socket may have been closed meanwhile.
        let Some(joined_early) = self.sockets.make_ready(id) else { return };
        let Some(socket) = self.sockets.get(id) else { return };
        let (user_id, session_id) = (socket.user_id, socket.session_id);
        let outbox = Arc::clone(&socket.outbox);
        let no_longer: Vec<RoomId> =
            socket.rooms.iter().filter(|room_id| !heads.contains_key(room_id)).copied().collect();
        for room_id in no_longer {
            self.unsubscribe(id, room_id);
        }
        let ready = ServerFrame::Ready { user_id, session_id, epoch: epoch.to_owned(), rooms: heads.clone() };
        touched.push(&outbox, Frame::of(&ready));
        for (room_id, head) in heads {
            match self.release(id, *room_id, *head, None, touched) {
                Released::Live => {}
                Released::Left(reason) => tell_left(&outbox, *room_id, reason, touched),
                // Subscribed by `subscribe_all`, then removed because the room was deleted.
                Released::Unchanged => tell_left(&outbox, *room_id, LeaveReason::Deleted, touched),
            }
        }
        self.note_arrival(user_id);
        // Treated as if they arrived now. The snapshot may be older than such a join and than a departure
        // before it: then the departure has just ended the subscription, and only this starts a new one.
        for (room_id, version) in joined_early {
            self.joined(room_id, user_id, version);
        }
    }
}
