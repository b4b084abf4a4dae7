//! The state of the hub: its indexes, and the work that waits for a task.
//!
//! Keeps the subscriptions of sockets and rooms in agreement (`check_invariants`). A single std mutex guards
//! all of it, and nothing here waits. Work that must wait (reading snapshots and heads) is noted here and done
//! by `repair`.

pub mod rooms;
mod sockets;

use std::{sync::Arc, time::Duration};

use confluence_protocol::{CloseCode, Presence, RoomId, SessionId, UserId};

use crate::{
    Bus,
    frame::Frame,
    people::{
        appearances::Appearances,
        board::Board,
        typing::Typists,
        waiting::{Marks, Profiles},
    },
    repair::{suspects::Suspects, unsettled::Unsettled},
    rooms::{
        room::{Released, Room, tell_left},
        subscribers::{Phase, Subscriber},
    },
    signals::{Raised, Task},
    sockets::{
        outbox::{Outbox, Touched},
        socket::{Socket, SocketId},
    },
};

use rooms::Rooms;
use sockets::Sockets;

/// The state of the hub. Each part guards itself; that sockets and rooms agree on the subscriptions is guarded
/// here.
pub struct State {
    /// The rooms with subscribers here.
    pub rooms: Rooms,
    /// The open sockets.
    pub sockets: Sockets,
    /// Memberships to read again.
    pub unsettled: Unsettled,
    /// Connected users whose memberships may have changed unnoticed.
    pub suspects: Suspects,
    /// Changed profiles that wait to be sent.
    pub profiles: Profiles,
    /// Read marks that wait to be sent to others at the next tick.
    pub marks: Marks,
    /// Presence of users.
    pub board: Board,
    /// How connected users want to appear.
    pub appearances: Appearances,
    /// When typing notifications were last sent.
    pub typists: Typists,
    raised: Raised,
    /// Whether the hub is shutting down and takes no new sockets.
    stopping: bool,
}

