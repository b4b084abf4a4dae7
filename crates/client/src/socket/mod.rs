//! The socket as its user sees it: one ordered stream of events, and sends that are each answered once.
//!
//! A separate task drives the connection, behind two bounded queues. If the user does not read events, the
//! task stops reading, the server's outbox overflows and the server sends a `resync` in place of dropped
//! frames, so memory stays bounded on both sides. Answers to sends wait behind unread events.

mod command;
mod dial;
mod driver;
mod event;
mod options;
mod outgoing;
mod raw;
mod resume;

use std::{sync::Arc, time::Duration};

use confluence_protocol::{NewMessage, RoomId};
use tokio::sync::{Semaphore, mpsc, oneshot};

use command::Command;
pub use dial::Dial;
pub use event::{Ack, Cause, Event};
pub use options::SocketOptions;
pub use raw::{RawEvent, RawSocket};

use crate::{Client, Error, messages::plain};

/// Events that may wait for their reader. When the queue is full, the connection is not read.
const EVENTS: usize = 1024;
/// Sends that may wait for their answer. When all places are taken, callers wait.
const SENDS: usize = 256;

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
