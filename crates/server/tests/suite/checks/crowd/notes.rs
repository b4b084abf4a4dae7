//! What one task of the crowd writes down for the checker: its sends, what it was shown, and what was wrong.

use std::collections::HashMap;

use confluence_client::{Ack, Error};
use confluence_protocol::{ErrorCode, Message, MessageId, NewMessage, RoomId};

use super::{
    super::{
        Violations,
        checker::{Log, Outcome, Seen, Sending},
    },
    course::{Course, Said, Someone},
};

/// Complaints of one task that are kept: the first ones say what is wrong.
const KEPT: usize = 20;

/// One task's notes.
pub struct Notes {
    pub who: String,
    pub complaints: Violations,
    /// The run of messages that each room shows now.
    open: HashMap<RoomId, Log>,
    closed: Vec<(RoomId, Log)>,
}

/// A send whose answer is waited for.
pub struct Sent {
    pub room: RoomId,
    pub message: NewMessage,
    /// Whether it was sent before.
    pub is_repetition: bool,
    /// What its ack has to say, where an earlier one has said so.
    pub seq: Option<i64>,
}

impl Sent {
    /// For the first time.
    pub const fn first(room: RoomId, message: NewMessage) -> Self {
        Self { room, message, is_repetition: false, seq: None }
    }

    /// Once more.
    pub fn again(said: Said) -> Self {
        let Said { room, message, seq } = said;
        Self { room, message, is_repetition: true, seq }
    }
}

impl Notes {
    pub fn new(who: String) -> Self {
        let (complaints, open, closed) = (Violations::new(), HashMap::new(), Vec::new());
        Self { who, complaints, open, closed }
    }

    /// All logs, each with its room.
    pub fn into_logs(mut self) -> Vec<(RoomId, Log)> {
        self.closed.extend(self.open);
        self.closed
    }

    pub fn complain(&mut self, complaint: impl Into<String>) {
        if self.complaints.len() < KEPT {
            self.complaints.push(format!("{}: {}", self.who, complaint.into()));
        }
    }

    /// Takes an answer that should have been a good one, or a refusal with one of these codes.
    pub fn expect<T>(&mut self, what: &str, answer: Result<T, Error>, refusals: &[ErrorCode]) -> Option<T> {
        match answer {
            Ok(value) => Some(value),
            Err(error) => {
                if !error.code().is_some_and(|code| refusals.contains(&code)) {
                    self.complain(format!("{what}: {error}"));
                }
                None
            }
        }
    }

    /// A message that a device shows now.
    pub fn saw(&mut self, message: &Message) {
        self.log(message.room_id).observed.push(Seen::from(message));
    }

    /// What the room shows from now on need not follow what it has shown.
    pub fn cut(&mut self, room: RoomId) {
        self.closed.extend(self.open.remove(&room).map(|log| (room, log)));
    }

    /// What became of a send. Refusals are right only where the sender may not be a member.
    pub fn answered(&mut self, someone: &Someone, course: &Course, sent: Sent, answer: Result<Ack, Error>) {
        const NOT_MINE: [ErrorCode; 2] = [ErrorCode::NotAMember, ErrorCode::RoomNotFound];
        let Sent { room, message, is_repetition, seq: earlier } = sent;
        let id = message.id;
        match answer {
            Ok(Ack { seq, version, .. }) => {
                someone.show(room, version);
                self.sent(room, id, &message.body, Outcome::Acked { seq, version });
                if !is_repetition {
                    course.ack(room, id);
                    someone.say(Said { room, message, seq: Some(seq) });
                }
                if earlier.is_some_and(|earlier| earlier != seq) {
                    self.complain(format!("{id} was acked as {earlier:?}, and when repeated as {seq}"));
                }
            }
            Err(error) => {
                let was_dropped = matches!(error, Error::Ended(None));
                // What was sent before may be stored although its repetition was refused.
                if !is_repetition && error.is_unknown() {
                    self.sent(room, id, &message.body, Outcome::Unknown);
                    someone.say(Said { room, message, seq: None });
                } else if !is_repetition {
                    self.sent(room, id, &message.body, Outcome::Refused);
                }
                if !was_dropped {
                    self.expect::<Ack>("a send", Err(error), &NOT_MINE);
                }
            }
        }
    }

    fn sent(&mut self, room: RoomId, id: MessageId, body: &str, outcome: Outcome) {
        self.log(room).sent.push(Sending { id, body: body.to_owned(), outcome });
    }

    fn log(&mut self, room: RoomId) -> &mut Log {
        let who = &self.who;
        self.open.entry(room).or_insert_with(|| Log { who: who.clone(), ..Log::default() })
    }
}
