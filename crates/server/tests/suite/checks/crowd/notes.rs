//! Record of one task of the crowd for the checker: its sends, what it was shown, and its complaints.

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

/// Most complaints of one task that are kept; the first ones matter most.
const KEPT: usize = 20;

/// One task's notes.
pub struct Notes {
    pub who: String,
    pub complaints: Violations,
    /// The current unbroken run of messages shown in each room.
    open: HashMap<RoomId, Log>,
    closed: Vec<(RoomId, Log)>,
}

/// A send that awaits its answer.
pub struct Sent {
    pub room: RoomId,
    pub message: NewMessage,
    /// Whether it was sent before.
    pub is_repetition: bool,
    /// The `seq` of an earlier ack, which the next one must repeat.
    pub seq: Option<i64>,
}

impl Sent {
    /// A first send.
    pub const fn first(room: RoomId, message: NewMessage) -> Self {
        Self { room, message, is_repetition: false, seq: None }
    }

    /// A repeated send.
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

    /// The value of an answer; complains unless it is good or a refusal with one of these codes.
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

    /// Records a message that a device shows.
    pub fn saw(&mut self, message: &Message) {
        self.log(message.room_id).observed.push(Seen::from(message));
    }

    /// Ends the current run of a room's messages: the next one need not follow it.
    pub fn cut(&mut self, room: RoomId) {
        self.closed.extend(self.open.remove(&room).map(|log| (room, log)));
    }

    /// Records the outcome of a send. Only a refusal for lack of membership is acceptable.
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
                // A refused repetition says nothing about the first send, which may be stored.
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