impl State {
    /// A state without sockets.
    pub fn new(bus: &Arc<dyn Bus>) -> Self {
        Self {
            rooms: Rooms::new(Arc::clone(bus)),
            sockets: Sockets::new(Arc::clone(bus)),
            unsettled: Unsettled::default(),
            suspects: Suspects::default(),
            profiles: Profiles::default(),
            marks: Marks::default(),
            board: Board::default(),
            appearances: Appearances::default(),
            typists: Typists::default(),
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
        if self.rooms.take_new_hole() {
            self.raise(Task::Holes);
        }
        std::mem::take(&mut self.raised)
    }

    /// Opens a socket, unless the hub is shutting down. If the user has more than `most` now, the oldest are
    /// closed; 0 means no limit.
    pub fn open(
        &mut self,
        user_id: UserId,
        session_id: SessionId,
        outbox: Arc<Outbox>,
        most: usize,
        touched: &mut Touched,
    ) -> Option<SocketId> {
        if self.stopping {
            return None;
        }
        let id = self.sockets.open(user_id, session_id, outbox);
        let of_user = self.sockets.of_user(user_id);
        if most > 0 && of_user.len() > most {
            for oldest in &of_user[..of_user.len() - most] {
                self.close(*oldest, CloseCode::TooManySockets, touched);
            }
        }
        Some(id)
    }

    /// Removes a socket with its subscriptions; nothing more is pushed to its outbox from here.
    pub fn remove(&mut self, id: SocketId) -> Option<Socket> {
        let socket = self.sockets.remove(id)?;
        for room_id in &socket.rooms {
            self.rooms.unsubscribe(id, *room_id);
        }
        if !self.sockets.is_connected(socket.user_id) {
            self.suspects.forget(socket.user_id);
            self.appearances.forget(socket.user_id);
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

    /// Removes every socket, each closed after the frames queued for it, and refuses new ones.
    pub fn stop(&mut self, touched: &mut Touched) {
        self.stopping = true;
        let all: Vec<SocketId> = self.sockets.iter().map(|(id, _)| id).collect();
        for socket in all.into_iter().filter_map(|id| self.remove(id)) {
            touched.close_after_queue(&socket.outbox, CloseCode::GoingAway);
        }
    }

    /// Records what a socket reports about its user: at the keyboard or away.
    pub fn set_presence(&mut self, id: SocketId, status: Presence) {
        if let Some(user_id) = self.sockets.set_presence(id, status) {
            self.note_presence(user_id);
        }
    }

    /// Phase of a socket's subscription to a room.
    pub fn phase(&self, id: SocketId, room_id: RoomId) -> Option<Phase> {
        self.rooms.get(room_id)?.subscribers().get(id).map(|one| one.phase)
    }

    /// Subscribes a socket to a room; the subscription waits for its snapshot. An existing subscription
    /// starts over.
    pub fn subscribe(&mut self, id: SocketId, room_id: RoomId) {
        let is_told = self.phase(id, room_id).is_some_and(Phase::is_told);
        let Some(socket) = self.sockets.note_room(id, room_id) else { return };
        let subscriber = Subscriber::pending(id, socket.user_id, Arc::clone(&socket.outbox), is_told);
        self.rooms.subscribe(room_id, subscriber);
    }

    /// Ends a socket's subscription to a room.
    pub fn unsubscribe(&mut self, id: SocketId, room_id: RoomId) -> Option<Subscriber> {
        self.sockets.forget_room(id, room_id);
        self.rooms.unsubscribe(id, room_id)
    }

    /// Releases a waiting subscription whose snapshot was read with the room at `version`; see
    /// [`Room::release`].
    pub fn release(
        &mut self,
        id: SocketId,
        room_id: RoomId,
        version: i64,
        first: Option<&Frame>,
        touched: &mut Touched,
    ) -> Released {
        let is_told = self.phase(id, room_id).is_some_and(Phase::is_told);
        let released = self.rooms.release(id, room_id, version, first, touched);
        if let Released::Left(reason) = released {
            self.unsubscribe(id, room_id);
            if let Some(socket) = self.sockets.get(id).filter(|_| is_told) {
                tell_left(&socket.outbox, room_id, reason, touched);
            }
        }
        released
    }

    /// Removes a room with all its subscriptions.
    pub fn remove_room(&mut self, room_id: RoomId) -> Option<Room> {
        let room = self.rooms.remove(room_id)?;
        for subscriber in room.subscribers().iter() {
            self.sockets.forget_room(subscriber.socket, room_id);
        }
        Some(room)
    }

    /// Schedules a fresh read of the user's membership, `after` this time.
    pub fn unsettle(&mut self, user_id: UserId, room_id: RoomId, after: Duration) {
        if self.sockets.is_connected(user_id) {
            self.unsettled.note((user_id, room_id), after);
            self.raise(Task::Unsettled);
        }
    }

    /// Schedules a comparison of all memberships of a connected user with their subscriptions.
    pub fn suspect(&mut self, user_id: UserId) {
        if self.sockets.is_connected(user_id) {
            self.suspects.note(user_id);
            self.raise(Task::Suspects);
        }
    }

    /// Checks that all indexes agree and every bound holds.
    pub fn check_invariants(&self) -> Result<(), String> {
        self.unsettled.check_invariants()?;
        self.rooms.check_invariants()?;
        self.sockets.check_invariants()?;
        self.appearances.check_invariants()?;
        for (room_id, room) in self.rooms.iter() {
            for subscriber in room.subscribers().iter() {
                let socket = self.sockets.get(subscriber.socket).ok_or("a subscription has no socket")?;
                if !socket.rooms.contains(&room_id) || socket.user_id != subscriber.user_id {
                    return Err("a socket does not know of a subscription".to_owned());
                }
            }
        }
        for (id, socket) in self.sockets.iter() {
            if socket.rooms.iter().any(|room_id| self.phase(id, *room_id).is_none()) {
                return Err("a room does not know of a subscription".to_owned());
            }
        }
        Ok(())
    }
}
