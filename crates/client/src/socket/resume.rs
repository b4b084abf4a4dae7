//! The version that is held of each room, and the effect of frames, `ready`, `resync` and fetched changes.
//!
//! Pure bookkeeping: the driver fetches what this asks for and passes on what this delivers. The basic rule:
//! a durable frame is delivered if it is the next version of its room, dropped if its version is already
//! held, and otherwise waits until `changes` has closed the gap.

use std::collections::{BTreeMap, HashMap, VecDeque};

use confluence_protocol::{Changes, RoomId, ServerFrame};

use super::event::{Cause, Event};

#[derive(Default)]
pub struct Resume {
    epoch: String,
    rooms: HashMap<RoomId, Track>,
}

/// What the driver must do.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all steps deliver; a box for each would cost more")]
pub enum Step {
    /// Pass the event on.
    Deliver(Event),
    /// Fetch the room's changes and pass them to [`Resume::fetched`].
    Fetch(Fetch),
}

/// A fetch of a room's changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    pub room_id: RoomId,
    pub since: i64,
    pub epoch: String,
    pub cause: Cause,
    /// Whether an earlier attempt failed or came too early: wait a little.
    pub repeated: bool,
}

struct Track {
    held: i64,
    fetching: Option<Waiting>,
}

/// Live frames that wait until changes are fetched.
struct Waiting {
    frames: VecDeque<ServerFrame>,
    /// The changes must reach this version; otherwise they are fetched again.
    at_least: i64,
    cause: Cause,
    epoch: String,
}

/// Maximum number of waiting frames of a room. Beyond it, they are dropped and the changes fetched again.
const WAITING_FRAMES: usize = 512;

impl Resume {
    /// State of a client that holds these rooms at these versions, as read in that epoch.
    pub fn new(held: HashMap<RoomId, i64>, epoch: String) -> Self {
        let rooms = held.into_iter().map(|(id, held)| (id, Track { held, fetching: None })).collect();
        Self { epoch, rooms }
    }

    /// Handles a new connection. Running fetches are void: their waiting frames came over the old connection.
    pub fn ready(&mut self, epoch: &str, versions: &BTreeMap<RoomId, i64>) -> Vec<Step> {
        // Versions of another epoch mean nothing, so the server answers the old epoch with `reset`.
        let since_epoch = std::mem::replace(&mut self.epoch, epoch.to_owned());
        let rewound = !since_epoch.is_empty() && since_epoch != epoch;
        let mut steps = Vec::new();
        self.rooms.retain(|room_id, _| {
            let mine = versions.contains_key(room_id);
            if !mine {
                steps.push(Step::Deliver(Event::Gone { room_id: *room_id }));
            }
            mine
        });
        for (&room_id, &version) in versions {
            let track = self.rooms.entry(room_id).or_insert(Track { held: version, fetching: None });
            track.fetching = None;
            if track.held != version || rewound {
                steps.push(track.fetch(room_id, version, Cause::Reconnected, since_epoch.clone()));
            }
        }
        steps
    }

    /// Handles a frame of any type except `ready`, `ack` and `pong`.
    pub fn frame(&mut self, frame: ServerFrame) -> Vec<Step> {
        match &frame {
            ServerFrame::Resync { room_id, version } => self.resync(*room_id, *version),
            ServerFrame::RoomJoined { room } => {
                let (room_id, version) = (room.id, room.version);
                let mut steps = vec![Step::Deliver(Event::Frame(frame))];
                let track = self.rooms.entry(room_id).or_insert(Track { held: version, fetching: None });
                if track.held < version && track.fetching.is_none() {
                    steps.push(track.fetch(room_id, version, Cause::Reconnected, self.epoch.clone()));
                }
                steps
            }
            ServerFrame::RoomLeft { room_id, .. } => {
                self.rooms.remove(room_id);
                vec![Step::Deliver(Event::Frame(frame))]
            }
            _ => match frame.durable() {
                Some((room_id, version)) => self.durable(room_id, version, frame),
                None => vec![Step::Deliver(Event::Frame(frame))],
            },
        }
    }

