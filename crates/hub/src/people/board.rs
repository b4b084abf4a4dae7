//! The presence of people as this node knows it, from its own sockets and from other nodes.

use std::collections::{HashMap, HashSet};

use confluence_protocol::{Presence, RoomId, UserId};
use tokio::time::Instant;

/// Random number that identifies a node, drawn when it starts.
pub type NodeId = u64;

/// The presence of people as this node knows it. Holds only people who are connected somewhere.
#[derive(Debug, Default)]
pub struct Board {
    /// The presence last sent to others, for people with sockets on this node.
    pub(super) here: HashMap<UserId, Presence>,
    /// Users whose sockets changed since the last tick.
    pub(super) dirty: HashSet<UserId>,
    /// Users whose last socket is gone, with the time at which they count as offline, and their rooms.
    pub(super) leaving: HashMap<UserId, (Instant, Vec<RoomId>)>,
    pub(super) elsewhere: HashMap<UserId, HashMap<NodeId, Word>>,
    pub(super) repeated: Option<Instant>,
}

/// The last report of another node about a person.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) status: Presence,
    pub(super) rooms: Vec<RoomId>,
    pub(super) at: Instant,
}

impl Board {
    /// Whether the next tick has nothing to do.
    pub fn is_idle(&self, reaches_others: bool) -> bool {
        let is_shared = reaches_others && !(self.here.is_empty() && self.elsewhere.is_empty());
        self.dirty.is_empty() && self.leaving.is_empty() && !is_shared
    }

    /// Presence of a user, on this node or another.
    pub fn of(&self, user_id: UserId) -> Presence {
        let elsewhere = self.elsewhere.get(&user_id).into_iter().flat_map(HashMap::values);
        let all = elsewhere.map(|word| word.status).chain(self.here.get(&user_id).copied());
        all.fold(Presence::Offline, strongest)
    }
}

/// The more present of two reports from sockets or nodes: active, then idle, then offline.
pub(super) const fn strongest(one: Presence, other: Presence) -> Presence {
    match (one, other) {
        (Presence::Active, _) | (_, Presence::Active) => Presence::Active,
        (Presence::Idle, _) | (_, Presence::Idle) => Presence::Idle,
        (Presence::Offline, Presence::Offline) => Presence::Offline,
    }
}
