//! The socket as its user sees it: one ordered stream of events, and sends that are each answered once.
//!
//! A separate task drives the connection, behind two bounded queues. If the user does not read events, the
//! task stops reading, the server's outbox overflows and the server sends a `resync` in place of dropped
//! frames, so memory stays bounded on both sides. Answers to sends wait behind unread events.

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

/// Events that may wait for their reader. When the queue is full, the connection is not read.
const EVENTS: usize = 1024;
/// Sends that may wait for their answer. When all places are taken, callers wait.
const SENDS: usize = 256;

/// How a [`Socket`] behaves.
#[derive(Clone, Debug)]
pub struct SocketOptions {
    /// Version up to which the caller holds each room: later changes are fetched on connecting.
    pub held: HashMap<RoomId, i64>,
    /// Epoch of these versions; empty if unknown.
    pub epoch: String,
    /// First ceiling of the wait before reconnecting.
    pub backoff_base: Duration,
    /// Highest ceiling of that wait.
    pub backoff_cap: Duration,
    /// Maximum random wait before changes are fetched after a `resync`, so that the clients of a room do not
    /// all fetch at once.
    pub resync_jitter: Duration,
    /// Time without any traffic after which the connection counts as lost. The server pings every 30 s.
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

/// An event of a socket. Apply events in the order in which they arrive.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all events are frames; a box for each would cost more")]
pub enum Event {
    /// Connected, for the first time or after an interruption. Rooms that were not held before are held from
    /// the version given here: load their newest page, and ignore frames that the page already contains.
    Ready {
        /// User whose socket this is.
        user_id: UserId,
        /// Session that opened the socket.
        session_id: SessionId,
        /// Changes when a restore rewinds history.
        epoch: String,
        /// Current version of each of the user's rooms.
        rooms: BTreeMap<RoomId, i64>,
    },
    /// A frame. Durable frames of a room arrive by rising version, without gaps or repetitions.
    Frame(ServerFrame),
    /// The room changed while frames were missing: the current state of its changed messages.
    Changed {
        /// Room that changed.
        room_id: RoomId,
        /// What changed; frames resume after `changes.version`.
        changes: Box<Changes>,
        /// Why the changes were fetched.
        cause: Cause,
    },
    /// Too much changed, or history was rewound: drop the copy of the room and load its newest page.
    Reset {
        /// Room to load again.
        room_id: RoomId,
        /// Current state of the room, without messages; frames resume after `changes.version`.
        changes: Box<Changes>,
        /// Why the changes were fetched.
        cause: Cause,
    },
    /// The user is no longer in a room; the membership ended while the connection was down.
    Gone {
        /// Room that the user is no longer in.
        room_id: RoomId,
    },
    /// The connection was lost or could not be opened; the socket will try again.
    Disconnected {
        /// Close code, if there was one.
        code: Option<u16>,
    },
    /// The socket has ended and will not reconnect. No event follows.
    Ended(Error),
}

/// Why changes were fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The room's version changed while there was no connection.
    Reconnected,
    /// The server dropped frames and sent a `resync`.
    Resync,
    /// A version was missing without a `resync`: the server or something in between broke the contract.
    Hole,
}

/// Confirmation that a message is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    /// Id of the message.
    pub id: MessageId,
    /// Room of the message.
    pub room_id: RoomId,
    /// Position of the message in its room.
    pub seq: i64,
    /// The message's version.
    pub version: i64,
    /// When it was stored.
    pub created_at: Timestamp,
}

/// A connection that is reopened whenever it is lost. Dropping it closes it.
#[derive(Debug)]
pub struct Socket {
    events: mpsc::Receiver<Event>,
    sender: Sender,
}

/// The sending half of a [`Socket`]: a cheap handle for any task.
#[derive(Clone, Debug)]
pub struct Sender {
    commands: mpsc::Sender<Command>,
    places: Arc<Semaphore>,
}

/// A send that is not answered yet.
#[derive(Debug)]
pub struct Pending(oneshot::Receiver<Result<Ack, Error>>);

/// A command of a [`Sender`] to the task that drives the connection.
enum Command {
    Send { room_id: RoomId, message: NewMessage, answer: outgoing::Answer },
    Read { room_id: RoomId, seq: i64 },
    Ping { answer: oneshot::Sender<Duration> },
}

impl Client {
    /// Opens a socket, which reconnects automatically. Needs a running tokio runtime.
    pub fn socket(&self, options: SocketOptions) -> Socket {
        let (event_queue, events) = mpsc::channel(EVENTS);
        let (commands, command_queue) = mpsc::channel(SENDS);
        tokio::spawn(driver::run(self.clone(), options, command_queue, event_queue));
        Socket { events, sender: Sender { commands, places: Arc::new(Semaphore::new(SENDS)) } }
    }
}

impl Socket {
    /// The next event; `None` after the last one. Cancelling loses no event.
    pub async fn next(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// A handle for sending.
    pub fn sender(&self) -> Sender {
        self.sender.clone()
    }
}

impl Sender {
    /// Sends a message and waits until it is durable or finally refused. After a lost connection or a
    /// retryable refusal it is sent again with the same id, followed by the later sends to its room.
    ///
    /// [`Error::Ended`] means that the outcome is unknown.
    pub async fn send(&self, room_id: RoomId, message: NewMessage) -> Result<Ack, Error> {
        self.submit(room_id, message).await?.answer().await
    }

    /// Sends a message with that body and a new id; see [`Sender::send`].
    pub async fn say(&self, room_id: RoomId, body: &str) -> Result<Ack, Error> {
        self.send(room_id, plain(body)?).await
    }

    /// Queues a message and returns once its position in the order is fixed; wait for the answer with
    /// [`Pending::answer`]. While 256 sends of this socket are unanswered, it waits.
    pub async fn submit(&self, room_id: RoomId, message: NewMessage) -> Result<Pending, Error> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| Error::Ended(None))?;
        let (answer, pending) = oneshot::channel();
        let command =
            Command::Send { room_id, message, answer: outgoing::Answer { to: answer, _place: place } };
        self.command(command).await?;
        Ok(Pending(pending))
    }

    /// Moves the user's read mark forward. There is no answer; without a connection, the furthest mark is
    /// sent later.
    pub async fn read(&self, room_id: RoomId, seq: i64) -> Result<(), Error> {
        self.command(Command::Read { room_id, seq }).await
    }

    /// Measures the round trip of a ping; [`Error::Ended`] if there is no connection or it is lost meanwhile.
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
    /// Waits until the message is durable or finally refused.
    pub async fn answer(self) -> Result<Ack, Error> {
        self.0.await.unwrap_or(Err(Error::Ended(None)))
    }
}
