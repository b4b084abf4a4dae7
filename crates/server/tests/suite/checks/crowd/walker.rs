//! A person who takes random actions over HTTP, one after the other, and checks each answer.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use confluence_client::{Ack, Client, Error, Sent as Stored};
use confluence_protocol::{Direction, ErrorCode, MarkRead, MessageId, NewMessage, RoomId};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::time::timeout;

use super::{
    course::{Course, Someone, Stage, words},
    notes::{Notes, Sent},
};

/// Milliseconds between two actions.
const PACE: std::ops::Range<u64> = 50..450;
const EMOJI: [&str; 12] = ["👍", "❤️", "😂", "🎉", "😮", "👩‍👩‍👧", "🙏", "🔥", "👀", "✅", "🚀", "😢"];
/// Messages sent while their sender leaves.
const PARTING_WORDS: usize = 3;

/// A walker, and what must be true of the rooms when the run is over.
pub struct Walker {
    pub someone: Arc<Someone>,
    pub notes: Notes,
    /// The rooms that they are in; only they change that.
    pub joined: HashSet<RoomId>,
    /// Lower bound of each read mark, which moves back only if forced.
    pub marks: HashMap<RoomId, i64>,
    /// The last body of each message that they edited.
    pub edited: HashMap<(RoomId, MessageId), String>,
    /// Messages whose deletion was acknowledged.
    pub deleted: HashSet<(RoomId, MessageId)>,
    /// Whether they have reacted with that emoji.
    pub reactions: HashMap<(RoomId, MessageId, &'static str), bool>,
    pub course: Arc<Course>,
    pub rng: StdRng,
    pub client: Client,
    /// Rooms that they own and therefore cannot leave.
    owned: HashSet<RoomId>,
}

impl Walker {
    pub fn new(someone: Arc<Someone>, course: Arc<Course>, owned: HashSet<RoomId>, seed: u64) -> Self {
        Self {
            notes: Notes::new(format!("{} by HTTP", someone.person.user.username)),
            joined: course.rooms.iter().copied().collect(),
            marks: HashMap::new(),
            edited: HashMap::new(),
            deleted: HashSet::new(),
            reactions: HashMap::new(),
            rng: StdRng::seed_from_u64(seed),
            client: someone.person.client.clone(),
            someone,
            course,
            owned,
        }
    }

    /// Acts until the run is ending.
    pub async fn walk(mut self) -> Self {
        let mut stage = self.course.stage.subscribe();
        loop {
            let pause = Duration::from_millis(self.rng.random_range(PACE));
            let ended = stage.wait_for(|stage| !matches!(stage, Stage::Acting));
            if timeout(pause, ended).await.is_ok() {
                return self;
            }
            self.step().await;
            self.course.steps.send_modify(|steps| *steps += 1);
        }
    }

    async fn step(&mut self) {
        let room = self.course.any_room(&mut self.rng);
        if !self.joined.contains(&room) {
            return if self.rng.random() { self.join(room).await } else { self.intrude(room).await };
        }
        match self.rng.random_range(0..100) {
            0..20 => self.say(room).await,
            20..28 => self.repeat().await,
            28..42 => self.react(room).await,
            42..49 => self.edit().await,
            49..53 => self.delete(room).await,
            53..58 => self.leave(room).await,
            58..72 => self.mark(room).await,
            72..88 => self.read_page(room).await,
            88..92 => self.read_card(room).await,
            92..95 => self.list_rooms().await,
            95..98 => self.read_changes(room).await,
            _ => self.pin(room).await,
        }
    }

    async fn say(&mut self, room: RoomId) {
        let message = self.course.compose(room, self.someone.id(), &mut self.rng);
        let answer = self.client.send(room, &message).await;
        if answer.as_ref().is_ok_and(|stored| !stored.fresh) {
            self.notes.complain(format!("{} was answered as a repetition", message.id));
        }
        self.answered(Sent::first(room, message), answer);
        // An acked message must be visible to an immediate read.
        if self.rng.random_ratio(1, 3) {
            self.read_page(room).await;
        }
    }

    /// Sends a message again, or another one under its id.
    async fn repeat(&mut self) {
        let Some(said) = self.someone.any_said(&mut self.rng) else { return };
        let (room, id) = (said.room, said.message.id);
        if said.seq.is_some() && self.rng.random_ratio(1, 5) {
            let other = NewMessage { body: words(&mut self.rng).parse().unwrap(), ..said.message };
            let answer = self.client.send(room, &other).await;
            let refusal =
                if self.joined.contains(&room) { ErrorCode::IdConflict } else { ErrorCode::NotAMember };
            if self.notes.expect("another message under a used id", answer, &[refusal]).is_some() {
                self.notes.complain(format!("{id} was accepted twice"));
            }
            return;
        }
        let answer = self.client.send(room, &said.message).await;
        if said.seq.is_some() && answer.as_ref().is_ok_and(|stored| stored.fresh) {
            self.notes.complain(format!("the repetition of {id} was answered as new"));
        }
        self.answered(Sent::again(said), answer);
    }