    /// Handles fetched changes. Those of a room that is no longer tracked are ignored.
    pub fn fetched(&mut self, room_id: RoomId, changes: Changes) -> Vec<Step> {
        let Some(track) = self.rooms.get_mut(&room_id) else { return Vec::new() };
        let Some(mut waiting) = track.fetching.take() else { return Vec::new() };
        let (version, cause) = (changes.version, waiting.cause);
        track.held = version;
        let changes = Box::new(changes);
        let mut steps = vec![Step::Deliver(if changes.reset {
            Event::Reset { room_id, changes, cause }
        } else {
            Event::Changed { room_id, changes, cause }
        })];
        if version < waiting.at_least {
            // The node that answered lags behind the node that sent the frames: keep them waiting.
            waiting.epoch.clone_from(&self.epoch);
            track.fetching = Some(waiting);
            steps.extend(self.again(room_id).map(Step::Fetch));
            return steps;
        }
        for frame in waiting.frames {
            let version = frame.durable().map_or(0, |(_, version)| version);
            steps.extend(self.durable(room_id, version, frame));
        }
        steps
    }

    /// Handles the server's answer that the user is not in the room.
    pub fn gone(&mut self, room_id: RoomId) -> Vec<Step> {
        match self.rooms.remove(&room_id) {
            Some(_) => vec![Step::Deliver(Event::Gone { room_id })],
            None => Vec::new(),
        }
    }

    /// The fetch to repeat for this room after an attempt failed.
    pub fn again(&self, room_id: RoomId) -> Option<Fetch> {
        let track = self.rooms.get(&room_id)?;
        let waiting = track.fetching.as_ref()?;
        let (epoch, cause) = (waiting.epoch.clone(), waiting.cause);
        Some(Fetch { room_id, since: track.held, epoch, cause, repeated: true })
    }

    fn resync(&mut self, room_id: RoomId, version: i64) -> Vec<Step> {
        let epoch = self.epoch.clone();
        let Some(track) = self.rooms.get_mut(&room_id) else { return Vec::new() };
        match &mut track.fetching {
            Some(waiting) => {
                waiting.at_least = waiting.at_least.max(version);
                Vec::new()
            }
            None if version > track.held => vec![track.fetch(room_id, version, Cause::Resync, epoch)],
            None => Vec::new(),
        }
    }

    fn durable(&mut self, room_id: RoomId, version: i64, frame: ServerFrame) -> Vec<Step> {
        // Rooms that are not tracked should send nothing; a late frame after `room.left` is dropped.
        let Some(track) = self.rooms.get_mut(&room_id) else { return Vec::new() };
        if let Some(waiting) = &mut track.fetching {
            if waiting.frames.len() >= WAITING_FRAMES {
                waiting.frames.clear();
                waiting.at_least = waiting.at_least.max(version);
            } else {
                waiting.frames.push_back(frame);
            }
            return Vec::new();
        }
        if version <= track.held {
            return Vec::new();
        }
        if version == track.held + 1 {
            track.held = version;
            return vec![Step::Deliver(Event::Frame(frame))];
        }
        let fetch = track.fetch(room_id, version - 1, Cause::Hole, self.epoch.clone());
        if let Some(waiting) = &mut track.fetching {
            waiting.frames.push_back(frame);
        }
        vec![fetch]
    }
}

impl Track {
    fn fetch(&mut self, room_id: RoomId, at_least: i64, cause: Cause, epoch: String) -> Step {
        let waiting = Waiting { frames: VecDeque::new(), at_least, cause, epoch: epoch.clone() };
        self.fetching = Some(waiting);
        Step::Fetch(Fetch { room_id, since: self.held, epoch, cause, repeated: false })
    }
}

#[cfg(test)]
mod tests;
