//! Memberships that may differ from the subscriptions, including new joins: each is read again and the
//! subscription corrected.
//!
//! The order guarantees that there is no gap: subscribe, wait until the bus confirms it, read the room in one
//! snapshot, send it to the client, then deliver the events above it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use confluence_protocol::{LeaveReason, Room, RoomId, ServerFrame, UserId};
use tokio::time::Instant;

use crate::{
    Unavailable,
    frame::Frame,
    repair::unsettled::Key,
    rooms::subscribers::Phase,
    shared::Shared,
    signals::Task,
    sockets::{outbox::Touched, socket::SocketId},
    state::State,
};

/// When a membership is read again after the database did not answer.
const RETRY: Duration = Duration::from_secs(1);
/// How long suspects are gathered, so that even a very lossy bus costs only one query a second.
pub const SUSPECTS_EVERY: Duration = Duration::from_secs(1);

impl State {
    /// Subscribes the user's sockets that are not subscribed yet; returns those that now wait for a snapshot,
    /// and those that were already live.
    fn prepare(&mut self, (user_id, room_id): Key) -> (Vec<SocketId>, Vec<SocketId>) {
        let (mut waiting, mut live) = (Vec::new(), Vec::new());
        for id in self.sockets.of_user(user_id) {
            if self.sockets.get(id).is_none_or(|socket| !socket.is_ready) {
                continue;
            }
            match self.phase(id, room_id) {
                Some(Phase::Live { .. }) => live.push(id),
                Some(Phase::Pending { .. }) => waiting.push(id),
                None => {
                    self.subscribe(id, room_id);
                    waiting.push(id);
                }
            }
        }
        (waiting, live)
    }

    fn conclude(
        &mut self,
        (user_id, room_id): Key,
        (waiting, live): (Vec<SocketId>, Vec<SocketId>),
        answer: Result<Option<Room>, Unavailable>,
        touched: &mut Touched,
    ) {
        match answer {
            Ok(Some(room)) => {
                let version = room.version;
                let frame = Frame::of(&ServerFrame::RoomJoined { room });
                for id in waiting {
                    self.release(id, room_id, version, Some(&frame), touched);
                }
            }
            Ok(None) => {
                for id in waiting.into_iter().chain(live) {
                    self.end_subscription(id, room_id, LeaveReason::Left, touched);
                }
            }
            Err(Unavailable) => self.unsettle(user_id, room_id, RETRY),
        }
        self.unsettled.ended(&(user_id, room_id));
        self.raise(Task::Unsettled);
    }

    /// Compares subscriptions with memberships from the database. Where they differ, the membership is read
    /// again, because the answer may be older than the subscription.
    pub fn compare(&mut self, users: &[UserId], memberships: &[Key]) {
        let mut rooms_of: HashMap<UserId, HashSet<RoomId>> = HashMap::new();
        for (user_id, room_id) in memberships {
            rooms_of.entry(*user_id).or_default().insert(*room_id);
        }
        for user_id in users {
            let rooms = rooms_of.remove(user_id).unwrap_or_default();
            let mut differs = HashSet::new();
            for socket in self.sockets.of_user(*user_id).into_iter().filter_map(|id| self.sockets.get(id)) {
                if socket.is_ready {
                    differs.extend(socket.rooms.symmetric_difference(&rooms).copied());
                }
            }
            for room_id in differs {
                self.unsettle(*user_id, room_id, Duration::ZERO);
            }
        }
    }
}

/// Starts the reads that are due. Returns when to call it again, unless a membership is noted or a read ends
/// before.
pub fn settle_due(shared: &Arc<Shared>) -> Option<Instant> {
    for key in shared.with(|state, _| state.unsettled.start()) {
        let shared = Arc::clone(shared);
        tokio::spawn(async move { settle(&shared, key).await });
    }
    shared.with(|state, _| state.unsettled.next_at())
}

/// Reads the memberships of suspects in one query and compares them with the subscriptions.
pub async fn compare_suspects(shared: &Shared) {
    let users = shared.with(|state, _| state.suspects.take());
    if users.is_empty() {
        return;
    }
    let answer = shared.database.memberships(&users).await;
    shared.with(|state, _| {
        match answer {
            Ok(memberships) => state.compare(&users, &memberships),
            Err(Unavailable) => users.iter().for_each(|user_id| state.suspect(*user_id)),
        }
        if !state.suspects.is_empty() {
            state.raise(Task::Suspects);
        }
    });
}

async fn settle(shared: &Shared, key: Key) {
    let (user_id, room_id) = key;
    let sockets = shared.with(|state, _| state.prepare(key));
    let answer = if sockets.0.is_empty() && sockets.1.is_empty() {
        Ok(None)
    } else {
        match shared.bus.round_trip().await {
            Ok(()) => shared.database.room(room_id, user_id).await,
            Err(Unavailable) => Err(Unavailable),
        }
    };
    shared.with(|state, touched| state.conclude(key, sockets, answer, touched));
}
