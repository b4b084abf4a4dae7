//! The subscribers of a room on this node: one entry per socket, with the last version that it was sent.
//!
//! Guarantees what a socket may rely on: frames are delivered only in order, and a `resync` is sent where one
//! is left out. The guarantee does not depend on the sequencer, the bus or the snapshots.

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
    /// The subscribed socket.
    pub socket: SocketId,
    /// The user of the socket.
    pub user_id: UserId,
    /// Outbox of the socket.
    pub outbox: Arc<Outbox>,
    /// Whether it waits for its snapshot or is live.
    pub phase: Phase,
}

/// State of a subscription.
#[derive(Clone, Copy, Debug)]
pub enum Phase {
    /// The snapshot that decides where delivery begins is still being read; nothing is delivered.
    Pending {
        /// Version and reason if the user has left meanwhile.
        left: Option<(i64, LeaveReason)>,
        /// Whether the client already holds the room, so that it must be sent `room.left` if the membership
        /// has ended.
        is_told: bool,
    },
    /// Frames are delivered.
    Live {
        /// Version of the snapshot in which the user was last seen as a member: departures up to it are
        /// outdated.
        since: i64,
        /// The last version that was delivered, or named in `ready`, `room.joined` or `resync`.
        told: i64,
    },
}

/// The subscribers of one room, by socket.
#[derive(Debug, Default)]
pub struct Subscribers {
    // The list is walked for each event. The index gives a socket's place in it, so that thousands can leave
    // quickly.
    list: Vec<Subscriber>,
    place: HashMap<SocketId, usize>,
    pending: usize,
}

impl Subscriber {
    /// A subscription that waits for its snapshot.
    pub const fn pending(socket: SocketId, user_id: UserId, outbox: Arc<Outbox>, is_told: bool) -> Self {
        Self { socket, user_id, outbox, phase: Phase::Pending { left: None, is_told } }
    }

    /// Delivers an event, unless the socket has already been sent its version.
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

    /// Sends the encoded `resync` in `frame`, which says that events up to `version` were left out.
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
    /// All subscribers.
    pub fn iter(&self) -> impl Iterator<Item = &Subscriber> {
        self.list.iter()
    }

    /// All subscribers, for delivery.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Subscriber> {
        self.list.iter_mut()
    }

    /// A socket's subscription.
    pub fn get(&self, socket: SocketId) -> Option<&Subscriber> {
        self.list.get(*self.place.get(&socket)?)
    }

    /// Adds a subscription, or replaces the one of the same socket.
    pub fn insert(&mut self, subscriber: Subscriber) {
        self.remove(subscriber.socket);
        self.pending += usize::from(subscriber.is_pending());
        self.place.insert(subscriber.socket, self.list.len());
        self.list.push(subscriber);
    }

    /// Removes a subscription.
    pub fn remove(&mut self, socket: SocketId) -> Option<Subscriber> {
        let place = self.place.remove(&socket)?;
        let gone = self.list.swap_remove(place);
        if let Some(moved) = self.list.get(place) {
            self.place.insert(moved.socket, place);
        }
        self.pending -= usize::from(gone.is_pending());
        Some(gone)
    }

    /// Records that the user of a waiting subscription has left.
    pub fn note_left(&mut self, socket: SocketId, version: i64, reason: LeaveReason) {
        if let Some(subscriber) = self.place.get(&socket).and_then(|place| self.list.get_mut(*place))
            && let Phase::Pending { left, .. } = &mut subscriber.phase
            && left.is_none_or(|(earlier, _)| earlier < version)
        {
            *left = Some((version, reason));
        }
    }

    /// Number of subscriptions that wait for their snapshot.
    pub const fn pending(&self) -> usize {
        self.pending
    }

    /// Number of subscriptions.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are no subscriptions.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Checks that the index agrees with the list.
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
