//! Read marks of one socket: one is written at a time; of those that arrive meanwhile, the furthest of each
//! room is kept.
//!
//! A mark only moves forward, so the last of many is enough. If each were written, a busy socket's marks
//! would queue in the store ahead of everybody's messages.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use confluence_protocol::{ReadMark, RoomId};

/// Rooms whose marks may wait; marks in further rooms are refused until one is free.
const ROOMS: usize = 256;

/// A socket's read marks that are not written yet.
#[derive(Debug, Default)]
pub struct Marks(Arc<Mutex<Waiting>>);

#[derive(Debug, Default)]
struct Waiting {
    rooms: HashMap<RoomId, i64>,
    has_writer: bool,
}

/// Permission to write a socket's marks. There is one at a time.
#[derive(Debug)]
pub struct MarkWriter(Arc<Mutex<Waiting>>);

/// Error for a mark that was refused because too many rooms are waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyRooms;

impl Marks {
    /// Records a mark. Returns the permission to write it, unless it is in use: then its owner writes this
    /// mark too.
    pub fn note(&self, ReadMark { room_id, seq }: ReadMark) -> Result<Option<MarkWriter>, TooManyRooms> {
        let mut waiting = lock(&self.0);
        let has_room = waiting.rooms.len() < ROOMS;
        match waiting.rooms.get_mut(&room_id) {
            Some(furthest) => *furthest = seq.max(*furthest),
            None if has_room => {
                waiting.rooms.insert(room_id, seq);
            }
            None => return Err(TooManyRooms),
        }
        let had_writer = std::mem::replace(&mut waiting.has_writer, true);
        Ok((!had_writer).then(|| MarkWriter(Arc::clone(&self.0))))
    }
}

impl MarkWriter {
    /// The mark to write next. If there is none, the permission ends, and the next mark gets a new one.
    pub fn next(self) -> Option<(ReadMark, Self)> {
        let mark = {
            let mut waiting = lock(&self.0);
            let room_id = waiting.rooms.keys().next().copied();
            let mark = room_id.and_then(|room_id| Some((room_id, waiting.rooms.remove(&room_id)?)));
            waiting.has_writer = mark.is_some();
            mark
        };
        mark.map(|(room_id, seq)| (ReadMark { room_id, seq }, self))
    }
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use confluence_protocol::Timestamp;

    use super::*;

    fn room(number: i64) -> RoomId {
        RoomId::new(Timestamp::from_millis(number))
    }

    #[test]
    fn read1_furthest_mark_of_each_room_waits_while_one_is_written() {
        let (marks, one, other) = (Marks::default(), room(1), room(2));
        let writer = marks.note(ReadMark { room_id: one, seq: 3 }).unwrap().unwrap();
        let (first, mut writer) = writer.next().unwrap();
        assert_eq!(first, ReadMark { room_id: one, seq: 3 });
        for seq in [5, 9, 7] {
            assert!(marks.note(ReadMark { room_id: one, seq }).unwrap().is_none(), "one at a time");
        }
        assert!(marks.note(ReadMark { room_id: other, seq: 1 }).unwrap().is_none());
        let mut rest = Vec::new();
        for _ in 0..2 {
            let (mark, same) = writer.next().unwrap();
            rest.push((mark.room_id, mark.seq));
            writer = same;
        }
        rest.sort_unstable_by_key(|(_, seq)| *seq);
        assert_eq!(rest, [(other, 1), (one, 9)]);
        assert!(writer.next().is_none());
        assert!(marks.note(ReadMark { room_id: one, seq: 10 }).unwrap().is_some(), "writing begins anew");
    }

    #[test]
    fn marks_in_too_many_rooms_are_refused() {
        let (marks, first) = (Marks::default(), room(0));
        marks.note(ReadMark { room_id: first, seq: 1 }).unwrap();
        let noted = (1..300).filter(|number| marks.note(ReadMark { room_id: room(*number), seq: 1 }).is_ok());
        assert_eq!(noted.count(), ROOMS - 1);
        assert!(marks.note(ReadMark { room_id: first, seq: 2 }).is_ok(), "it waits already");
    }
}
