//! The rooms with subscribers on this node, and which of them miss a version.
//!
//! Keeps this node subscribed on the bus to the events of every room that has a subscriber, and watches every
//! room that misses a version: each change of a room is a method here, so none escapes the watch. Does not
//! read the database: `repair` does, once a room gives up waiting. Methods that change subscriptions are only for
//! the state, which tells the sockets.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
    time::Duration,
};

use confluence_protocol::{LeaveReason, RoomId};
use tokio::time::Instant;

use crate::{
    Bus, Subject,
    frame::Frame,
    rooms::{
        room::{Released, Room},
        sequencer::Event,
        subscribers::Subscriber,
    },
    sockets::{outbox::Touched, socket::SocketId},
};

/// How long a room waits for a missing version before giving up on it.
const PATIENCE: Duration = Duration::from_millis(200);

/// A room that has given up waiting, and the version that it waited for.
#[derive(Clone, Copy, Debug)]
pub struct Overdue {
    /// The room.
    pub room_id: RoomId,
    /// The missing version; `None` if the room's version is not known yet.
    pub awaited: Option<i64>,
}

/// The rooms with subscribers on this node.
pub struct Rooms {
    bus: Arc<dyn Bus>,
    by_id: HashMap<RoomId, Room>,
    /// Rooms that miss a version, and when each gives up waiting.
    holes: HashMap<RoomId, Instant>,
    /// Whether a hole was noted since [`Rooms::take_new_hole`].
    has_new_hole: bool,
    /// Whether the bus was unavailable and the heads have not been read since.
    was_out: bool,
}

impl Rooms {
    /// No rooms.
    pub(super) fn new(bus: Arc<dyn Bus>) -> Self {
        Self { bus, by_id: HashMap::new(), holes: HashMap::new(), has_new_hole: false, was_out: false }
    }

    /// A room with subscribers here.
    pub fn get(&self, room_id: RoomId) -> Option<&Room> {
        self.by_id.get(&room_id)
    }

    /// All rooms.
    pub fn iter(&self) -> impl Iterator<Item = (RoomId, &Room)> {
        self.by_id.iter().map(|(room_id, room)| (*room_id, room))
    }

