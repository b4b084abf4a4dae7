//! Memberships that may differ from the subscriptions: each is read anew and settled, joins among them.
//!
//! The order is what makes it gap-free: subscribe, wait until the bus confirms it, read the room in one
//! snapshot, tell the client, then let pass what lies above.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use confluence_protocol::{LeaveReason, Room, RoomId, ServerFrame, User, UserId};
use tokio::{task::JoinSet, time::Instant};

use crate::{
    Unavailable,
    frame::Frame,
    inner::Inner,
    notice::Notice,
    outbox::Touched,
    state::State,
    subscribers::{Phase, SocketId},
};

/// Memberships that are read at the same time.
const AT_ONCE: usize = 16;
/// How long until a membership is read again when the database did not answer.
const RETRY: Duration = Duration::from_secs(1);
/// How long the memberships of suspects are gathered, so that a bus that loses much costs one query a second.
pub const SUSPECTS_EVERY: Duration = Duration::from_secs(1);
/// Suspects in one query.
const SUSPECTS: usize = 500;

/// A membership.
pub type Key = (UserId, RoomId);

impl State {
    /// The next memberships to be read, and when more are due.
    fn next_unsettled(&mut self, room_for: usize) -> Vec<Key> {
        let now = Instant::now();
        let due = self.unsettled.iter().filter(|(key, at)| **at <= now && !self.settling.contains(*key));
        let due: Vec<Key> = due.map(|(key, _)| *key).take(room_for).collect();
        for key in &due {
            self.unsettled.remove(key);
            self.settling.insert(*key);
        }
        due
    }

    fn next_unsettled_at(&self) -> Option<Instant> {
        let waiting = self.unsettled.iter().filter(|(key, _)| !self.settling.contains(*key));
        waiting.map(|(_, at)| *at).min()
    }

    /// Subscribes the user's sockets that are not yet: which of them now wait for a snapshot, and which were
    /// live before.
    fn prepare(&mut self, (user_id, room_id): Key) -> (Vec<SocketId>, Vec<SocketId>) {
        let (mut waiting, mut live) = (Vec::new(), Vec::new());
        for id in self.of_user(user_id) {
            if self.sockets.get(&id).is_none_or(|socket| !socket.is_ready) {
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
        self.settling.remove(&(user_id, room_id));
        self.raised.work = true;
    }

    /// Compares subscriptions with what the database had; where they differ, that is read anew, because the
    /// answer may be older than the subscription.
    pub fn compare(&mut self, users: &[UserId], memberships: &[Key]) {
        let mut rooms_of: HashMap<UserId, HashSet<RoomId>> = HashMap::new();
        for (user_id, room_id) in memberships {
            rooms_of.entry(*user_id).or_default().insert(*room_id);
        }
        for user_id in users {
            let rooms = rooms_of.remove(user_id).unwrap_or_default();
            let mut differs = HashSet::new();
            for socket in self.of_user(*user_id).iter().filter_map(|id| self.sockets.get(id)) {
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

/// What the task keeps between two looks.
#[derive(Default)]
pub struct Settler {
    running: JoinSet<()>,
    suspects_read: Option<Instant>,
}

impl Settler {
    /// Starts what is due. When to look again, unless something is noted or ends before.
    pub async fn step(&mut self, inner: &std::sync::Arc<Inner>) -> Option<Instant> {
        let free = AT_ONCE.saturating_sub(self.running.len());
        let due = inner.with(|state, _| state.next_unsettled(free));
        for key in due {
            let inner = std::sync::Arc::clone(inner);
            self.running.spawn(async move { settle(&inner, key).await });
        }
        while self.running.try_join_next().is_some() {}
        let profiles = inner.with(|state, _| std::mem::take(&mut state.profiles));
        for user in profiles.into_values() {
            tell_profile(inner, *user).await;
        }
        let next_suspects = self.read_suspects(inner).await;
        let next_unsettled = inner.with(|state, _| state.next_unsettled_at());
        let next_unsettled = next_unsettled.filter(|_| self.running.len() < AT_ONCE);
        [next_suspects, next_unsettled].into_iter().flatten().min()
    }

    async fn read_suspects(&mut self, inner: &Inner) -> Option<Instant> {
        if inner.with(|state, _| state.suspects.is_empty()) {
            return None;
        }
        if let Some(next) = self.suspects_read.map(|last| last + SUSPECTS_EVERY)
            && next > Instant::now()
        {
            return Some(next);
        }
        let users: Vec<UserId> = inner.with(|state, _| {
            let users: Vec<UserId> = state.suspects.iter().copied().take(SUSPECTS).collect();
            for user_id in &users {
                state.suspects.remove(user_id);
            }
            users
        });
        let answer = inner.truth.memberships(&users).await;
        let now = Instant::now();
        self.suspects_read = Some(now);
        inner.with(|state, _| {
            match answer {
                Ok(memberships) => state.compare(&users, &memberships),
                Err(Unavailable) => users.iter().for_each(|user_id| state.suspect(*user_id)),
            }
            (!state.suspects.is_empty()).then_some(now + SUSPECTS_EVERY)
        })
    }
}

async fn settle(inner: &Inner, key: Key) {
    let (user_id, room_id) = key;
    let sockets = inner.with(|state, _| state.prepare(key));
    let answer = if sockets.0.is_empty() && sockets.1.is_empty() {
        Ok(None)
    } else {
        match inner.bus.round_trip().await {
            Ok(()) => inner.truth.room(room_id, user_id).await,
            Err(Unavailable) => Err(Unavailable),
        }
    };
    inner.with(|state, touched| state.conclude(key, sockets, answer, touched));
}

/// Profiles have no version and are only a hint: where the rooms cannot be read, nobody is told.
async fn tell_profile(inner: &Inner, user: User) {
    let user_id = user.id;
    let Ok(memberships) = inner.truth.memberships(&[user_id]).await else { return };
    let rooms = memberships.into_iter().map(|(_, room_id)| room_id).collect();
    let frame = Frame::of(&ServerFrame::UserUpdated { user });
    inner.spread(vec![Notice::Nearby { user_id, rooms, frame }]);
}
