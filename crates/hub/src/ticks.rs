//! What is told at most once a second, however often it happens: others' read marks.

use std::collections::HashMap;

use confluence_protocol::{RoomId, ServerFrame, UserId};

use crate::{frame::Frame, inner::Inner, notice::Notice};

/// Marks that wait for one tick. Beyond it a mark is not told to others: it is a hint, and the receipts
/// that one asks for are exact.
const READS: usize = 10_000;

/// What waits for the next tick.
#[derive(Debug, Default)]
pub struct Ticks {
    reads: HashMap<(RoomId, UserId), ServerFrame>,
}

impl Ticks {
    /// A mark moved; only the last one before the tick is told.
    pub fn read(&mut self, room_id: RoomId, user_id: UserId, frame: ServerFrame) {
        if self.reads.len() < READS || self.reads.contains_key(&(room_id, user_id)) {
            self.reads.insert((room_id, user_id), frame);
        }
    }

    /// Whether anything waits.
    pub fn is_empty(&self) -> bool {
        self.reads.is_empty()
    }
}

/// Tells what waits.
pub fn tick(inner: &Inner) {
    let reads = inner.with(|state, _| std::mem::take(&mut state.ticks.reads));
    let notices: Vec<Notice> = reads
        .into_iter()
        .map(|((room_id, user_id), frame)| Notice::Others { room_id, user_id, frame: Frame::of(&frame) })
        .collect();
    if inner.bus.reaches_others() {
        for notice in &notices {
            let (subject, payload) = notice.encode();
            inner.bus.publish(subject, payload);
        }
    }
    inner.with(|state, touched| {
        for notice in notices {
            state.apply(notice, touched);
        }
    });
}
