//! Presence of each user, from their sockets on this node and the reports of other nodes. Never stored.
//!
//! Changes are gathered for a second, and a user goes offline only after ten, so that a reload does not show
//! as an absence. Changes are sent to people who share a room. Rooms with very many sockets show no presence,
//! because each arrival would cost a frame per socket.

use confluence_protocol::{Presence, RoomId, ServerFrame, UserId};
use tokio::time::Instant;

use crate::{
    bus::notice::{Header, Notice},
    frame::Frame,
    people::board::{NodeId, Shift, strongest},
    signals::Task,
    sockets::outbox::Touched,
    state::State,
};

/// Rooms with more sockets than this on a node get no presence frames there.
const ROOM_MOST: usize = 500;

impl State {
    /// Records that a socket of the user is ready.
    pub fn note_arrival(&mut self, user_id: UserId) {
        self.board.note_arrival(user_id);
        self.raise(Task::Ticks);
    }

    /// Records that a socket of the user, with these rooms, is gone.
    pub fn note_departure(&mut self, user_id: UserId, rooms: impl Iterator<Item = RoomId>) {
        if self.sockets.is_connected(user_id) {
            self.note_presence(user_id);
        } else if self.board.note_last_departure(user_id, rooms) {
            self.raise(Task::Ticks);
        }
    }

    /// Sends the changes since the last tick to the sockets here, and returns them for the other nodes.
    pub fn tick_presence(&mut self, node: NodeId, touched: &mut Touched) -> Vec<Notice> {
        let now = Instant::now();
        let told = |user_id, rooms, status| Header::Presence { node, user_id, rooms, status }.alone();
        let mut changed = Vec::new();
        for user_id in self.board.take_dirty() {
            let (status, rooms) = self.presence_here(user_id);
            if let Some(shift) = self.board.set_here(user_id, status, rooms) {
                self.tell_presence(&shift, touched);
                changed.push(told(user_id, shift.rooms, status));
            }
        }
        for shift in self.board.take_gone(now) {
            self.tell_presence(&shift, touched);
            changed.push(told(shift.user_id, shift.rooms, Presence::Offline));
        }
        for shift in self.board.forget_silent_nodes(now) {
            self.tell_presence(&shift, touched);
        }
        for (user_id, status) in self.board.due_to_repeat(now) {
            changed.push(told(user_id, self.presence_here(user_id).1, status));
        }
        changed
    }

    /// Applies another node's report about a user.
    pub fn hear_presence(
        &mut self,
        node: NodeId,
        user_id: UserId,
        rooms: Vec<RoomId>,
        status: Presence,
        touched: &mut Touched,
    ) {
        let shift = self.board.hear(node, user_id, rooms, status);
        if status != Presence::Offline {
            // From now on the report can expire.
            self.raise(Task::Ticks);
        }
        self.tell_presence(&shift, touched);
    }

    /// Records that a socket of a connected user has changed.
    pub fn note_presence(&mut self, user_id: UserId) {
        self.board.note(user_id);
        self.raise(Task::Ticks);
    }

    /// The user's presence according to their sockets here, and their rooms.
    fn presence_here(&self, user_id: UserId) -> (Presence, Vec<RoomId>) {
        let sockets = self.sockets.of_user(user_id).into_iter().filter_map(|id| self.sockets.get(id));
        let ready: Vec<_> = sockets.filter(|socket| socket.is_ready).collect();
        let status = ready.iter().map(|socket| socket.presence).fold(Presence::Offline, strongest);
        let rooms = ready.first().map(|socket| socket.rooms.iter().copied().collect()).unwrap_or_default();
        (status, rooms)
    }

    fn tell_presence(&self, shift: &Shift, touched: &mut Touched) {
        if shift.before == shift.after {
            return;
        }
        let is_small = |room_id: &&RoomId| {
            self.rooms.get(**room_id).is_some_and(|room| room.subscribers().len() <= ROOM_MOST)
        };
        let rooms: Vec<RoomId> = shift.rooms.iter().filter(is_small).copied().collect();
        let frame = Frame::of(&ServerFrame::Presence { user_id: shift.user_id, status: shift.after });
        self.tell(&rooms, &frame, |one| one != shift.user_id, touched);
    }
}
