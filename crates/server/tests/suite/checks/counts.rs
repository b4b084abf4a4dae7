//! Compares unread and mention counts over HTTP with a recount after each step of three people who send,
//! edit, delete, read and mark unread at random. The store's own test does it without the server, and for
//! longer.

use confluence_client::Error;
use confluence_protocol::{MarkRead, MessageId, RoomId, RoomKind};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use super::{Violations, transcript::Plan};
use crate::support::{Backend, Person, Server};

/// Divisor of [`Plan::steps`]: each step here also reads three counts.
const SHARE: usize = 2;
/// Counts stop at this number.
const MOST: usize = 100;
const WORDS: [&str; 5] = ["hello", "@ana", "@ben and @cem", "@room", "`@room @ana`"];

struct Said {
    id: MessageId,
    author: usize,
    words: usize,
    deleted: bool,
}

struct World {
    people: [Person; 3],
    room: RoomId,
    said: Vec<Said>,
    marks: [usize; 3],
    rng: StdRng,
}

/// Reports every count that differs from the recount.
pub async fn run(backend: Backend, plan: Plan) -> Violations {
    let server = Server::start_on(backend, &[]).await;
    let people = server.people(["ana", "ben", "cem"]).await;
    let room = people[0].room("Counted", RoomKind::Public).await.id;
    for person in &people[1..] {
        person.client.join(room).await.unwrap();
    }
    let rng = StdRng::seed_from_u64(plan.seed);
    let mut world = World { people, room, said: Vec::new(), marks: [0; 3], rng };
    let mut found = Violations::new();
    for step in 0..plan.steps / SHARE {
        if let Err(error) = world.step().await {
            found.push(format!("step {step}: {error}"));
        }
        for user in 0..3 {
            let expected = world.recount(user);
            let you = world.people[user].client.room(room).await.unwrap().you.unwrap();
            let expected = (i64::try_from(world.marks[user]).unwrap(), expected.0, expected.1);
            let got = (you.last_read_seq, you.unread, you.mentions);
            if got != expected {
                let who = &world.people[user].user.username;
                found.push(format!(
                    "step {step}: {who} has mark, unread and mentions {got:?}, not {expected:?}"
                ));
            }
        }
        if !found.is_empty() {
            found.push(format!("to repeat this run: CONFLUENCE_SEED={}", plan.seed));
            return found;
        }
    }
    found
}

impl World {
    async fn step(&mut self) -> Result<(), Error> {
        let (user, words) = (self.rng.random_range(0..3_usize), self.rng.random_range(0..WORDS.len()));
        let (client, room) = (self.people[user].client.clone(), self.room);
        let place = self.rng.random_range(0..self.said.len().max(1));
        match self.rng.random_range(0..9) {
            0..4 => {
                let id = client.say(room, WORDS[words]).await?.id;
                let mut unread = self.said.iter().skip(self.marks[user]);
                let is_caught_up = unread.all(|said| said.author == user || said.deleted);
                self.said.push(Said { id, author: user, words, deleted: false });
                if is_caught_up {
                    self.marks[user] = self.said.len();
                }
            }
            4..6 => {
                if let Some(said) = self.said.get_mut(place).filter(|said| !said.deleted) {
                    let author = &self.people[said.author].client;
                    author.edit(room, said.id, WORDS[words].parse().unwrap()).await?;
                    said.words = words;
                }
            }
            6 => {
                if let Some(said) = self.said.get_mut(place) {
                    // The author or the room's owner deletes it.
                    let by = if self.rng.random() { said.author } else { 0 };
                    self.people[by].client.delete_message(room, said.id).await?;
                    said.deleted = true;
                }
            }
            _ => {
                let (seq, force) = (self.rng.random_range(0..=self.said.len()), self.rng.random());
                let mark = MarkRead { seq: i64::try_from(seq).unwrap(), force };
                let state = client.mark_read(room, mark).await?;
                self.marks[user] = if force { seq } else { self.marks[user].max(seq) };
                let expected = self.recount(user);
                assert_eq!(
                    (state.unread, state.mentions),
                    expected,
                    "the counts in the answer to a read mark"
                );
            }
        }
        Ok(())
    }

    /// Number of others' messages after the user's read mark, and how many of them mention the user.
    fn recount(&self, user: usize) -> (i64, i64) {
        let after = self.said.iter().skip(self.marks[user]);
        let after = after.filter(|said| said.author != user && !said.deleted);
        let count = |number: usize| i64::try_from(number.min(MOST)).unwrap();
        (count(after.clone().count()), count(after.filter(|said| names(said.words, user)).count()))
    }
}

fn names(words: usize, user: usize) -> bool {
    match words {
        1 => user == 0,
        2 => user != 0,
        3 => true,
        _ => false,
    }
}
