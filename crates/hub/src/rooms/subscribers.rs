//! Who of this node hears of a room: one entry per socket, and up to which version it was told.
//!
//! Owns the guarantee of the socket: each passes a frame on only in order, and says `resync` where one is
//! left out. It holds whatever the sequencer, the bus and the snapshots did.

use std::{collections::HashMap, sync::Arc};

use confluence_protocol::{LeaveReason, RoomId, UserId};

use crate::{
    frame::Frame,
    rooms::sequencer::Event,
    sockets::{
        outbox::{Outbox, Touched},
        socket::SocketId,
    },
};

/// A socket's subscription to a room.
#[derive(Debug)]
pub struct Subscriber {
    /// Which socket.
    pub socket: SocketId,
    /// Whose.
    pub user_id: UserId,
    /// Where its frames go.
    pub outbox: Arc<Outbox>,
    /// How far it is.
    pub phase: Phase,
}

/// How far a subscription is.
#[derive(Clone, Copy, Debug)]
pub enum Phase {
    /// Subscribed, but the snapshot that says where it begins is still being read: nothing passes.
    Pending {
        /// The user left meanwhile: at which version, and how.
        left: Option<(i64, LeaveReason)>,
        /// Whether the client holds the room from before, and so has to hear if it turns out to be gone.
        is_told: bool,
    },
    /// Frames pass.
    Live {
        /// The snapshot in which the user was last seen to be a member: a departure up to it is old news.
        since: i64,
        /// The last version that was passed on, or told by `ready`, `room.joined` or `resync`.
        told: i64,
    },
}

/// The subscribers of one room, by socket.
#[derive(Debug, Default)]
pub struct Subscribers {
    // A list to walk at each event, and where in it a socket stands, so that thousands can leave at once.
    list: Vec<Subscriber>,
    place: HashMap<SocketId, usize>,
    pending: usize,
}

impl Subscriber {
    /// A subscription that waits for its snapshot.
    pub const fn pending(socket: SocketId, user_id: UserId, outbox: Arc<Outbox>, is_told: bool) -> Self {
        Self { socket, user_id, outbox, phase: Phase::Pending { left: None, is_told } }
    }

    /// Passes an event on, unless it was told of already.
    pub fn pass(&mut self, room_id: RoomId, event: &Event, touched: &mut Touched) {
        let Phase::Live { told, .. } = &mut self.phase else { return };
        if event.version <= *told {
            return;
        }
        if event.version > *told + 1 {
            touched.push(&self.outbox, Frame::resync(room_id, event.version - 1));
        }
        *told = event.version;
        if cfg!(feature = "fault-controls") && event.frame.bytes.is_empty() {
            return;
        }
        touched.push(&self.outbox, event.frame.clone());
    }

    /// Says that everything up to `version` was left out; `frame` is that `resync`, encoded.
    pub fn resync(&mut self, version: i64, frame: &Frame, touched: &mut Touched) {
        if let Phase::Live { told, .. } = &mut self.phase
            && *told < version
        {
            *told = version;
            touched.push(&self.outbox, frame.clone());
        }
    }
}

impl Subscribers {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Subscriber> {
        self.list.iter()
    }

    /// Each of them, to pass something on.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Subscriber> {
        self.list.iter_mut()
    }

    /// A socket's subscription.
    pub fn get(&self, socket: SocketId) -> Option<&Subscriber> {
        self.list.get(*self.place.get(&socket)?)
    }

    /// Adds a subscription, or replaces that of the same socket.
    pub fn insert(&mut self, subscriber: Subscriber) {
        self.remove(subscriber.socket);
        self.pending += usize::from(subscriber.is_pending());
        self.place.insert(subscriber.socket, self.list.len());
        self.list.push(subscriber);
    }

    /// Takes a subscription out.
    pub fn remove(&mut self, socket: SocketId) -> Option<Subscriber> {
        let place = self.place.remove(&socket)?;
        let gone = self.list.swap_remove(place);
        if let Some(moved) = self.list.get(place) {
            self.place.insert(moved.socket, place);
        }
        self.pending -= usize::from(gone.is_pending());
        Some(gone)
    }

    /// Notes that a waiting subscription's user left.
    pub fn note_left(&mut self, socket: SocketId, version: i64, reason: LeaveReason) {
        if let Some(subscriber) = self.place.get(&socket).and_then(|place| self.list.get_mut(*place))
            && let Phase::Pending { left, .. } = &mut subscriber.phase
            && left.is_none_or(|(earlier, _)| earlier < version)
        {
            *left = Some((version, reason));
        }
    }

    /// How many wait for their snapshot.
    pub const fn pending(&self) -> usize {
        self.pending
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether its parts agree.
    pub fn check_invariants(&self) -> Result<(), String> {
        let placed = self.list.iter().enumerate().all(|(at, one)| self.place.get(&one.socket) == Some(&at));
        let pending = self.list.iter().filter(|one| one.is_pending()).count();
        if !placed || self.place.len() != self.list.len() || pending != self.pending {
            return Err("the index of subscribers disagrees with their list".to_owned());
        }
        Ok(())
    }
}

impl Subscriber {
    /// Whether it waits for its snapshot.
    pub const fn is_pending(&self) -> bool {
        matches!(self.phase, Phase::Pending { .. })
    }

    /// Whether the client holds the room.
    pub const fn is_told(&self) -> bool {
        self.phase.is_told()
    }
}

impl Phase {
    /// Whether the client holds the room.
    pub const fn is_told(self) -> bool {
        matches!(self, Self::Live { .. } | Self::Pending { is_told: true, .. })
    }
}
