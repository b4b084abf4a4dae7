//! The presence of people as this node knows it, from its own sockets and from other nodes.
//!
//! Decides when a change counts: a user goes offline only some time after their last socket has gone, and the
//! reports of a node that has fallen silent expire. Does not know who is to be told.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use confluence_protocol::{Presence, RoomId, UserId};
use tokio::time::Instant;

/// How long after their last socket has gone a user counts as offline.
const GRACE: Duration = Duration::from_mins(1);
/// How often a node repeats the presence of its users, for nodes that missed it.
const REPEAT: Duration = Duration::from_secs(30);
/// How long the reports of a node count after it has stopped repeating them.
const BELIEVED: Duration = Duration::from_secs(90);

/// Random number that identifies a node, drawn when it starts.
pub type NodeId = u64;

/// Presence of a person as others see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether they are online.
    pub status: Presence,
    /// Whether they are not to be disturbed; never set for somebody who is offline.
    pub do_not_disturb: bool,
}

impl Standing {
    /// Presence of somebody who is not connected.
    pub const OFFLINE: Self = Self { status: Presence::Offline, do_not_disturb: false };

    /// The more present of two reports from sockets or nodes: active, then idle, then offline. One that is not
    /// to be disturbed decides for all.
    pub(super) const fn with(self, other: Self) -> Self {
        let status = match (self.status, other.status) {
            (Presence::Active, _) | (_, Presence::Active) => Presence::Active,
            (Presence::Idle, _) | (_, Presence::Idle) => Presence::Idle,
            (Presence::Offline, Presence::Offline) => Presence::Offline,
        };
        Self { status, do_not_disturb: self.do_not_disturb || other.do_not_disturb }
    }
}

/// The presence of people as this node knows it. Holds only people who are connected somewhere.
#[derive(Debug, Default)]
pub struct Board {
    /// The presence last sent to others, for people with sockets on this node.
    here: HashMap<UserId, Standing>,
    /// Users whose sockets changed since the last tick.
    dirty: HashSet<UserId>,
    /// Users whose last socket is gone, with the time at which they count as offline, and their rooms.
    leaving: HashMap<UserId, (Instant, Vec<RoomId>)>,
    /// The last report of each other node. No user has an empty entry.
    elsewhere: HashMap<UserId, HashMap<NodeId, Report>>,
    repeated: Option<Instant>,
}

/// The last report of another node about a person.
#[derive(Debug)]
struct Report {
    standing: Standing,
    rooms: Vec<RoomId>,
    at: Instant,
}

/// Effect of a report from a socket or a node on a person's presence; often none.
#[derive(Debug)]
pub struct Shift {
    /// The person.
    pub user_id: UserId,
    /// Their rooms, according to the report.
    pub rooms: Vec<RoomId>,
    /// Their presence before it.
    pub before: Standing,
    /// Their presence after it.
    pub after: Standing,
}

impl Board {
    /// Whether the next tick has nothing to do.
    pub fn is_idle(&self, reaches_others: bool) -> bool {
        let is_shared = reaches_others && !(self.here.is_empty() && self.elsewhere.is_empty());
        self.dirty.is_empty() && self.leaving.is_empty() && !is_shared
    }

    /// Presence of a user, on this node or another.
    pub fn of(&self, user_id: UserId) -> Standing {
        let elsewhere = self.elsewhere.get(&user_id).into_iter().flat_map(HashMap::values);
        let all = elsewhere.map(|report| report.standing).chain(self.here.get(&user_id).copied());
        all.fold(Standing::OFFLINE, Standing::with)
    }

    /// Notes that a socket of the user has become ready.
    pub fn note_arrival(&mut self, user_id: UserId) {
        self.leaving.remove(&user_id);
        self.note(user_id);
    }

    /// Notes that the sockets of a connected user have changed.
    pub fn note(&mut self, user_id: UserId) {
        self.dirty.insert(user_id);
    }

    /// Notes that the last socket of the user, with these rooms, is gone. Returns whether anybody was told of
    /// them; then they count as offline after a while.
    pub fn note_last_departure(&mut self, user_id: UserId, rooms: impl Iterator<Item = RoomId>) -> bool {
        let was_told = self.here.contains_key(&user_id);
        if was_told {
            self.leaving.insert(user_id, (Instant::now() + GRACE, rooms.collect()));
        } else {
            // The user came and went within a tick.
            self.dirty.remove(&user_id);
        }
        was_told
    }

    /// Takes the users whose sockets changed since the last tick.
    pub fn take_dirty(&mut self) -> HashSet<UserId> {
        std::mem::take(&mut self.dirty)
    }

    /// Records the presence of a user on this node. Returns nothing if it is the one last sent.
    pub fn set_here(&mut self, user_id: UserId, standing: Standing, rooms: Vec<RoomId>) -> Option<Shift> {
        let before = self.of(user_id);
        let is_news = self.here.insert(user_id, standing) != Some(standing);
        is_news.then(|| Shift { user_id, rooms, before, after: self.of(user_id) })
    }

    /// Forgets the users whose last socket has been gone long enough.
    pub fn take_gone(&mut self, now: Instant) -> Vec<Shift> {
        let gone: Vec<_> = self.leaving.extract_if(|_, (at, _)| *at <= now).collect();
        let shifts = gone.into_iter().map(|(user_id, (_, rooms))| {
            let before = self.of(user_id);
            self.here.remove(&user_id);
            Shift { user_id, rooms, before, after: self.of(user_id) }
        });
        shifts.collect()
    }

    /// Records another node's report about a user.
    pub fn hear(&mut self, node: NodeId, user_id: UserId, rooms: Vec<RoomId>, standing: Standing) -> Shift {
        let before = self.of(user_id);
        if standing.status == Presence::Offline {
            self.forget(user_id, node);
        } else {
            let report = Report { standing, rooms: rooms.clone(), at: Instant::now() };
            self.elsewhere.entry(user_id).or_default().insert(node, report);
        }
        Shift { user_id, rooms, before, after: self.of(user_id) }
    }

    /// Forgets the reports of nodes that have not repeated them.
    pub fn forget_silent_nodes(&mut self, now: Instant) -> Vec<Shift> {
        let silent = |report: &Report| now.duration_since(report.at) > BELIEVED;
        let forgotten: Vec<(UserId, NodeId)> = self
            .elsewhere
            .iter()
            .flat_map(|(user_id, of_user)| {
                of_user.iter().filter(|(_, report)| silent(report)).map(|(node, _)| (*user_id, *node))
            })
            .collect();
        let shifts = forgotten.into_iter().map(|(user_id, node)| {
            let before = self.of(user_id);
            let rooms = self.forget(user_id, node).map(|report| report.rooms).unwrap_or_default();
            Shift { user_id, rooms, before, after: self.of(user_id) }
        });
        shifts.collect()
    }

    /// The presence of each user of this node, when it is time to repeat it to the others; otherwise nothing.
    pub fn due_to_repeat(&mut self, now: Instant) -> Vec<(UserId, Standing)> {
        if self.repeated.is_some_and(|at| now.duration_since(at) < REPEAT) {
            return Vec::new();
        }
        self.repeated = Some(now);
        self.here.iter().map(|(user_id, standing)| (*user_id, *standing)).collect()
    }

    fn forget(&mut self, user_id: UserId, node: NodeId) -> Option<Report> {
        let of_user = self.elsewhere.get_mut(&user_id)?;
        let forgotten = of_user.remove(&node);
        if of_user.is_empty() {
            self.elsewhere.remove(&user_id);
        }
        forgotten
    }
}
