//! Read marks and presence, which are sent at most once a second however often they change.

use crate::{bus::notice::Header, frame::Frame, shared::Shared, state::State};

impl State {
    /// Whether the next tick has something to do.
    pub fn has_ticks(&self, reaches_others: bool) -> bool {
        let is_quiet = self.marks.is_empty() && self.typists.is_empty();
        !(is_quiet && self.board.is_idle(reaches_others))
    }
}

/// Sends the waiting marks and presence changes.
pub fn tick(shared: &Shared) {
    let (marks, presence) = shared.with(|state, touched| {
        state.typists.sweep();
        (state.marks.take(), state.tick_presence(shared.node, touched))
    });
    shared.tell_nodes(&presence);
    let marks = marks
        .into_iter()
        .map(|((room_id, user_id), frame)| Header::Others { room_id, user_id }.with(Frame::of(&frame)));
    shared.spread(marks.collect());
}
