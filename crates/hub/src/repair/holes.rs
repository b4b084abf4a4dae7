//! Missing versions: a room that has waited for one long enough reads the head and sends `resync`.

use std::{collections::HashSet, time::Duration};

use confluence_protocol::{RoomId, UserId};

use crate::{
    Unavailable,
    shared::Shared,
    signals::Task,
    sockets::outbox::Touched,
    state::{State, rooms::Overdue},
};

/// When heads are read again after the database did not answer.
const RETRY: Duration = Duration::from_secs(1);

impl State {
    /// Records that the bus was unavailable: every room may have missed its last event, and every user a join
    /// or a departure.
    pub fn note_outage(&mut self) {
        self.rooms.note_outage();
        self.raise(Task::Holes);
        let users: Vec<UserId> = self.sockets.users().collect();
        for user_id in users {
            self.suspect(user_id);
        }
    }

    /// Records versions from the database.
    pub fn observe(&mut self, heads: impl IntoIterator<Item = (RoomId, i64)>) {
        for (room_id, head) in heads {
            self.rooms.observe(room_id, head);
        }
    }

    /// Ends the wait of an overdue room whose head was read; `None` if the room is gone.
    fn end_wait(&mut self, overdue: Overdue, head: Option<i64>, touched: &mut Touched) {
        let room_id = overdue.room_id;
        let Some(room) = self.rooms.get(room_id) else { return };
        let users: HashSet<UserId> = room.subscribers().iter().map(|one| one.user_id).collect();
        let has_skipped = self.rooms.give_up(overdue, head, touched);
        for user_id in users {
            if head.is_none() {
                self.unsettle(user_id, room_id, Duration::ZERO);
            } else if has_skipped {
                // The skipped events may include departures.
                self.suspect(user_id);
            }
        }
    }
}

/// Reads the heads of the rooms that are overdue, in one query, and makes each room jump to its head.
pub async fn repair(shared: &Shared) {
    let overdue = shared.with(|state, _| state.rooms.overdue());
    if overdue.is_empty() {
        return;
    }
    let rooms: Vec<RoomId> = overdue.iter().map(|one| one.room_id).collect();
    let heads = shared.database.heads(&rooms).await;
    shared.with(|state, touched| {
        for one in overdue {
            match &heads {
                Ok(heads) => state.end_wait(one, heads.get(&one.room_id).copied(), touched),
                Err(Unavailable) => state.rooms.wait_longer(one.room_id, RETRY),
            }
        }
    });
}

/// After an outage of the bus, waits until the subscriptions are in force again, then reads the heads of all
/// rooms.
pub async fn catch_up(shared: &Shared) {
    let rooms = shared.with(|state, _| state.rooms.doubtful());
    if rooms.is_empty() {
        shared.with(|state, _| state.rooms.end_outage());
        return;
    }
    if shared.bus.round_trip().await.is_ok()
        && let Ok(heads) = shared.database.heads(&rooms).await
    {
        shared.with(|state, _| {
            state.rooms.end_outage();
            state.observe(heads);
        });
    }
}
