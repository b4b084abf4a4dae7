//! The open sockets of this node, by id, by user and by session.
//!
//! Keeps the three in agreement, and this node subscribed on the bus to the events of every user who has a
//! socket. Hands out sockets only for reading; each change is a method here. Methods that change subscriptions are
//! only for the state, which tells the rooms.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    hash::Hash,
    sync::Arc,
};

use confluence_protocol::{Presence, RoomId, SessionId, UserId};

use crate::{
    Bus, Subject,
    sockets::{
        outbox::Outbox,
        socket::{Socket, SocketId},
    },
};

/// The open sockets of this node.
pub struct Sockets {
    bus: Arc<dyn Bus>,
    by_id: HashMap<SocketId, Socket>,
    /// Each user's sockets, oldest first. No user has an empty entry.
    by_user: HashMap<UserId, Vec<SocketId>>,
    /// Each session's sockets, as above.
    by_session: HashMap<SessionId, Vec<SocketId>>,
    last: u64,
}

impl Sockets {
    /// No sockets.
    pub(super) fn new(bus: Arc<dyn Bus>) -> Self {
        Self { bus, by_id: HashMap::new(), by_user: HashMap::new(), by_session: HashMap::new(), last: 0 }
    }

    /// Adds a socket. Events of its user from other nodes are certain to arrive after the next round trip of
    /// the bus.
    pub(super) fn open(&mut self, user_id: UserId, session_id: SessionId, outbox: Arc<Outbox>) -> SocketId {
        self.last += 1;
        let id = SocketId(self.last);
        let socket = Socket {
            user_id,
            session_id,
            outbox,
            rooms: HashSet::new(),
            is_ready: false,
            joined_early: HashMap::new(),
            presence: Presence::Active,
        };
        self.by_id.insert(id, socket);
        self.by_session.entry(session_id).or_default().push(id);
        let of_user = self.by_user.entry(user_id).or_default();
        if of_user.is_empty() {
            self.bus.subscribe(Subject::User(user_id));
        }
        of_user.push(id);
        id
    }

    /// Removes a socket.
    pub(super) fn remove(&mut self, id: SocketId) -> Option<Socket> {
        let socket = self.by_id.remove(&id)?;
        remove_from(&mut self.by_session, socket.session_id, id);
        if remove_from(&mut self.by_user, socket.user_id, id) {
            self.bus.unsubscribe(Subject::User(socket.user_id));
        }
        Some(socket)
    }

    /// An open socket.
    pub fn get(&self, id: SocketId) -> Option<&Socket> {
        self.by_id.get(&id)
    }

    /// All sockets.
    pub fn iter(&self) -> impl Iterator<Item = (SocketId, &Socket)> {
        self.by_id.iter().map(|(id, socket)| (*id, socket))
    }

    /// The sockets of a user, oldest first.
    pub fn of_user(&self, user_id: UserId) -> Vec<SocketId> {
        self.by_user.get(&user_id).cloned().unwrap_or_default()
    }

    /// The sockets of a session.
    pub fn of_session(&self, session_id: SessionId) -> Vec<SocketId> {
        self.by_session.get(&session_id).cloned().unwrap_or_default()
    }

    /// Whether the user has a socket.
    pub fn is_connected(&self, user_id: UserId) -> bool {
        self.by_user.contains_key(&user_id)
    }

    /// Each user who has a socket.
    pub fn users(&self) -> impl ExactSizeIterator<Item = UserId> {
        self.by_user.keys().copied()
    }

    /// Each session that has a socket.
    pub fn sessions(&self) -> impl Iterator<Item = SessionId> {
        self.by_session.keys().copied()
    }

    /// Number of sockets.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Notes that a socket is subscribed to a room. Returns the socket if it is open.
    pub(super) fn note_room(&mut self, id: SocketId, room_id: RoomId) -> Option<&Socket> {
        let socket = self.by_id.get_mut(&id)?;
        socket.rooms.insert(room_id);
        Some(socket)
    }

    /// Notes that a socket is no longer subscribed to a room.
    pub(super) fn forget_room(&mut self, id: SocketId, room_id: RoomId) {
        if let Some(socket) = self.by_id.get_mut(&id) {
            socket.rooms.remove(&room_id);
        }
    }

    /// Notes that the user of a socket that is not ready yet has joined a room.
    pub fn note_early_join(&mut self, id: SocketId, room_id: RoomId, version: i64) {
        if let Some(socket) = self.by_id.get_mut(&id) {
            let early = socket.joined_early.entry(room_id).or_insert(version);
            *early = version.max(*early);
        }
    }

    /// Marks a socket as ready. Returns the rooms that its user has joined meanwhile, each with the version of
    /// the last join; nothing if the socket has been closed.
    pub fn make_ready(&mut self, id: SocketId) -> Option<HashMap<RoomId, i64>> {
        let socket = self.by_id.get_mut(&id)?;
        socket.is_ready = true;
        Some(std::mem::take(&mut socket.joined_early))
    }

    /// Records what a socket reports about its user. Returns the user if that is a change.
    pub(super) fn set_presence(&mut self, id: SocketId, status: Presence) -> Option<UserId> {
        let socket = self.by_id.get_mut(&id)?;
        let is_news = std::mem::replace(&mut socket.presence, status) != status;
        is_news.then_some(socket.user_id)
    }

    /// Checks that the indexes agree.
    pub fn check_invariants(&self) -> Result<(), String> {
        for (id, socket) in &self.by_id {
            socket.outbox.check_invariants()?;
            let listed = |of: Option<&Vec<SocketId>>| of.is_some_and(|of| of.contains(id));
            if !listed(self.by_user.get(&socket.user_id)) || !listed(self.by_session.get(&socket.session_id))
            {
                return Err("a socket is missing from its user or its session".to_owned());
            }
        }
        let users: usize = self.by_user.values().map(Vec::len).sum();
        let sessions: usize = self.by_session.values().map(Vec::len).sum();
        if users != self.by_id.len() || sessions != self.by_id.len() {
            return Err("a closed socket is still indexed".to_owned());
        }
        Ok(())
    }
}

/// Removes a socket from an index; returns whether it was the last one under `key`.
fn remove_from<K: Hash + Eq>(index: &mut HashMap<K, Vec<SocketId>>, key: K, id: SocketId) -> bool {
    let Entry::Occupied(mut entry) = index.entry(key) else { return false };
    entry.get_mut().retain(|one| *one != id);
    let is_last = entry.get().is_empty();
    if is_last {
        entry.remove();
    }
    is_last
}
