//! Missing versions: a room that has waited for one long enough reads the head and sends `resync`.

use std::{collections::HashSet, time::Duration};

use confluence_protocol::RoomId;
use tokio::time::Instant;

use crate::{shared::Shared, signals::Task, state::State};

/// When heads are read again after the database did not answer.
const RETRY: Duration = Duration::from_secs(1);

/// A room that is due, and the version that it is waiting for.
type Due = (RoomId, Option<i64>);

impl State {
    /// When the next room gives up waiting.
    pub fn next_hole(&self) -> Option<Instant> {
        self.holes.values().min().copied()
    }

    /// Records that the bus was unavailable: every room may have missed its last event, and every user a join
    /// or a departure.
    pub fn note_outage(&mut self) {
        self.was_out = true;
        self.raise(Task::Holes);
        let users: Vec<_> = self.users.keys().copied().collect();
        for user_id in users {
            self.suspect(user_id);
        }
    }

    /// Records versions from the database. A room that stays behind its version for a while gives up waiting.
    pub fn observe(&mut self, heads: impl IntoIterator<Item = (RoomId, i64)>) {
        for (room_id, head) in heads {
            if let Some(room) = self.rooms.get_mut(&room_id)
                && room.sequencer.next().is_some()
            {
                room.sequencer.observe(head);
                self.note_hole(room_id);
            }
        }
    }

    fn due_holes(&self) -> Vec<Due> {
        let now = Instant::now();
        let due = self.holes.iter().filter(|(_, at)| **at <= now).map(|(room_id, _)| *room_id);
        due.map(|room_id| (room_id, self.rooms.get(&room_id).and_then(|room| room.sequencer.next())))
            .collect()
    }
}

/// Reads the heads of the rooms that are due, in one query, and makes each room jump to its head.
pub async fn repair(shared: &Shared) {
    let due = shared.with(|state, _| state.due_holes());
    if due.is_empty() {
        return;
    }
    let rooms: Vec<RoomId> = due.iter().map(|(room_id, _)| *room_id).collect();
    let heads = shared.database.heads(&rooms).await;
    shared.with(|state, touched| {
        for (room_id, awaited) in due {
            let Some(room) = state.rooms.get_mut(&room_id) else { continue };
            let Ok(heads) = &heads else {
                if room.sequencer.has_hole() {
                    state.holes.insert(room_id, Instant::now() + RETRY);
                }
                continue;
            };
            let users: HashSet<_> = room.subscribers.iter().map(|one| one.user_id).collect();
            // If the room moved on while the head was read, there is no jump; another hole has its own
            // deadline.
            let still_waits = room.sequencer.next() == awaited;
            match heads.get(&room_id) {
                Some(head) if still_waits && room.jump(*head, touched) => {
                    // The skipped events may include departures.
                    for user_id in users {
                        state.suspect(user_id);
                    }
                }
                Some(_) => {}
                None => {
                    for user_id in users {
                        state.unsettle(user_id, room_id, Duration::ZERO);
                    }
                }
            }
            state.holes.remove(&room_id);
            state.note_hole(room_id);
        }
    });
}

/// After an outage of the bus, waits until the subscriptions are in force again, then reads the heads of all
/// rooms.
pub async fn catch_up(shared: &Shared) {
    let rooms: Vec<RoomId> = shared
        .with(|state, _| if state.was_out { state.rooms.keys().copied().collect() } else { Vec::new() });
    if rooms.is_empty() {
        shared.with(|state, _| state.was_out = false);
        return;
    }
    if shared.bus.round_trip().await.is_ok()
        && let Ok(heads) = shared.database.heads(&rooms).await
    {
        shared.with(|state, _| {
            state.was_out = false;
            state.observe(heads);
        });
    }
}
