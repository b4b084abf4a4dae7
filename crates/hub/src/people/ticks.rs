//! What is told at most once a second, however often it happens: others' read marks and who is there.

use std::collections::HashMap;

use confluence_protocol::{RoomId, ServerFrame, UserId};

use crate::{bus::notice::Notice, frame::Frame, shared::Shared, state::State};

/// Marks that wait for one tick. Beyond it a mark is not told to others: it is a hint, and the receipts
/// that one asks for are exact.
const READS: usize = 10_000;

/// Read marks that wait for the next tick.
#[derive(Debug, Default)]
pub struct Marks(HashMap<(RoomId, UserId), ServerFrame>);

impl Marks {
    /// A mark moved; only the last one before the tick is told.
    pub fn note(&mut self, room_id: RoomId, user_id: UserId, frame: ServerFrame) {
        if self.0.len() < READS || self.0.contains_key(&(room_id, user_id)) {
            self.0.insert((room_id, user_id), frame);
        }
    }
}

impl State {
    /// Whether the next tick has something to do.
    pub fn has_ticks(&self) -> bool {
        let is_quiet = self.marks.0.is_empty() && self.typists.is_empty();
        !(is_quiet && self.board.is_idle(self.bus.reaches_others()))
    }
}

/// Tells what waits.
pub fn tick(shared: &Shared) {
    let (marks, presence) = shared.with(|state, touched| {
        state.typists.sweep();
        (std::mem::take(&mut state.marks.0), state.tick_presence(shared.node, touched))
    });
    shared.tell_nodes(&presence);
    let marks = marks.into_iter().map(|((room_id, user_id), frame)| Notice::Others {
        room_id,
        user_id,
        frame: Frame::of(&frame),
    });
    shared.spread(marks.collect());
}
