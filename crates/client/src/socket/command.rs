//! Commands from the user of a socket to the task that drives it.

use std::time::Duration;

use confluence_protocol::{NewMessage, RoomId};
use tokio::sync::oneshot;

use super::outgoing::Answer;

/// A command of a [`Sender`](crate::Sender) to the task that drives the connection.
pub enum Command {
    Send { room_id: RoomId, message: NewMessage, answer: Answer },
    Read { room_id: RoomId, seq: i64 },
    Ping { answer: oneshot::Sender<Duration> },
}
