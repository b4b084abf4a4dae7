//! State that the tasks of a crowd share: the rooms, what was written, and the stage of the run.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex},
};

use confluence_client::new_message_id;
use confluence_protocol::{Message, MessageId, NewMessage, RoomId, UserId};
use rand::{RngExt as _, rngs::StdRng};
use tokio::sync::watch;

use crate::support::Person;

/// Stage of the run.
#[derive(Clone, Debug)]
pub enum Stage {
    /// Everybody acts at random.
    Acting,
    /// Nobody starts anything new; tasks still wait for answers.
    Ending,
    /// Each socket waits until it holds these versions of its owner's rooms.
    Settling(Arc<HashMap<UserId, BTreeMap<RoomId, i64>>>),
}

/// State shared by all tasks.
pub struct Course {
    /// Rooms; the first one is the hall, which nobody leaves.
    pub rooms: Vec<RoomId>,
    /// Messages in the hall before the run.
    pub history: i64,
    pub stage: watch::Sender<Stage>,
    /// Steps of all walkers together.
    pub steps: watch::Sender<usize>,
    /// Sockets with no unanswered sends, once the run is ending.
    pub quiet: watch::Sender<usize>,
    /// The message sent under each id, recorded before it is sent.
    written: Mutex<HashMap<MessageId, Line>>,
    /// Messages that were acked, by room.
    acked: Mutex<HashMap<RoomId, Vec<MessageId>>>,
    /// Messages that somebody deletes, recorded before the request.
    doomed: Mutex<HashSet<MessageId>>,
}

struct Line {
    room: RoomId,
    author: UserId,
    body: String,
}

impl Course {
    pub fn new(rooms: Vec<RoomId>, history: i64) -> Self {
        Self {
            rooms,
            history,
            stage: watch::Sender::new(Stage::Acting),
            steps: watch::Sender::new(0),
            quiet: watch::Sender::new(0),
            written: Mutex::default(),
            acked: Mutex::default(),
            doomed: Mutex::default(),
        }
    }

    /// The `seq` in a room after which the run began.
    pub fn before(&self, room: RoomId) -> i64 {
        if room == self.rooms[0] { self.history } else { 0 }
    }

    /// The hall half of the time, otherwise any room.
    pub fn any_room(&self, rng: &mut StdRng) -> RoomId {
        if rng.random() { self.rooms[0] } else { self.rooms[rng.random_range(0..self.rooms.len())] }
    }

    /// A new message by that person, sometimes a reply, recorded as written.
    pub fn compose(&self, room: RoomId, author: UserId, rng: &mut StdRng) -> NewMessage {
        let reply_to = if rng.random_ratio(1, 6) { self.any_acked(room, rng) } else { None };
        let (id, body) = (new_message_id(), words(rng));
        let line = Line { room, author, body: body.clone() };
        self.written.lock().unwrap().insert(id, line);
        NewMessage { id, body: body.parse().unwrap(), reply_to, attachments: Vec::new() }
    }

    /// Describes what is wrong with a message that was announced as new, if anything.
    pub fn doubt(&self, message: &Message) -> Option<String> {
        let written = self.written.lock().unwrap();
        let Some(line) = written.get(&message.id) else {
            return Some(format!("was shown {}, which nobody sent", message.id));
        };
        let agrees =
            (line.room, line.author, &line.body) == (message.room_id, message.author.id, &message.body);
        (!agrees).then(|| format!("was shown {} with other content than was sent: {message:?}", message.id))
    }

    /// Records that a message is stored, so that others may react to it and so on.
    pub fn ack(&self, room: RoomId, id: MessageId) {
        self.acked.lock().unwrap().entry(room).or_default().push(id);
    }

    /// Mostly one of the run's last messages, so that people act on the same ones; otherwise any.
    pub fn any_acked(&self, room: RoomId, rng: &mut StdRng) -> Option<MessageId> {
        let acked = self.acked.lock().unwrap();
        let messages = acked.get(&room)?;
        let among = if rng.random_ratio(2, 3) { messages.len().min(8) } else { messages.len() };
        (among > 0).then(|| messages[messages.len() - 1 - rng.random_range(0..among)])
    }

    /// Records that a message may be deleted from now on.
    pub fn doom(&self, id: MessageId) {
        self.doomed.lock().unwrap().insert(id);
    }

    /// Whether somebody may have deleted it.
    pub fn is_doomed(&self, id: MessageId) -> bool {
        self.doomed.lock().unwrap().contains(&id)
    }

    /// A `seq` for a read mark: mostly far back in the room, so that much is unread.
    pub fn any_seq(&self, room: RoomId, rng: &mut StdRng) -> i64 {
        let before = self.before(room);
        if rng.random_ratio(4, 5) {
            rng.random_range(0..=before / 2)
        } else {
            before + rng.random_range(0..1000)
        }
    }
}

/// A member of the crowd, with the knowledge that their devices share.
pub struct Someone {
    pub person: Person,
    /// Messages that they may send again: acked, or with unknown outcome.
    said: Mutex<Vec<Said>>,
    /// The latest version of each room that any device was shown.
    shown: Mutex<HashMap<RoomId, i64>>,
}

/// A message that was sent.
#[derive(Clone)]
pub struct Said {
    pub room: RoomId,
    pub message: NewMessage,
    /// Its `seq`; `None` until it is acked.
    pub seq: Option<i64>,
}

impl Someone {
    pub fn new(person: Person) -> Self {
        Self { person, said: Mutex::default(), shown: Mutex::default() }
    }

    pub fn id(&self) -> UserId {
        self.person.user.id
    }

    /// Records a message that may be repeated.
    pub fn say(&self, said: Said) {
        self.said.lock().unwrap().push(said);
    }

    /// A message that was sent before.
    pub fn any_said(&self, rng: &mut StdRng) -> Option<Said> {
        let said = self.said.lock().unwrap();
        (!said.is_empty()).then(|| said[rng.random_range(0..said.len())].clone())
    }

    /// Records a version that a device was shown.
    pub fn show(&self, room: RoomId, version: i64) {
        let mut shown = self.shown.lock().unwrap();
        let latest = shown.entry(room).or_default();
        *latest = version.max(*latest);
    }

    /// The latest version that any device was shown: every later read must be at least as new.
    pub fn shown(&self, room: RoomId) -> i64 {
        self.shown.lock().unwrap().get(&room).copied().unwrap_or_default()
    }
}

const WORDS: [&str; 8] = [
    "hello",
    "@p3, have you seen this?",
    "@room: lunch",
    "`@p1` in code, and @nobody",
    "  a line\n\nand another\twith   space ",
    "語はとても長い。",
    "@p0 @p1 @p2 @p4 @p5 @p6 @p7",
    "**bold** _and_ ~~gone~~ 🎈",
];

/// Short or long words, hardly ever the same twice.
pub fn words(rng: &mut StdRng) -> String {
    let words = WORDS[rng.random_range(0..WORDS.len())];
    let times = if rng.random_ratio(1, 10) { 20 } else { 1 };
    format!("{}{}", words.repeat(times), rng.random::<u32>())
}
