//! One raw connection: exact frames in both directions, close codes, even invalid data.
//!
//! For tests and diagnosis. It does not reconnect or catch up and answers only pings; a user that does not
//! read it is a stalled reader.

use confluence_protocol::{ClientFrame, CloseCode, ServerFrame};
use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::tungstenite::{Bytes, Error as WsError, Message, protocol::CloseFrame};

use super::dial::{Dial, Stream, socket_error};
use crate::{Client, Error};

/// One WebSocket connection.
#[derive(Debug)]
pub struct RawSocket {
    stream: Stream,
}

/// Something that arrived.
#[derive(Clone, Debug, PartialEq)]
pub enum RawEvent {
    /// A frame, and its text exactly as received.
    Frame(Box<ServerFrame>, String),
    /// A text that is not a known frame.
    Text(String),
    /// The connection has ended; with the close code, if there was one.
    Closed(Option<u16>),
}

impl Client {
    /// Opens a connection with the options of `dial`.
    pub async fn raw_socket(&self, dial: &Dial) -> Result<RawSocket, Error> {
        Ok(RawSocket { stream: dial.open(self).await? })
    }
}

impl RawSocket {
    /// Sends a frame.
    pub async fn send(&mut self, frame: &ClientFrame) -> Result<(), Error> {
        let text = serde_json::to_string(frame)
            .map_err(|error| Error::Unexpected { status: 0, detail: error.to_string() })?;
        self.send_text(text).await
    }

    /// Sends any text.
    pub async fn send_text(&mut self, text: impl Into<String>) -> Result<(), Error> {
        self.put(Message::text(text.into())).await
    }

    /// Sends a binary frame.
    pub async fn send_binary(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        self.put(Message::binary(bytes)).await
    }

    /// Sends a WebSocket ping; its pong does not appear as an event.
    pub async fn send_ping(&mut self) -> Result<(), Error> {
        self.put(Message::Ping(Bytes::new())).await
    }

    /// Starts the closing handshake with that code.
    pub async fn close(&mut self, code: CloseCode) -> Result<(), Error> {
        let frame = CloseFrame { code: code.as_u16().into(), reason: code.reason().into() };
        self.put(Message::Close(Some(frame))).await
    }

    /// The next event. After `Closed`, always `Closed(None)`.
    pub async fn next(&mut self) -> RawEvent {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => {
                    let text = text.as_str().to_owned();
                    return match serde_json::from_str(&text) {
                        Ok(frame) => RawEvent::Frame(Box::new(frame), text),
                        Err(_) => RawEvent::Text(text),
                    };
                }
                Some(Ok(Message::Close(frame))) => {
                    return RawEvent::Closed(frame.map(|frame| frame.code.into()));
                }
                // Reading answers pings automatically; the server sends no binary frames.
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return RawEvent::Closed(None),
            }
        }
    }

    async fn put(&mut self, message: Message) -> Result<(), Error> {
        match self.stream.send(message).await {
            // A close frame that is still to be read says more than this failed send.
            Err(WsError::ConnectionClosed | WsError::AlreadyClosed) | Ok(()) => Ok(()),
            Err(error) => Err(socket_error(error)),
        }
    }
}
