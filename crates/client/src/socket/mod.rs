//! The socket as its user sees it: one ordered stream of events, and sends that are answered once.
//!
//! A task of its own drives the connection; this side holds two bounded queues to it. When events are not
//! taken, the task stops reading, the server's outbox overflows and a `resync` stands where frames were
//! dropped: memory stays bounded on both sides. Answers to sends wait behind events that are not taken.

mod dial;
mod driver;
mod outgoing;
mod raw;
mod resume;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use confluence_protocol::{
    Changes, MessageId, NewMessage, RoomId, ServerFrame, SessionId, Timestamp, UserId,
};
use tokio::sync::{Semaphore, mpsc, oneshot};

pub use dial::Dial;
pub use raw::{RawEvent, RawSocket};

use crate::{Client, Error, messages::plain};

/// Events that wait for their reader before the connection is read no further.
const EVENTS: usize = 1024;
/// Sends that wait for their answer; further ones wait for a place.
const SENDS: usize = 256;

/// How a [`Socket`] behaves.
#[derive(Clone, Debug)]
pub struct SocketOptions {
    /// The version up to which each room is held already: what came later is fetched on connecting.
    pub held: HashMap<RoomId, i64>,
    /// The epoch in which that was read; empty: unknown.
    pub epoch: String,
    /// The first ceiling of the wait before connecting again.
    pub backoff_base: Duration,
    /// The highest ceiling of that wait.
    pub backoff_cap: Duration,
    /// Before changes are fetched because the server said `resync`, wait up to this long, so that not all
    /// clients of a room come at once.
    pub resync_jitter: Duration,
    /// When nothing at all arrives for so long, the connection counts as lost. The server pings every 30 s.
    pub silence: Duration,
}

impl Default for SocketOptions {
    fn default() -> Self {
        Self {
            held: HashMap::new(),
            epoch: String::new(),
            backoff_base: Duration::from_millis(500),
            backoff_cap: Duration::from_secs(30),
            resync_jitter: Duration::from_millis(500),
            silence: Duration::from_secs(75),
        }
    }
}

/// What happened, in the order in which it is to be applied.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all events are frames; a box for each would cost more")]
pub enum Event {
    /// Connected, at the first time and after each interruption. A room that one did not hold before is held
    /// from the version given here: load its newest page, and ignore frames that the page has already.
    Ready {
        /// Whose socket it is.
        user_id: UserId,
        /// Of which session.
        session_id: SessionId,
        /// Changes when history was rewound by a restore.
        epoch: String,
        /// The version of each of my rooms.
        rooms: BTreeMap<RoomId, i64>,
    },
    /// A frame. Durable ones of a room come by rising version, without a hole and without a repetition.
    Frame(ServerFrame),
    /// The room moved on while frames were missing: its changed messages as they stand now.
    Changed {
        /// Which room.
        room_id: RoomId,
        /// What changed; frames go on after `changes.version`.
        changes: Box<Changes>,
        /// Why it was fetched.
        cause: Cause,
    },
    /// Too much changed, or history was rewound: drop what is held of the room and load its newest page.
    Reset {
        /// Which room.
        room_id: RoomId,
        /// The room as it stands, without messages; frames go on after `changes.version`.
        changes: Box<Changes>,
        /// Why it was fetched.
        cause: Cause,
    },
    /// A room is no longer mine; it ended while the connection was down.
    Gone {
        /// Which room.
        room_id: RoomId,
    },
    /// The connection was lost, or could not be made; it will be tried again.
    Disconnected {
        /// The close code, where there was one.
        code: Option<u16>,
    },
    /// The socket is over and will not connect again. No event follows.
    Ended(Error),
}

/// Why changes were fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The room had another version when the connection was made than when it was lost.
    Reconnected,
    /// The server dropped frames and said so.
    Resync,
    /// A version was missing without a word: the server or something in between broke its promise.
    Hole,
}

