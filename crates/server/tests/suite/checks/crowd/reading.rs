//! Reads of a walker: pages, cards, lists and changes, checked for consistency with what was shown before.

use std::collections::HashSet;

use confluence_protocol::{Direction, MessagesPage, Room, RoomId};
use rand::RngExt as _;

use super::walker::Walker;

impl Walker {
    pub async fn read_page(&mut self, room: RoomId) {
        let seq = self.course.before(room) + self.rng.random_range(0..2000);
        let depth = self.rng.random_range(0..=seq);
        let seq = if self.rng.random() { seq } else { depth };
        let (direction, limit) = match self.rng.random_range(0..4) {
            0 => (Direction::Newest, 50),
            1 => (Direction::Before(seq.max(1)), 50),
            2 => (Direction::After(seq), 200),
            _ => (Direction::Around(seq.max(1)), 50),
        };
        let shown = self.someone.shown(room);
        let answer = self.client.page(room, direction, Some(limit)).await;
        let Some(page) = self.notes.expect("a page", answer, &[]) else { return };
        if page.version < shown {
            self.notes.complain(format!("a page has version {} after {shown} was shown", page.version));
        }
        if !is_whole(&page, direction) {
            let places: Vec<_> = page.messages.iter().map(|message| message.seq).collect();
            self.notes.complain(format!("the page {direction:?} has {places:?}"));
        }
    }

    pub async fn read_card(&mut self, room: RoomId) {
        let shown = self.someone.shown(room);
        let answer = self.client.room(room).await;
        if let Some(card) = self.notes.expect("a card", answer, &[]) {
            self.judge_card(&card, shown);
        }
    }

    pub async fn list_rooms(&mut self) {
        let answer = self.client.rooms().await;
        let Some(list) = self.notes.expect("the list of rooms", answer, &[]) else { return };
        let listed: HashSet<RoomId> = list.rooms.iter().map(|summary| summary.room.id).collect();
        if listed != self.joined {
            self.notes.complain(format!("is in {:?}, but the list has {listed:?}", self.joined));
        }
        for summary in &list.rooms {
            self.judge_card(&summary.room, 0);
        }
    }

    pub async fn read_changes(&mut self, room: RoomId) {
        let shown = self.someone.shown(room);
        let since = (shown - self.rng.random_range(0..300)).max(0);
        let answer = self.client.changes(room, since, None).await;
        if let Some(changes) = self.notes.expect("changes", answer, &[]) {
            self.judge_card(&changes.room, shown);
            if !changes.messages.is_sorted_by_key(|message| message.version) {
                self.notes.complain("changes are not in order of version");
            }
        }
    }

    pub fn judge_card(&mut self, card: &Room, shown: i64) {
        if card.version < shown {
            self.notes.complain(format!("a card has version {} after {shown} was shown", card.version));
        }
        match &card.you {
            Some(you) => self.judge_mark(card.id, you.last_read_seq),
            None => self.notes.complain(format!("is not a member on the card of {}", card.id)),
        }
    }

    pub fn judge_mark(&mut self, room: RoomId, mark: i64) {
        let least = self.marks.entry(room).or_insert(mark);
        if mark < *least {
            self.notes.complain(format!("a read mark moved back from {least} to {mark}"));
        }
        *least = mark;
    }
}

/// Whether a page has no gap, and begins or ends where requested.
fn is_whole(page: &MessagesPage, direction: Direction) -> bool {
    let places: Vec<i64> = page.messages.iter().map(|message| message.seq).collect();
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return true };
    let begins = page.has_before == (first > 1);
    let fits = match direction {
        Direction::Newest => !page.has_after,
        Direction::Before(seq) => last < seq,
        Direction::After(seq) => first == seq + 1,
        Direction::Around(seq) => first <= seq && (seq <= last || !page.has_after),
    };
    begins && fits && places.iter().zip(first..).all(|(place, expected)| *place == expected)
}