    /// Number of rooms.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Adds a subscription that waits for its snapshot, or starts the one of the same socket over.
    pub(super) fn subscribe(&mut self, room_id: RoomId, subscriber: Subscriber) {
        let room = match self.by_id.entry(room_id) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                self.bus.subscribe(Subject::Room(room_id));
                entry.insert(Room::new(room_id))
            }
        };
        room.subscribe(subscriber);
    }

    /// Removes a subscription, and the room with its last one.
    pub(super) fn unsubscribe(&mut self, id: SocketId, room_id: RoomId) -> Option<Subscriber> {
        let room = self.by_id.get_mut(&room_id)?;
        let gone = room.unsubscribe(id);
        if room.subscribers().is_empty() {
            self.remove(room_id);
        }
        gone
    }

    /// Removes a room with all its subscriptions.
    pub(super) fn remove(&mut self, room_id: RoomId) -> Option<Room> {
        let room = self.by_id.remove(&room_id)?;
        self.holes.remove(&room_id);
        self.bus.unsubscribe(Subject::Room(room_id));
        Some(room)
    }

    /// Accepts an event of a room, in any order; see [`Room::offer`].
    pub fn offer(&mut self, room_id: RoomId, event: Event, touched: &mut Touched) {
        if let Some(room) = self.by_id.get_mut(&room_id) {
            room.offer(event, touched);
            self.watch(room_id);
        }
    }

    /// Releases a subscription whose snapshot has been read; see [`Room::release`].
    pub(super) fn release(
        &mut self,
        id: SocketId,
        room_id: RoomId,
        version: i64,
        first: Option<&Frame>,
        touched: &mut Touched,
    ) -> Released {
        let Some(room) = self.by_id.get_mut(&room_id) else { return Released::Unchanged };
        let released = room.release(id, version, first, touched);
        self.watch(room_id);
        released
    }

    /// Notes that the user of a waiting subscription has left.
    pub fn note_left(&mut self, id: SocketId, room_id: RoomId, version: i64, reason: LeaveReason) {
        if let Some(room) = self.by_id.get_mut(&room_id) {
            room.note_left(id, version, reason);
        }
    }

    /// Records the version of a room from the database. A room that stays behind it for a while gives up
    /// waiting.
    pub fn observe(&mut self, room_id: RoomId, head: i64) {
        if let Some(room) = self.by_id.get_mut(&room_id) {
            room.observe(head);
            self.watch(room_id);
        }
    }

    /// Whether a hole was noted since the last call: then the next room gives up sooner than was known.
    pub(super) fn take_new_hole(&mut self) -> bool {
        std::mem::take(&mut self.has_new_hole)
    }

    /// When the next room gives up waiting.
    pub fn next_overdue(&self) -> Option<Instant> {
        self.holes.values().min().copied()
    }

    /// The rooms that have given up waiting.
    pub fn overdue(&self) -> Vec<Overdue> {
        let now = Instant::now();
        let overdue = self.holes.iter().filter(|(_, at)| **at <= now);
        overdue
            .map(|(room_id, _)| Overdue {
                room_id: *room_id,
                awaited: self.by_id.get(room_id).and_then(Room::awaits),
            })
            .collect()
    }

    /// Lets an overdue room wait longer, because its head could not be read.
    pub fn wait_longer(&mut self, room_id: RoomId, time: Duration) {
        if let Some(at) = self.holes.get_mut(&room_id) {
            *at = Instant::now() + time;
        }
    }

    /// Gives up on the events that an overdue room misses up to `head`, and sends a `resync`. Returns whether
    /// anything was skipped.
    ///
    /// If the room moved on while the head was read, there is no jump; another hole has its own deadline.
    pub fn give_up(&mut self, overdue: Overdue, head: Option<i64>, touched: &mut Touched) -> bool {
        let Overdue { room_id, awaited } = overdue;
        let Some(room) = self.by_id.get_mut(&room_id) else { return false };
        let is_behind = head.is_some_and(|head| room.awaits() == awaited && room.jump(head, touched));
        self.holes.remove(&room_id);
        self.watch(room_id);
        is_behind
    }

    /// Notes that the bus was unavailable: every room may have missed its last event.
    pub fn note_outage(&mut self) {
        self.was_out = true;
    }

    /// The rooms whose heads are to be read because the bus was unavailable.
    pub fn doubtful(&self) -> Vec<RoomId> {
        if self.was_out { self.by_id.keys().copied().collect() } else { Vec::new() }
    }

    /// Notes that these heads have been read.
    pub fn end_outage(&mut self) {
        self.was_out = false;
    }

    /// Checks that every room is in order, and that exactly those with a hole are watched.
    pub fn check_invariants(&self) -> Result<(), String> {
        for (room_id, room) in &self.by_id {
            room.check_invariants()?;
            if room.has_hole() != self.holes.contains_key(room_id) {
                return Err("a hole is not watched, or a watch has no hole".to_owned());
            }
        }
        if self.holes.keys().any(|room_id| !self.by_id.contains_key(room_id)) {
            return Err("a hole is watched in a room that is gone".to_owned());
        }
        Ok(())
    }

    /// Notes whether the room misses a version. To be called after anything that can change that.
    fn watch(&mut self, room_id: RoomId) {
        let room = self.by_id.get(&room_id);
        let Some(room) = room.filter(|room| room.has_hole()) else {
            self.holes.remove(&room_id);
            return;
        };
        let entry = self.holes.entry(room_id);
        if room.is_full() {
            entry.insert_entry(Instant::now());
            self.has_new_hole = true;
        } else if let Entry::Vacant(entry) = entry {
            entry.insert(Instant::now() + PATIENCE);
            self.has_new_hole = true;
        }
    }
}
