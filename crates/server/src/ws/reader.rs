//! From the connection to the commands: frames are parsed, counted and carried out one after another.

use std::sync::{Arc, Weak};

use confluence_protocol::{
    ClientFrame, CloseCode, ErrorCode, FrameError, MarkRead, Message as StoredMessage, NewRoomMessage,
    ReadMark, RoomId, ServerFrame,
};
use confluence_rights::{Member, Poster};
use futures_util::{StreamExt as _, stream::SplitStream};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes, error::CapacityError};

use super::{
    flood::{FloodGate, TooFast},
    handshake::Socket,
    in_flight::Place,
    link::Link,
    marks::{Marks, TooManyRooms},
};
use crate::{access, app::App, appearance::active, commands, error::ApiError};

/// Input from the connection.
pub enum Input {
    /// A text frame.
    Text(Utf8Bytes),
    /// Something that the library answers automatically.
    Nothing,
    /// Something that closes the socket with this code.
    Bad(CloseCode),
    /// The connection has ended or is about to.
    Gone,
}

impl Input {
    /// Classifies a received message or a failure to receive one.
    pub fn of(received: Result<Message, Error>) -> Self {
        match received {
            Ok(Message::Text(text)) => Self::Text(text),
            // The library never returns a raw frame.
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => Self::Nothing,
            Ok(Message::Binary(_)) => Self::Bad(CloseCode::BinaryRefused),
            Err(Error::Capacity(CapacityError::MessageTooLong { .. })) => Self::Bad(CloseCode::FrameTooLarge),
            Err(Error::Protocol(_)) => Self::Bad(CloseCode::ProtocolError),
            Err(Error::Utf8(_)) => Self::Bad(CloseCode::NotUtf8),
            Ok(Message::Close(_)) | Err(_) => Self::Gone,
        }
    }
}

/// State of the receiving half after reading.
pub enum Rest {
    /// The peer is gone.
    Gone,
    /// The peer may still send something.
    Open(SplitStream<Socket>),
    /// The peer still sends, but nothing of it can be read.
    Unreadable,
}

/// Reads until the peer is gone or the socket is being closed, then waits for the answers to requests in
/// flight.
pub async fn read(app: &App, link: &Arc<Link>, mut stream: SplitStream<Socket>) -> Rest {
    let mut frames = Frames { app, link, gate: FloodGate::new(Instant::now()), marks: Marks::default() };
    let mut is_readable = true;
    loop {
        let next = async { (link.in_flight.place().await, stream.next().await) };
        let (place, received) = tokio::select! {
            next = next => next,
            () = link.stop_reading.notified() => break,
        };
        link.hear();
        let Some(received) = received else { return Rest::Gone };
        is_readable = received.is_ok();
        let outcome = match Input::of(received) {
            Input::Text(text) => frames.take(&text, place).await,
            Input::Nothing => frames.count(),
            Input::Bad(code) => Err(code),
            Input::Gone => {
                drop(place);
                // Reading on lets the library answer the peer's close frame.
                while stream.next().await.is_some_and(|next| next.is_ok()) {}
                return Rest::Gone;
            }
        };
        if let Err(code) = outcome {
            link.attachment.close(code);
            // Nothing more is read; wait until the writer says to stop.
            link.stop_reading.notified().await;
            break;
        }
    }
    link.in_flight.finished().await;
    link.answered.notify_one();
    if is_readable { Rest::Open(stream) } else { Rest::Unreadable }
}

struct Frames<'a> {
    app: &'a App,
    link: &'a Arc<Link>,
    gate: FloodGate,
    marks: Marks,
}

