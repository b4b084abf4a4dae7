//! From the connection to the commands: one frame after the other, each parsed, counted and carried out.

use axum::{
    Error,
    extract::ws::{Message, Utf8Bytes, WebSocket},
};
use confluence_protocol::{
    ClientFrame, CloseCode, ErrorCode, FrameError, MarkRead, Message as StoredMessage, NewRoomMessage,
    ReadMark, RoomId, ServerFrame,
};
use futures_util::{StreamExt as _, stream::SplitStream};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::{Error as SocketError, error::CapacityError};

use super::{
    flood::{FloodGate, TooFast},
    in_flight::InFlight,
    marks::Marks,
    socket::Link,
};
use crate::{app::App, commands, error::ApiError};

/// What came from the connection.
pub enum Input {
    /// A text frame.
    Text(Utf8Bytes),
    /// Something that the library answers by itself.
    Nothing,
    /// Something that closes the socket.
    Bad(CloseCode),
    /// The connection ended, or is about to.
    Gone,
}

impl Input {
    /// What a received message, or the failure to receive one, means.
    pub fn of(received: Result<Message, Error>) -> Self {
        match received {
            Ok(Message::Text(text)) => Self::Text(text),
            Ok(Message::Ping(_) | Message::Pong(_)) => Self::Nothing,
            Ok(Message::Binary(_)) => Self::Bad(CloseCode::BinaryRefused),
            Ok(Message::Close(_)) => Self::Gone,
            Err(error) => match error.into_inner().downcast_ref::<SocketError>() {
                Some(SocketError::Capacity(CapacityError::MessageTooLong { .. })) => {
                    Self::Bad(CloseCode::FrameTooLarge)
                }
                Some(SocketError::Protocol(_)) => Self::Bad(CloseCode::ProtocolError),
                Some(SocketError::Utf8(_)) => Self::Bad(CloseCode::NotUtf8),
                _ => Self::Gone,
            },
        }
    }
}

/// What is left of the receiving half.
pub enum Rest {
    /// The peer is gone.
    Gone,
    /// The peer may still send something.
    Open(SplitStream<WebSocket>),
    /// The peer still sends something that cannot be read.
    Unreadable,
}

/// Reads until the peer is gone or the socket is being closed, and answers what was in flight.
pub async fn read(app: &App, link: &Link, mut stream: SplitStream<WebSocket>) -> Rest {
    let gate = FloodGate::new(Instant::now());
    let (in_flight, marks) = (InFlight::default(), Marks::default());
    let mut frames = Frames { app, link, gate, in_flight, marks };
    let mut is_readable = true;
    loop {
        let received = tokio::select! {
            received = stream.next(), if frames.in_flight.has_room() => received,
            () = frames.decided() => continue,
            () = link.stop_reading.notified() => break,
        };
        link.hear();
        let Some(received) = received else {
            frames.finish().await;
            return Rest::Gone;
        };
        is_readable = received.is_ok();
        match Input::of(received) {
            Input::Text(text) => frames.take(&text).await,
            Input::Nothing => {}
            Input::Bad(code) => {
                link.attachment.close(code);
                // Nothing that follows is read; the writer says when.
                link.stop_reading.notified().await;
                break;
            }
            Input::Gone => {
                // Reading on lets the library answer the peer's close.
                while stream.next().await.is_some_and(|next| next.is_ok()) {}
                frames.finish().await;
                return Rest::Gone;
            }
        }
    }
    frames.finish().await;
    link.answered.notify_one();
    if is_readable { Rest::Open(stream) } else { Rest::Unreadable }
}

struct Frames<'a> {
    app: &'a App,
    link: &'a Link,
    gate: FloodGate,
    in_flight: InFlight,
    marks: Marks,
}

