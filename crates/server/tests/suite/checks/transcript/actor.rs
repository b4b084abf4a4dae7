//! A person who takes random actions on the messages of a room.

use confluence_client::{Error, Sender, new_message_id};
use confluence_protocol::{ErrorCode, MarkRead, MessageId, NewMessage};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use super::{super::Violations, Course};
use crate::{checks::load::eager, support::Person};

const EMOJI: [&str; 6] = ["👍", "❤️", "😂", "🎉", "😮", "👩‍👩‍👧"];
const WORDS: [&str; 8] = [
    "hello",
    "@ben, have you seen this?",
    "@room: lunch",
    "`@ana` in code, and @nobody",
    "  a line\n\nand another\twith   space ",
    "語はとても長い。",
    "https://example.org/a?b=c#d",
    "**bold** _and_ ~~gone~~ 🎈",
];

/// Takes that many steps; returns the unexpected errors.
pub async fn act(person: Person, course: Course, seed: u64, steps: usize) -> Violations {
    let mut socket = person.client.socket(eager());
    let sender = socket.sender();
    // Unread events would delay the answers.
    let reading = tokio::spawn(async move { while socket.next().await.is_some() {} });
    let who = person.user.username.clone();
    let mut actor = Actor { person, sender, course, rng: StdRng::seed_from_u64(seed) };
    let mut found = Violations::new();
    for step in 0..steps {
        if let Err(error) = actor.step().await
            && !is_expected(&error)
        {
            found.push(format!("{who} at step {step}: {error}"));
        }
        actor.course.steps.send_modify(|steps| *steps += 1);
    }
    reading.abort();
    found
}

/// Whether the error is normal for two uncoordinated people: a message deleted meanwhile, the other's
/// message, or too many pins.
fn is_expected(error: &Error) -> bool {
    matches!(error.code(), Some(ErrorCode::Deleted | ErrorCode::Forbidden | ErrorCode::LimitReached))
}

struct Actor {
    person: Person,
    sender: Sender,
    course: Course,
    rng: StdRng,
}

impl Actor {
    async fn step(&mut self) -> Result<(), Error> {
        let dice = self.rng.random_range(0..100);
        let Some(id) = self.any() else { return self.say(None).await };
        let (client, room) = (self.person.client.clone(), self.course.room);
        let emoji = EMOJI[self.rng.random_range(0..EMOJI.len())];
        match dice {
            0..22 => self.say(None).await,
            22..34 => self.say(Some(id)).await,
            34..48 => client.edit(room, id, self.words().parse().unwrap()).await.map(drop),
            48..54 => client.delete_message(room, id).await,
            54..74 => client.react(room, id, emoji).await.map(drop),
            74..84 => client.unreact(room, id, emoji).await.map(drop),
            84..89 => client.pin(room, id).await.map(drop),
            89..92 => client.unpin(room, id).await.map(drop),
            92..96 => self.sender.read(room, self.rng.random_range(0..1000)).await,
            _ => {
                let mark = MarkRead { seq: self.rng.random_range(0..1000), force: self.rng.random() };
                client.mark_read(room, mark).await.map(drop)
            }
        }
    }

    async fn say(&mut self, reply_to: Option<MessageId>) -> Result<(), Error> {
        let (id, body) = (new_message_id(), self.words().parse().unwrap());
        let message = NewMessage { id, body, reply_to, attachments: Vec::new() };
        if self.rng.random() {
            self.sender.send(self.course.room, message).await?;
        } else {
            self.person.client.send(self.course.room, &message).await?;
        }
        self.course.known.lock().unwrap().push(id);
        Ok(())
    }

    /// Short or long words, hardly ever the same twice.
    fn words(&mut self) -> String {
        let words = WORDS[self.rng.random_range(0..WORDS.len())];
        let times = if self.rng.random_ratio(1, 6) { 40 } else { 1 };
        format!("{}{}", words.repeat(times), self.rng.random::<u16>())
    }

    /// Mostly one of the last messages, so that the two act on the same ones; otherwise any message.
    fn any(&mut self) -> Option<MessageId> {
        let known = self.course.known.lock().unwrap();
        let among = if self.rng.random_ratio(2, 3) { known.len().min(8) } else { known.len() };
        (among > 0).then(|| known[known.len() - 1 - self.rng.random_range(0..among)])
    }
}