/// A message that is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    /// Which message.
    pub id: MessageId,
    /// Where.
    pub room_id: RoomId,
    /// Its place.
    pub seq: i64,
    /// The message's version.
    pub version: i64,
    /// When it was stored.
    pub created_at: Timestamp,
}

/// A connection that is made again whenever it is lost. Dropping it closes it.
#[derive(Debug)]
pub struct Socket {
    events: mpsc::Receiver<Event>,
    sender: Sender,
}

/// What can be said over a [`Socket`]: a cheap handle for any task.
#[derive(Clone, Debug)]
pub struct Sender {
    commands: mpsc::Sender<Command>,
    places: Arc<Semaphore>,
}

/// A send on its way.
#[derive(Debug)]
pub struct Pending(oneshot::Receiver<Result<Ack, Error>>);

/// What a [`Sender`] asks of the task that drives the connection.
enum Command {
    Send { room_id: RoomId, message: NewMessage, answer: outgoing::Answer },
    Read { room_id: RoomId, seq: i64 },
    Ping { answer: oneshot::Sender<Duration> },
}

impl Client {
    /// Opens a socket, which from then on keeps itself open. Needs a running tokio runtime.
    pub fn socket(&self, options: SocketOptions) -> Socket {
        let (event_queue, events) = mpsc::channel(EVENTS);
        let (commands, command_queue) = mpsc::channel(SENDS);
        tokio::spawn(driver::run(self.clone(), options, command_queue, event_queue));
        Socket { events, sender: Sender { commands, places: Arc::new(Semaphore::new(SENDS)) } }
    }
}

impl Socket {
    /// The next event; nothing after the last one. Cancelling loses no event.
    pub async fn next(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// A handle to send with.
    pub fn sender(&self) -> Sender {
        self.sender.clone()
    }
}

impl Sender {
    /// Sends a message and waits until it is durable or refused for good. After a lost connection and after
    /// a retryable refusal it is repeated under its id, together with what was sent to the room after it.
    ///
    /// [`Error::Ended`] means that the outcome is unknown.
    pub async fn send(&self, room_id: RoomId, message: NewMessage) -> Result<Ack, Error> {
        self.submit(room_id, message).await?.answer().await
    }

    /// Sends a new message with that body; see [`Sender::send`].
    pub async fn say(&self, room_id: RoomId, body: &str) -> Result<Ack, Error> {
        self.send(room_id, plain(body)?).await
    }

    /// Queues a message and returns once it has its place in the order; its answer is waited for apart.
    /// While 256 sends of this socket are unanswered it waits.
    pub async fn submit(&self, room_id: RoomId, message: NewMessage) -> Result<Pending, Error> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| Error::Ended(None))?;
        let (answer, pending) = oneshot::channel();
        let command =
            Command::Send { room_id, message, answer: outgoing::Answer { to: answer, _place: place } };
        self.command(command).await?;
        Ok(Pending(pending))
    }

    /// Moves my read mark forward. Unanswered; while there is no connection the furthest mark waits for it.
    pub async fn read(&self, room_id: RoomId, seq: i64) -> Result<(), Error> {
        self.command(Command::Read { room_id, seq }).await
    }

    /// How long a ping and its pong take now; [`Error::Ended`] when the connection is lost meanwhile.
    pub async fn ping(&self) -> Result<Duration, Error> {
        let (answer, pong) = oneshot::channel();
        self.command(Command::Ping { answer }).await?;
        pong.await.map_err(|_| Error::Ended(None))
    }

    async fn command(&self, command: Command) -> Result<(), Error> {
        self.commands.send(command).await.map_err(|_| Error::Ended(None))
    }
}

impl Pending {
    /// Waits until the message is durable or refused for good.
    pub async fn answer(self) -> Result<Ack, Error> {
        self.0.await.unwrap_or(Err(Error::Ended(None)))
    }
}
