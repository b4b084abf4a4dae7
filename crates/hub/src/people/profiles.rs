//! Changed profiles, sent to people who share a room, at most once a second for each profile.
//!
//! They have a task of their own, because the receivers must be read from the database first: however many
//! profiles change, no join waits for them.

use std::{collections::HashMap, time::Duration};

use confluence_protocol::{RoomId, ServerFrame, User, UserId};

use crate::{bus::notice::Header, frame::Frame, shared::Shared, signals::Task, state::State};

/// How often profiles are sent; of several changes in between, only the last.
pub const EVERY: Duration = Duration::from_secs(1);
/// Maximum number of people whose rooms are read in one query.
const TOGETHER: usize = 500;

impl State {
    /// Queues a changed profile.
    pub fn note_profile(&mut self, user: Box<User>) {
        if self.profiles.note(user) {
            self.raise(Task::Profiles);
        }
    }

    /// Requeues profiles that could not be sent, except those with a later change waiting.
    fn keep_profiles(&mut self, untold: HashMap<UserId, Box<User>>) {
        for (user_id, user) in untold {
            if !self.profiles.contains(user_id) {
                self.note_profile(user);
            }
        }
    }
}

/// Sends the waiting profiles. Those whose rooms cannot be read keep waiting.
pub async fn tell(shared: &Shared) {
    let mut waiting = shared.with(|state, _| state.profiles.take());
    let users: Vec<UserId> = waiting.keys().copied().collect();
    for together in users.chunks(TOGETHER) {
        let profiles: HashMap<UserId, Box<User>> =
            together.iter().filter_map(|id| waiting.remove_entry(id)).collect();
        let Ok(memberships) = shared.database.memberships(together).await else {
            shared.with(|state, _| state.keep_profiles(profiles));
            continue;
        };
        let mut rooms_of: HashMap<UserId, Vec<RoomId>> = HashMap::new();
        for (user_id, room_id) in memberships {
            rooms_of.entry(user_id).or_default().push(room_id);
        }
        for (user_id, user) in profiles {
            let rooms = rooms_of.remove(&user_id).unwrap_or_default();
            let frame = Frame::of(&ServerFrame::UserUpdated { user: *user });
            // One at a time, because each holds the state's lock for a time that grows with its rooms'
            // subscribers.
            shared.spread(vec![Header::Nearby { user_id, rooms }.with(frame)]);
        }
    }
}