impl Frames<'_> {
    /// Carries out a frame, or returns the code to close the socket with.
    async fn take(&mut self, text: &str, place: Place) -> Result<(), CloseCode> {
        let frame = match ClientFrame::parse(text) {
            Ok(ClientFrame::Send(message)) => return self.send(message, place).await,
            parsed => parsed,
        };
        if let Err(too_fast) = self.gate.take(Instant::now()) {
            let id = frame.err().and_then(|error| error.id);
            return self.too_fast(id, too_fast, &ApiError::of(ErrorCode::RateLimited));
        }
        match frame {
            Ok(ClientFrame::Read(mark)) => self.mark_read(mark, place),
            Ok(ClientFrame::Ping(ping)) => self.link.attachment.answer(&ServerFrame::Pong { id: ping.id }),
            Ok(ClientFrame::Typing(typing)) => self.type_in(typing.room_id, place),
            Ok(ClientFrame::Presence(presence)) => self.link.attachment.set_presence(presence.status),
            // Handled above.
            Ok(ClientFrame::Send(_)) => {}
            Ok(ClientFrame::Authenticate(_)) => {
                let detail = "this socket is already authenticated";
                self.refuse(None, &ApiError::new(ErrorCode::ValidationFailed, detail));
            }
            Err(FrameError { code, detail, id }) => {
                self.refuse(id, &ApiError::new(code, detail));
            }
        }
        Ok(())
    }

    /// Counts a frame that the library answers automatically. A few too many do no harm; a flood does.
    fn count(&mut self) -> Result<(), CloseCode> {
        match self.gate.take(Instant::now()) {
            Err(TooFast::Close) => Err(CloseCode::Flooding),
            Ok(()) | Err(TooFast::Refuse) => Ok(()),
        }
    }

    async fn send(&mut self, message: NewRoomMessage, place: Place) -> Result<(), CloseCode> {
        let id = message.id;
        if let Err(wait) = self.app.limiter.message(self.link.user_id) {
            let too_fast = self.gate.strike(Instant::now());
            return self.too_fast(Some(id.to_string()), too_fast, &wait.into());
        }
        let (room_id, message) = message.split();
        let now = self.app.clock.now();
        // Awaited here, so that a socket's messages are queued in the order of their frames.
        let (store, hub) = (&self.app.store, &self.app.hub);
        let active = |people| active(hub, people);
        let queued = commands::queue_message(store, room_id, self.link.user_id, message, now, active);
        // Boxed, so that an idle socket has no room for it.
        let queued = Box::pin(queued).await;
        let link = Arc::downgrade(self.link);
        place.run(async move {
            let stored = match queued {
                Ok(queued) => queued.stored().await,
                Err(error) => Err(error),
            };
            let refusal = |error| error_frame(Some(id.to_string()), &error);
            answer(&link, &stored.map_or_else(refusal, |stored| ack(&stored.message)));
        });
        Ok(())
    }

    fn mark_read(&self, mark: ReadMark, place: Place) {
        let mut writer = match self.marks.note(mark) {
            Ok(Some(writer)) => writer,
            Ok(None) => return,
            Err(TooManyRooms) => return self.refuse(None, &ApiError::of(ErrorCode::RateLimited)),
        };
        let (link, user_id) = (Arc::downgrade(self.link), self.link.user_id);
        let (store, clock) = (self.app.store.clone(), self.app.clock.clone());
        place.run(async move {
            while let Some((ReadMark { room_id, seq }, same)) = writer.next() {
                writer = same;
                let mark = MarkRead { seq, force: false };
                let marked = match access::prove(&store, room_id, user_id).await {
                    Ok(by) => commands::move_mark(&store, by, mark, clock.now()).await,
                    Err(error) => Err(error),
                };
                if let Err(error) = marked {
                    answer(&link, &error_frame(None, &error));
                }
            }
        });
    }

    fn type_in(&self, room_id: RoomId, place: Place) {
        let (hub, store, user_id) = (self.app.hub.clone(), self.app.store.clone(), self.link.user_id);
        // Checked before the database, because a client may send this at every key press.
        if !hub.is_typing_due(room_id, user_id) {
            return;
        }
        let link = Arc::downgrade(self.link);
        place.run(async move {
            match access::prove::<Poster>(&store, room_id, user_id).await {
                Ok(poster) if Member::from(poster).is_seen_typing() => hub.typing(room_id, user_id),
                Ok(_) => {}
                Err(error) => answer(&link, &error_frame(None, &error)),
            }
        });
    }

    fn too_fast(&self, id: Option<String>, too_fast: TooFast, error: &ApiError) -> Result<(), CloseCode> {
        match too_fast {
            TooFast::Refuse => {
                self.refuse(id, error);
                Ok(())
            }
            TooFast::Close => Err(CloseCode::Flooding),
        }
    }

    fn refuse(&self, id: Option<String>, error: &ApiError) {
        self.link.attachment.answer(&error_frame(id, error));
    }
}

/// Answers if the socket still exists.
fn answer(link: &Weak<Link>, frame: &ServerFrame) {
    if let Some(link) = link.upgrade() {
        link.attachment.answer(frame);
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
