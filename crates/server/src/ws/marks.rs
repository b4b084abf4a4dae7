//! Read marks of one socket: one is written at a time, and of what comes meanwhile the furthest of each room.
//!
//! A mark is a number that only goes forward, so that the last of many says all. Written one by one, those of
//! one hurried socket would stand in the store's queue before everybody's messages.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use confluence_protocol::{ReadMark, RoomId};

/// Rooms whose marks may wait; a mark in one more is refused until there is room.
const ROOMS: usize = 256;

/// The marks of a socket that are not written yet.
#[derive(Debug, Default)]
pub struct Marks {
    waiting: HashMap<RoomId, i64>,
    writing: Arc<AtomicBool>,
}

/// One mark is being written until this is dropped.
#[derive(Debug)]
pub struct Writing(Arc<AtomicBool>);

impl Marks {
    /// Notes a mark. False when too many rooms wait already, and nothing was noted.
    pub fn note(&mut self, ReadMark { room_id, seq }: ReadMark) -> bool {
        let has_room = self.waiting.len() < ROOMS;
        match self.waiting.get_mut(&room_id) {
            Some(furthest) => *furthest = seq.max(*furthest),
            None if has_room => {
                self.waiting.insert(room_id, seq);
            }
            None => return false,
        }
        true
    }

    /// The mark to write now, unless one is being written.
    pub fn next(&mut self) -> Option<(ReadMark, Writing)> {
        if self.writing.load(Ordering::Relaxed) {
            return None;
        }
        let room_id = *self.waiting.keys().next()?;
        let seq = self.waiting.remove(&room_id)?;
        self.writing.store(true, Ordering::Relaxed);
        Some((ReadMark { room_id, seq }, Writing(Arc::clone(&self.writing))))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use confluence_protocol::Timestamp;

    use super::*;

    fn room(number: i64) -> RoomId {
        RoomId::new(Timestamp::from_millis(number))
    }

    #[test]
    fn read1_while_a_mark_is_written_the_furthest_of_each_room_waits() {
        let (mut marks, one, other) = (Marks::default(), room(1), room(2));
        assert!(marks.note(ReadMark { room_id: one, seq: 3 }));
        let (first, writing) = marks.next().unwrap();
        assert_eq!(first, ReadMark { room_id: one, seq: 3 });
        for seq in [5, 9, 7] {
            assert!(marks.note(ReadMark { room_id: one, seq }));
        }
        assert!(marks.note(ReadMark { room_id: other, seq: 1 }));
        assert!(marks.next().is_none(), "one at a time");
        drop(writing);
        let mut rest = Vec::new();
        while let Some((mark, _)) = marks.next() {
            rest.push((mark.room_id, mark.seq));
        }
        rest.sort_unstable_by_key(|(_, seq)| *seq);
        assert_eq!(rest, [(other, 1), (one, 9)]);
    }

    #[test]
    fn no_more_rooms_wait_than_may() {
        let mut marks = Marks::default();
        let first = room(0);
        assert!(marks.note(ReadMark { room_id: first, seq: 1 }));
        let noted = (1..300).filter(|number| marks.note(ReadMark { room_id: room(*number), seq: 1 })).count();
        assert_eq!(noted, ROOMS - 1);
        assert!(marks.note(ReadMark { room_id: first, seq: 2 }), "it waits already");
    }
}
