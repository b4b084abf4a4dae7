//! Applies notices to the sockets of this node, whichever node they come from.

use std::{collections::HashSet, time::Duration};

use confluence_protocol::{CloseCode, LeaveReason, RoomId, UserId};

use crate::{
    bus::notice::{Header, Notice},
    frame::Frame,
    people::board::Standing,
    rooms::{
        room::tell_left,
        sequencer::Event,
        subscribers::{Phase, Subscriber},
    },
    sockets::{outbox::Touched, socket::SocketId},
    state::State,
};

impl State {
    /// Delivers a notice to the sockets here that it concerns.
    pub fn apply(&mut self, notice: Notice, touched: &mut Touched) {
        let Notice { header, frame } = notice;
        match header {
            Header::Event { room_id, version, left } => {
                self.rooms.offer(room_id, Event { version, frame }, touched);
                // At once, even if the event itself is held back or old: former members receive nothing more,
                // not even earlier events.
                for (user_id, reason) in left {
                    self.left(room_id, user_id, version, reason, touched);
                }
            }
            Header::Joined { room_id, user_id, version } => self.joined(room_id, user_id, version),
            Header::Left { room_id, user_id, version, reason } => {
                self.left(room_id, user_id, version, reason, touched);
            }
            Header::RoomDeleted { room_id } => self.deleted(room_id, touched),
            Header::SessionEnded { session_id, .. } => {
                for id in self.sockets.of_session(session_id) {
                    self.close(id, CloseCode::SessionEnded, touched);
                }
            }
            Header::Own { user_id, room_id } => {
                self.tell(&[room_id], &frame, |one| one == user_id, touched);
            }
            // Before its `ready`, a socket's client has not loaded yet what this frame changes.
            Header::Mine { user_id } => {
                self.tell_own(user_id, &frame, touched);
            }
            Header::Me { user_id } => {
                self.reread_appearance(user_id);
                self.tell_own(user_id, &frame, touched);
            }
            Header::Others { room_id, user_id } => {
                self.tell(&[room_id], &frame, |one| one != user_id, touched);
            }
            Header::Moderators { room_id, user_ids } => {
                self.tell(&[room_id], &frame, |one| user_ids.contains(&one), touched);
            }
            Header::Presence { node, user_id, rooms, status, do_not_disturb } => {
                let standing = Standing { status, do_not_disturb };
                self.hear_presence(node, user_id, rooms, standing, touched);
            }
            Header::Nearby { rooms, .. } => self.tell(&rooms, &frame, |_| true, touched),
        }
    }

    /// Acts on a join that a subscription does not know of yet.
    pub fn joined(&mut self, room_id: RoomId, user_id: UserId, version: i64) {
        let mut is_news = false;
        for id in self.sockets.of_user(user_id) {
            if self.sockets.get(id).is_none_or(|socket| !socket.is_ready) {
                // Its snapshot may have been read before the join; checked again once the socket is ready.
                self.sockets.note_early_join(id, room_id, version);
                continue;
            }
            match self.phase(id, room_id) {
                None | Some(Phase::Pending { .. }) => is_news = true,
                Some(Phase::Live { since, .. }) if since >= version => {}
                Some(Phase::Live { .. }) => {
                    // The user was a member before, so they left in between, and that notice is still missing.
                    is_news = true;
                    self.subscribe(id, room_id);
                }
            }
        }
        if is_news {
            self.unsettle(user_id, room_id, Duration::ZERO);
        }
    }

    fn left(
        &mut self,
        room_id: RoomId,
        user_id: UserId,
        version: i64,
        reason: LeaveReason,
        touched: &mut Touched,
    ) {
        for id in self.sockets.of_user(user_id) {
            match self.phase(id, room_id) {
                Some(Phase::Pending { .. }) => {
                    self.rooms.note_left(id, room_id, version, reason);
                }
                Some(Phase::Live { since, .. }) if since < version => {
                    self.end_subscription(id, room_id, reason, touched);
                }
                // Not subscribed, or a member again since.
                _ => {}
            }
        }
    }

    fn deleted(&mut self, room_id: RoomId, touched: &mut Touched) {
        let Some(room) = self.remove_room(room_id) else { return };
        for subscriber in room.subscribers().iter().filter(|one| one.is_told()) {
            tell_left(&subscriber.outbox, room_id, LeaveReason::Deleted, touched);
        }
    }

    /// Ends a subscription, and sends `room.left` if the client holds the room.
    pub fn end_subscription(
        &mut self,
        id: SocketId,
        room_id: RoomId,
        reason: LeaveReason,
        touched: &mut Touched,
    ) {
        if let Some(gone) = self.unsubscribe(id, room_id).filter(Subscriber::is_told) {
            tell_left(&gone.outbox, room_id, reason, touched);
        }
    }

    /// Sends a frame to the user's own sockets.
    pub fn tell_own(&self, user_id: UserId, frame: &Frame, touched: &mut Touched) {
        for socket in self.ready_sockets(user_id) {
            touched.push(&socket.outbox, frame.clone());
        }
    }

    /// Sends a frame without a version to the live subscribers of any of these rooms, once to each.
    pub fn tell(
        &self,
        rooms: &[RoomId],
        frame: &Frame,
        concerns: impl Fn(UserId) -> bool,
        touched: &mut Touched,
    ) {
        let mut told = HashSet::new();
        for room in rooms.iter().filter_map(|room_id| self.rooms.get(*room_id)) {
            for one in room.subscribers().iter().filter(|one| !one.is_pending() && concerns(one.user_id)) {
                if rooms.len() == 1 || told.insert(one.socket) {
                    touched.push(&one.outbox, frame.clone());
                }
            }
        }
    }
}
