//! Presence of each user, from their sockets on this node and the reports of other nodes. Never stored.
//!
//! Changes are gathered for a second, and a user goes offline only after ten, so that a reload does not show
//! as an absence. Changes are sent to people who share a room. Rooms with very many sockets show no presence,
//! because each arrival would cost a frame per socket.

use std::time::Duration;

use confluence_protocol::{Presence, RoomId, ServerFrame, UserId};
use tokio::time::Instant;

use crate::{
    bus::notice::{Header, Notice},
    frame::Frame,
    people::board::{NodeId, Word, strongest},
    signals::Task,
    sockets::{outbox::Touched, socket::SocketId},
    state::State,
};

/// How long after their last socket has gone a user counts as offline.
const GRACE: Duration = Duration::from_secs(10);
/// Rooms with more sockets than this on a node get no presence frames there.
const ROOM_MOST: usize = 500;
/// How often a node repeats the presence of its users, for nodes that missed it.
const REPEAT: Duration = Duration::from_secs(30);
/// How long the reports of a node count after it has stopped repeating them.
const BELIEVED: Duration = Duration::from_secs(90);

impl State {
    /// Records that a socket of the user is ready.
    pub fn note_arrival(&mut self, user_id: UserId) {
        self.board.leaving.remove(&user_id);
        self.note_presence(user_id);
    }

    /// Records that a socket of the user, with these rooms, is gone.
    pub fn note_departure(&mut self, user_id: UserId, rooms: impl Iterator<Item = RoomId>) {
        if self.users.contains_key(&user_id) {
            self.note_presence(user_id);
        } else if self.board.here.contains_key(&user_id) {
            self.board.leaving.insert(user_id, (Instant::now() + GRACE, rooms.collect()));
            self.raise(Task::Ticks);
        } else {
            // The user came and went within a tick.
            self.board.dirty.remove(&user_id);
        }
    }

    /// Records what a socket reports about its user: at the keyboard or away.
    pub fn set_presence(&mut self, id: SocketId, status: Presence) {
        if let Some(socket) = self.sockets.get_mut(&id)
            && socket.presence != status
        {
            socket.presence = status;
            let user_id = socket.user_id;
            self.note_presence(user_id);
        }
    }

    /// Sends the changes since the last tick to the sockets here, and returns them for the other nodes.
    pub fn tick_presence(&mut self, node: NodeId, touched: &mut Touched) -> Vec<Notice> {
        let now = Instant::now();
        let mut changed = Vec::new();
        for user_id in std::mem::take(&mut self.board.dirty) {
            let (status, rooms) = self.presence_here(user_id);
            let before = self.board.of(user_id);
            if self.board.here.insert(user_id, status) != Some(status) {
                self.tell_presence(user_id, before, &rooms, touched);
                changed.push(Header::Presence { node, user_id, rooms, status }.alone());
            }
        }
        let due: Vec<UserId> = self
            .board
            .leaving
            .iter()
            .filter(|(_, (at, _))| *at <= now)
            .map(|(user_id, _)| *user_id)
            .collect();
        for user_id in due {
            let Some((_, rooms)) = self.board.leaving.remove(&user_id) else { continue };
            let before = self.board.of(user_id);
            self.board.here.remove(&user_id);
            self.tell_presence(user_id, before, &rooms, touched);
            changed.push(Header::Presence { node, user_id, rooms, status: Presence::Offline }.alone());
        }
        self.forget_silent_nodes(now, touched);
        if self.board.repeated.is_none_or(|at| now.duration_since(at) >= REPEAT) {
            self.board.repeated = Some(now);
            for (user_id, status) in &self.board.here {
                let (_, rooms) = self.presence_here(*user_id);
                changed.push(Header::Presence { node, user_id: *user_id, rooms, status: *status }.alone());
            }
        }
        changed
    }

    /// Applies another node's report about a user.
    pub fn hear_presence(
        &mut self,
        node: NodeId,
        user_id: UserId,
        rooms: &[RoomId],
        status: Presence,
        touched: &mut Touched,
    ) {
        let before = self.board.of(user_id);
        let of_user = self.board.elsewhere.entry(user_id).or_default();
        if status == Presence::Offline {
            of_user.remove(&node);
        } else {
            of_user.insert(node, Word { status, rooms: rooms.to_vec(), at: Instant::now() });
        }
        if of_user.is_empty() {
            self.board.elsewhere.remove(&user_id);
        }
        self.raise(Task::Ticks);
        self.tell_presence(user_id, before, rooms, touched);
    }

    fn note_presence(&mut self, user_id: UserId) {
        self.board.dirty.insert(user_id);
        self.raise(Task::Ticks);
    }

    /// The user's presence according to their sockets here, and their rooms.
    fn presence_here(&self, user_id: UserId) -> (Presence, Vec<RoomId>) {
        let sockets = self.users.get(&user_id).into_iter().flatten();
        let ready: Vec<_> =
            sockets.filter_map(|id| self.sockets.get(id)).filter(|socket| socket.is_ready).collect();
        let status = ready.iter().map(|socket| socket.presence).fold(Presence::Offline, strongest);
        let rooms = ready.first().map(|socket| socket.rooms.iter().copied().collect()).unwrap_or_default();
        (status, rooms)
    }

    fn tell_presence(&self, user_id: UserId, before: Presence, rooms: &[RoomId], touched: &mut Touched) {
        let status = self.board.of(user_id);
        if status == before {
            return;
        }
        let is_small = |room_id: &&RoomId| {
            self.rooms.get(*room_id).is_some_and(|room| room.subscribers.len() <= ROOM_MOST)
        };
        let rooms: Vec<RoomId> = rooms.iter().filter(is_small).copied().collect();
        let frame = Frame::of(&ServerFrame::Presence { user_id, status });
        self.tell(&rooms, &frame, |one| one != user_id, touched);
    }

    fn forget_silent_nodes(&mut self, now: Instant, touched: &mut Touched) {
        let silent = |word: &Word| now.duration_since(word.at) > BELIEVED;
        let forgotten: Vec<(UserId, NodeId)> = self
            .board
            .elsewhere
            .iter()
            .flat_map(|(user_id, of_user)| {
                of_user.iter().filter(|(_, word)| silent(word)).map(|(node, _)| (*user_id, *node))
            })
            .collect();
        for (user_id, node) in forgotten {
            let before = self.board.of(user_id);
            let Some(of_user) = self.board.elsewhere.get_mut(&user_id) else { continue };
            let rooms = of_user.remove(&node).map(|word| word.rooms).unwrap_or_default();
            if of_user.is_empty() {
                self.board.elsewhere.remove(&user_id);
            }
            self.tell_presence(user_id, before, &rooms, touched);
        }
    }
}