    fn answered(&mut self, sent: Sent, answer: Result<Stored, Error>) {
        if self.joined.contains(&sent.room)
            && answer.as_ref().is_err_and(|error| error.code() == Some(ErrorCode::NotAMember))
        {
            self.notes.complain("a member's message was refused: not a member");
        }
        let ack = answer.map(|Stored { message, .. }| Ack {
            id: message.id,
            room_id: message.room_id,
            seq: message.seq,
            version: message.version,
            created_at: message.created_at,
        });
        self.notes.answered(&self.someone, &self.course, sent, ack);
    }

    async fn react(&mut self, room: RoomId) {
        let Some(id) = self.course.any_acked(room, &mut self.rng) else { return };
        let emoji = EMOJI[self.rng.random_range(0..EMOJI.len())];
        let adds = self.rng.random_ratio(3, 5);
        let answer = if adds {
            self.client.react(room, id, emoji).await
        } else {
            self.client.unreact(room, id, emoji).await
        };
        let refusals: &[_] = if self.course.is_doomed(id) { &[ErrorCode::Deleted] } else { &[] };
        if self.notes.expect("a reaction", answer, refusals).is_some() {
            self.reactions.insert((room, id, emoji), adds);
        }
    }

    async fn edit(&mut self) {
        let Some(said) = self.someone.any_said(&mut self.rng) else { return };
        let (room, id) = (said.room, said.message.id);
        if said.seq.is_none() || !self.joined.contains(&room) {
            return;
        }
        let body = words(&mut self.rng);
        let answer = self.client.edit(room, id, body.parse().unwrap()).await;
        let refusals: &[_] = if self.course.is_doomed(id) { &[ErrorCode::Deleted] } else { &[] };
        if let Some(message) = self.notes.expect("an edit", answer, refusals) {
            self.someone.show(room, message.version);
            self.edited.insert((room, id), body);
        }
    }

    /// Deletes one of their own messages, or any in a room that they own.
    async fn delete(&mut self, room: RoomId) {
        let (room, id) = if self.owned.contains(&room) {
            let Some(id) = self.course.any_acked(room, &mut self.rng) else { return };
            (room, id)
        } else {
            let Some(said) = self.someone.any_said(&mut self.rng) else { return };
            if said.seq.is_none() || !self.joined.contains(&said.room) {
                return;
            }
            (said.room, said.message.id)
        };
        self.course.doom(id);
        let answer = self.client.delete_message(room, id).await;
        if self.notes.expect("a deletion", answer, &[]).is_some() {
            self.deleted.insert((room, id));
        }
    }

    async fn pin(&mut self, room: RoomId) {
        let Some(id) = self.course.any_acked(room, &mut self.rng).filter(|_| self.owned.contains(&room))
        else {
            return;
        };
        let pinned = self.client.pin(room, id).await;
        self.notes.expect("a pin", pinned, &[ErrorCode::Deleted, ErrorCode::LimitReached]);
    }

    /// Leaves while sending: each message is stored before the end of the membership, or refused.
    async fn leave(&mut self, room: RoomId) {
        if room == self.course.rooms[0] || self.owned.contains(&room) {
            return;
        }
        let words: Vec<_> =
            (0..PARTING_WORDS).map(|_| self.course.compose(room, self.someone.id(), &mut self.rng)).collect();
        let sends =
            futures_util::future::join_all(words.iter().map(|message| self.client.send(room, message)));
        let (left, answers) = tokio::join!(self.client.leave(room), sends);
        if self.notes.expect("leaving", left, &[]).is_none() {
            return;
        }
        self.joined.remove(&room);
        self.marks.remove(&room);
        for (message, answer) in words.into_iter().zip(answers) {
            self.answered(Sent::first(room, message), answer);
        }
    }

    async fn join(&mut self, room: RoomId) {
        let answer = self.client.join(room).await;
        let Some(card) = self.notes.expect("joining", answer, &[]) else { return };
        self.joined.insert(room);
        let mark = card.you.as_ref().map_or(0, |you| you.last_read_seq);
        if mark != card.last_seq {
            self.notes.complain(format!("joined with the mark at {mark} of {}", card.last_seq));
        }
        self.marks.insert(room, mark);
        self.judge_card(&card, 0);
    }

    /// Checks that everything is refused in a room that they have left.
    async fn intrude(&mut self, room: RoomId) {
        const REFUSED: [ErrorCode; 1] = [ErrorCode::NotAMember];
        let message = self.course.compose(room, self.someone.id(), &mut self.rng);
        let sent = self.client.send(room, &message).await;
        let stored = sent.is_ok();
        self.answered(Sent::first(room, message), sent);
        let page = self.client.page(room, Direction::Newest, Some(1)).await;
        let marked = self.client.mark_read(room, MarkRead { seq: 1, force: true }).await;
        let page = self.notes.expect("a page from outside", page, &REFUSED).is_some();
        let marked = self.notes.expect("a mark from outside", marked, &REFUSED).is_some();
        if stored || page || marked {
            self.notes.complain("was served in a room that they had left");
        }
    }

    async fn mark(&mut self, room: RoomId) {
        let (seq, force) = (self.course.any_seq(room, &mut self.rng), self.rng.random());
        let answer = self.client.mark_read(room, MarkRead { seq, force }).await;
        let Some(state) = self.notes.expect("a mark", answer, &[]) else { return };
        if force {
            self.marks.remove(&room);
        }
        self.judge_mark(room, state.last_read_seq);
    }
}
