//! Presence of each user, from their sockets on this node and the reports of other nodes. Never stored,
//! unlike how people chose to appear, which [`crate::people::appearing`] reads.
//!
//! Changes are gathered for a second, and a user goes offline only after a minute, so that neither a reload
//! nor a change of networks shows as an absence. Changes are sent to people who share a room. Rooms with very
//! many sockets show no presence, because each arrival would cost a frame per socket.

use confluence_protocol::{Presence, RoomId, ServerFrame, UserId};
use tokio::time::Instant;

use crate::{
    bus::notice::{Header, Notice},
    frame::Frame,
    people::{
        appearances::Appearance,
        board::{NodeId, Shift, Standing},
    },
    signals::Task,
    sockets::{outbox::Touched, socket::Socket},
    state::State,
};

/// Rooms with more sockets than this on a node get no presence frames there.
const ROOM_MOST: usize = 500;

impl State {
    /// Records that a socket of the user is ready.
    pub fn note_arrival(&mut self, user_id: UserId) {
        self.board.note_arrival(user_id);
        if self.appearances.of(user_id).is_none() {
            self.reread_appearance(user_id);
        }
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
        let told = |user_id, rooms, Standing { status, do_not_disturb }| {
            Header::Presence { node, user_id, rooms, status, do_not_disturb }.alone()
        };
        let mut changed = Vec::new();
        for user_id in self.board.take_dirty() {
            if !self.sockets.is_connected(user_id) {
                // Gone since: `take_gone` reports it.
                continue;
            }
            let Some(appearance) = self.appearances.of(user_id) else {
                // Being read; until then nobody is told anything that may be wrong.
                self.board.note(user_id);
                continue;
            };
            let (standing, rooms) = self.presence_here(user_id, appearance);
            if let Some(shift) = self.board.set_here(user_id, standing, rooms) {
                self.tell_presence(&shift, touched);
                changed.push(told(user_id, shift.rooms, standing));
            }
        }
        for shift in self.board.take_gone(now) {
            self.tell_presence(&shift, touched);
            changed.push(told(shift.user_id, shift.rooms, Standing::OFFLINE));
        }
        for shift in self.board.forget_silent_nodes(now) {
            self.tell_presence(&shift, touched);
        }
        for (user_id, standing) in self.board.due_to_repeat(now) {
            changed.push(told(user_id, self.rooms_here(user_id), standing));
        }
        changed
    }

    /// Applies another node's report about a user.
    pub fn hear_presence(
        &mut self,
        node: NodeId,
        user_id: UserId,
        rooms: Vec<RoomId>,
        standing: Standing,
        touched: &mut Touched,
    ) {
        let shift = self.board.hear(node, user_id, rooms, standing);
        if standing.status != Presence::Offline {
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

    /// The user's presence according to their sockets here and how they want to appear, and their rooms.
    fn presence_here(&self, user_id: UserId, appearance: Appearance) -> (Standing, Vec<RoomId>) {
        let Appearance { away, do_not_disturb } = appearance;
        let seen = |socket: &Socket| {
            let status = if away { Presence::Idle } else { socket.presence };
            Standing { status, do_not_disturb }
        };
        let standing = self.ready_sockets(user_id).map(seen).fold(Standing::OFFLINE, Standing::with);
        (standing, self.rooms_here(user_id))
    }

    fn rooms_here(&self, user_id: UserId) -> Vec<RoomId> {
        let first = self.ready_sockets(user_id).next();
        first.map(|socket| socket.rooms.iter().copied().collect()).unwrap_or_default()
    }

    /// The user's sockets whose `ready` has been queued.
    pub fn ready_sockets(&self, user_id: UserId) -> impl Iterator<Item = &Socket> {
        let sockets = self.sockets.of_user(user_id).into_iter().filter_map(|id| self.sockets.get(id));
        sockets.filter(|socket| socket.is_ready)
    }

    fn tell_presence(&self, shift: &Shift, touched: &mut Touched) {
        let Shift { user_id, before, after, .. } = *shift;
        if before == after {
            return;
        }
        let is_small = |room_id: &&RoomId| {
            self.rooms.get(**room_id).is_some_and(|room| room.subscribers().len() <= ROOM_MOST)
        };
        let rooms: Vec<RoomId> = shift.rooms.iter().filter(is_small).copied().collect();
        let Standing { status, do_not_disturb } = after;
        let frame = Frame::of(&ServerFrame::Presence { user_id, status, do_not_disturb });
        self.tell(&rooms, &frame, |one| one != user_id, touched);
        if before.do_not_disturb != do_not_disturb {
            // Their own devices stop or resume notifying.
            self.tell_own(user_id, &frame, touched);
        }
    }
}
