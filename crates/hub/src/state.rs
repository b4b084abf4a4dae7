//! The indexes of the hub: open sockets, their users and sessions, and their subscriptions to rooms.
//!
//! Keeps the indexes consistent (`check_invariants`), and the subscriptions on the bus. A single std mutex
//! guards all of it, and nothing here waits. Work that must wait (reading snapshots and heads) is noted here
//! and done by `repair`.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::Arc,
    time::Duration,
};

use confluence_protocol::{CloseCode, Presence, RoomId, SessionId, UserId};
use tokio::time::Instant;

use crate::{
    Bus, Subject,
    people::{
        board::Board,
        typing::Typists,
        waiting::{Marks, Profiles},
    },
    repair::{suspects::Suspects, unsettled::Unsettled},
    rooms::{
        room::Room,
        subscribers::{Phase, Subscriber},
    },
    signals::{Raised, Task},
    sockets::{
        outbox::{Outbox, Touched},
        socket::{Socket, SocketId},
    },
};

/// How long a room waits for a missing version before giving up on it.
pub const HOLE_PATIENCE: Duration = Duration::from_millis(200);

/// The indexes of the hub.
pub struct State {
    pub bus: Arc<dyn Bus>,
    pub rooms: HashMap<RoomId, Room>,
    pub sockets: HashMap<SocketId, Socket>,
    /// Each user's sockets, oldest first.
    pub users: HashMap<UserId, Vec<SocketId>>,
    sessions: HashMap<SessionId, Vec<SocketId>>,
    /// Rooms that miss a version, and when each gives up waiting. At most one entry per room in `rooms`.
    pub holes: HashMap<RoomId, Instant>,
    /// Memberships to read again.
    pub unsettled: Unsettled,
    /// Connected users whose memberships may have changed unnoticed.
    pub suspects: Suspects,
    /// Whether the bus was unavailable and the heads have not been read since.
    pub was_out: bool,
    /// Changed profiles that wait to be sent.
    pub profiles: Profiles,
    /// Read marks that wait to be sent to others at the next tick.
    pub marks: Marks,
    /// Presence of users.
    pub board: Board,
    /// When typing notifications were last sent.
    pub typists: Typists,
    last_socket: u64,
    /// Tasks that got something to do since the lock was last released.
    raised: Raised,
    /// Whether the hub is shutting down and takes no new sockets.
    pub stopping: bool,
}

impl State {
    /// A state without sockets.
    pub fn new(bus: Arc<dyn Bus>) -> Self {
        Self {
            bus,
            rooms: HashMap::new(),
            sockets: HashMap::new(),
            users: HashMap::new(),
            sessions: HashMap::new(),
            holes: HashMap::new(),
            unsettled: Unsettled::default(),
            suspects: Suspects::default(),
            was_out: false,
            profiles: Profiles::default(),
            marks: Marks::default(),
            board: Board::default(),
            typists: Typists::default(),
            last_socket: 0,
            raised: Raised::default(),
            stopping: false,
        }
    }

    /// Records that the task has something to do; it is woken when the lock is released.
    pub const fn raise(&mut self, task: Task) {
        self.raised.raise(task);
    }

    /// Takes the tasks to wake.
    pub fn take_raised(&mut self) -> Raised {
        std::mem::take(&mut self.raised)
    }

    /// Indexes a new socket. Events of its user from other nodes are certain to arrive after the next round
    /// trip of the bus.
    pub fn open(&mut self, user_id: UserId, session_id: SessionId, outbox: Arc<Outbox>) -> SocketId {
        self.last_socket += 1;
        let id = SocketId(self.last_socket);
        let socket = Socket {
            user_id,
            session_id,
            outbox,
            rooms: HashSet::new(),
            is_ready: false,
            joined_early: HashMap::new(),
            presence: Presence::Active,
        };
        self.sockets.insert(id, socket);
        self.sessions.entry(session_id).or_default().push(id);
        let of_user = self.users.entry(user_id).or_default();
        if of_user.is_empty() {
            self.bus.subscribe(Subject::User(user_id));
        }
        of_user.push(id);
        id
    }

    /// Removes a socket from every index; nothing more is pushed to its outbox from here.
    pub fn remove(&mut self, id: SocketId) -> Option<Socket> {
        let socket = self.sockets.remove(&id)?;
        for room_id in &socket.rooms {
            self.take_subscription(id, *room_id);
        }
        remove_from(&mut self.sessions, socket.session_id, id);
        if remove_from(&mut self.users, socket.user_id, id) {
            self.bus.unsubscribe(Subject::User(socket.user_id));
            self.suspects.forget(socket.user_id);
        }
        self.note_departure(socket.user_id, socket.rooms.iter().copied());
        Some(socket)
    }

    /// Removes a socket and closes it at once.
    pub fn close(&mut self, id: SocketId, code: CloseCode, touched: &mut Touched) {
        if let Some(socket) = self.remove(id) {
            touched.close_now(&socket.outbox, code);
        }
    }

    /// The sockets of a session.
    pub fn of_session(&self, session_id: SessionId) -> Vec<SocketId> {
        self.sessions.get(&session_id).cloned().unwrap_or_default()
    }

    /// The sockets of a user, oldest first.
    pub fn of_user(&self, user_id: UserId) -> Vec<SocketId> {
        self.users.get(&user_id).cloned().unwrap_or_default()
    }

    /// Each session that has a socket.
    pub fn session_ids(&self) -> Vec<SessionId> {
        self.sessions.keys().copied().collect()
    }