impl Frames<'_> {
    /// Waits for something in flight to be decided, and goes on with the mark that waits.
    async fn decided(&mut self) {
        self.in_flight.answer_next(self.link).await;
        self.write_next_mark();
    }

    /// Waits for everything that was asked for, also where nobody is there any more to be answered: what was
    /// said last before a page closed is often how far one has read.
    async fn finish(&mut self) {
        while !self.in_flight.is_empty() {
            self.decided().await;
        }
    }

    async fn take(&mut self, text: &str) {
        let frame = match ClientFrame::parse(text) {
            Ok(ClientFrame::Send(message)) => return self.send(message).await,
            parsed => parsed,
        };
        if let Err(too_fast) = self.gate.take(Instant::now()) {
            let id = frame.err().and_then(|error| error.id);
            return self.too_fast(id, too_fast, &ApiError::of(ErrorCode::RateLimited));
        }
        match frame {
            Ok(ClientFrame::Read(mark)) => self.mark_read(mark),
            Ok(ClientFrame::Ping(ping)) => self.link.attachment.answer(&ServerFrame::Pong { id: ping.id }),
            Ok(ClientFrame::Typing(typing)) => self.type_in(typing.room_id),
            Ok(ClientFrame::Presence(presence)) => self.link.attachment.set_presence(presence.status),
            // Taken above.
            Ok(ClientFrame::Send(_)) => {}
            Ok(ClientFrame::Authenticate(_)) => {
                let detail = "this socket is authenticated already";
                self.refuse(None, &ApiError::new(ErrorCode::ValidationFailed, detail));
            }
            Err(FrameError { code, detail, id }) => {
                self.refuse(id, &ApiError::new(code, detail));
            }
        }
    }

    async fn send(&mut self, message: NewRoomMessage) {
        let id = message.id;
        if let Err(wait) = self.app.limiter.message(self.link.user_id) {
            let too_fast = self.gate.strike(Instant::now());
            return self.too_fast(Some(id.to_string()), too_fast, &wait.into());
        }
        let (room_id, message) = message.split();
        let now = self.app.clock.now();
        let refusal = move |error: &ApiError| error_frame(Some(id.to_string()), error);
        let queued = commands::queue_message(&self.app.store, room_id, self.link.user_id, Ok(message), now);
        match queued.await {
            Ok(queued) => self.in_flight.take(async move {
                let stored = queued.stored().await;
                Some(stored.map_or_else(|error| refusal(&error), |stored| ack(&stored.message)))
            }),
            Err(error) => self.link.attachment.answer(&refusal(&error)),
        }
    }

    fn mark_read(&mut self, mark: ReadMark) {
        if self.marks.note(mark) {
            self.write_next_mark();
        } else {
            self.refuse(None, &ApiError::of(ErrorCode::RateLimited));
        }
    }

    fn write_next_mark(&mut self) {
        let Some((ReadMark { room_id, seq }, writing)) = self.marks.next() else { return };
        let (store, user_id, now) = (self.app.store.clone(), self.link.user_id, self.app.clock.now());
        let deed = async move {
            let mark = MarkRead { seq, force: false };
            let marked = commands::mark_read(&store, room_id, user_id, Ok(mark), now).await;
            drop(writing);
            marked.err().map(|error| error_frame(None, &error))
        };
        self.in_flight.take(deed);
    }

    fn type_in(&mut self, room_id: RoomId) {
        let (hub, store, user_id) = (self.app.hub.clone(), self.app.store.clone(), self.link.user_id);
        // Before the database is asked: a client may say so at every key.
        if !hub.is_typing_due(room_id, user_id) {
            return;
        }
        let deed = async move {
            match commands::is_seen_typing(&store, room_id, user_id).await {
                Ok(is_seen) => {
                    if is_seen {
                        hub.typing(room_id, user_id);
                    }
                    None
                }
                Err(error) => Some(error_frame(None, &error)),
            }
        };
        self.in_flight.take(deed);
    }

    fn too_fast(&self, id: Option<String>, too_fast: TooFast, error: &ApiError) {
        match too_fast {
            TooFast::Refuse => self.refuse(id, error),
            TooFast::Close => self.link.attachment.close(CloseCode::Flooding),
        }
    }

    fn refuse(&self, id: Option<String>, error: &ApiError) {
        self.link.attachment.answer(&error_frame(id, error));
    }
}

fn ack(message: &StoredMessage) -> ServerFrame {
    ServerFrame::Ack {
        id: message.id,
        room_id: message.room_id,
        seq: message.seq,
        version: message.version,
        created_at: message.created_at,
    }
}

fn error_frame(id: Option<String>, error: &ApiError) -> ServerFrame {
    let code = error.code();
    ServerFrame::Error { id, code, detail: error.detail().to_owned(), retryable: code.retryable() }
}