    /// Subscribes a socket to a room; the subscription waits for its snapshot. An existing subscription
    /// starts over.
    pub fn subscribe(&mut self, id: SocketId, room_id: RoomId) {
        let is_told = self.phase(id, room_id).is_some_and(Phase::is_told);
        let Some(socket) = self.sockets.get_mut(&id) else { return };
        let room = match self.rooms.entry(room_id) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                self.bus.subscribe(Subject::Room(room_id));
                entry.insert(Room::new(room_id))
            }
        };
        socket.rooms.insert(room_id);
        room.subscribe(Subscriber::pending(id, socket.user_id, Arc::clone(&socket.outbox), is_told));
    }

    /// Ends a socket's subscription to a room.
    pub fn unsubscribe(&mut self, id: SocketId, room_id: RoomId) -> Option<Subscriber> {
        if let Some(socket) = self.sockets.get_mut(&id) {
            socket.rooms.remove(&room_id);
        }
        self.take_subscription(id, room_id)
    }

    /// Removes a room with all its subscriptions.
    pub fn remove_room(&mut self, room_id: RoomId) -> Option<Room> {
        let room = self.rooms.remove(&room_id)?;
        self.bus.unsubscribe(Subject::Room(room_id));
        self.holes.remove(&room_id);
        for subscriber in room.subscribers.iter() {
            if let Some(socket) = self.sockets.get_mut(&subscriber.socket) {
                socket.rooms.remove(&room_id);
            }
        }
        Some(room)
    }

    /// Records whether the room misses a version. To be called after anything that can change that.
    pub fn note_hole(&mut self, room_id: RoomId) {
        let sequencer = self.rooms.get(&room_id).map(|room| &room.sequencer);
        match sequencer.filter(|sequencer| sequencer.has_hole()) {
            None => {
                self.holes.remove(&room_id);
            }
            Some(sequencer) if sequencer.is_full() => {
                self.holes.insert(room_id, Instant::now());
                self.raise(Task::Holes);
            }
            Some(_) => {
                if let Entry::Vacant(entry) = self.holes.entry(room_id) {
                    entry.insert(Instant::now() + HOLE_PATIENCE);
                    self.raise(Task::Holes);
                }
            }
        }
    }

    /// Schedules a fresh read of the user's membership, `after` this time.
    pub fn unsettle(&mut self, user_id: UserId, room_id: RoomId, after: Duration) {
        if self.users.contains_key(&user_id) {
            self.unsettled.note((user_id, room_id), after);
            self.raise(Task::Unsettled);
        }
    }

    /// Schedules a comparison of all memberships of a connected user with their subscriptions.
    pub fn suspect(&mut self, user_id: UserId) {
        if self.users.contains_key(&user_id) {
            self.suspects.note(user_id);
            self.raise(Task::Suspects);
        }
    }

    /// Checks that all indexes agree and every bound holds.
    pub fn check_invariants(&self) -> Result<(), String> {
        self.unsettled.check_invariants()?;
        for (room_id, room) in &self.rooms {
            room.check_invariants()?;
            if room.sequencer.has_hole() != self.holes.contains_key(room_id) {
                return Err("a hole is not watched, or a watch has no hole".to_owned());
            }
            for subscriber in room.subscribers.iter() {
                let socket = self.sockets.get(&subscriber.socket).ok_or("a subscription has no socket")?;
                if !socket.rooms.contains(room_id) || socket.user_id != subscriber.user_id {
                    return Err("a socket does not know of a subscription".to_owned());
                }
            }
        }
        for (id, socket) in &self.sockets {
            socket.outbox.check_invariants()?;
            let subscribed = |room_id: &RoomId| {
                self.rooms.get(room_id).is_some_and(|room| room.subscribers.get(*id).is_some())
            };
            if !socket.rooms.iter().all(subscribed) {
                return Err("a room does not know of a subscription".to_owned());
            }
            let listed = |of: Option<&Vec<SocketId>>| of.is_some_and(|of| of.contains(id));
            if !listed(self.users.get(&socket.user_id)) || !listed(self.sessions.get(&socket.session_id)) {
                return Err("a socket is missing from its user or its session".to_owned());
            }
        }
        let users: usize = self.users.values().map(Vec::len).sum();
        let sessions: usize = self.sessions.values().map(Vec::len).sum();
        if users != self.sockets.len() || sessions != self.sockets.len() {
            return Err("a closed socket is still indexed".to_owned());
        }
        if self.holes.keys().any(|room_id| !self.rooms.contains_key(room_id)) {
            return Err("a hole is watched in a room that is gone".to_owned());
        }
        Ok(())
    }

    fn take_subscription(&mut self, id: SocketId, room_id: RoomId) -> Option<Subscriber> {
        let room = self.rooms.get_mut(&room_id)?;
        let gone = room.unsubscribe(id);
        if room.subscribers.is_empty() {
            self.rooms.remove(&room_id);
            self.holes.remove(&room_id);
            self.bus.unsubscribe(Subject::Room(room_id));
        }
        gone
    }
}

/// Removes a socket from an index; returns whether it was the last one under `key`.
fn remove_from<K: std::hash::Hash + Eq>(index: &mut HashMap<K, Vec<SocketId>>, key: K, id: SocketId) -> bool {
    let Entry::Occupied(mut entry) = index.entry(key) else { return false };
    entry.get_mut().retain(|one| *one != id);
    let is_last = entry.get().is_empty();
    if is_last {
        entry.remove();
    }
    is_last
}
