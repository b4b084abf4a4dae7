//! One connection as it is: exact frames in and out, close codes, garbage if wanted.
//!
//! For tests and diagnosis. It neither reconnects nor catches up nor answers anything but pings; whoever
//! does not read it is a stalled reader.

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

/// What arrived.
#[derive(Clone, Debug, PartialEq)]
pub enum RawEvent {
    /// A frame, and its text exactly as it came.
    Frame(Box<ServerFrame>, String),
    /// A text that is no frame known here.
    Text(String),
    /// The connection is over; the close code, where there was one.
    Closed(Option<u16>),
}

impl Client {
    /// Opens a connection as `dial` says.
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

    /// Sends a WebSocket ping; its pong is not shown.
    pub async fn send_ping(&mut self) -> Result<(), Error> {
        self.put(Message::Ping(Bytes::new())).await
    }

    /// Closes in order with that code.
    pub async fn close(&mut self, code: CloseCode) -> Result<(), Error> {
        let frame = CloseFrame { code: code.as_u16().into(), reason: code.reason().into() };
        self.put(Message::Close(Some(frame))).await
    }

    /// What arrives next. After `Closed` it is `Closed(None)` for ever.
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
                // Reading answers pings by itself; the server sends no binary frames.
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return RawEvent::Closed(None),
            }
        }
    }

    async fn put(&mut self, message: Message) -> Result<(), Error> {
        match self.stream.send(message).await {
            // The close frame that came first is still to be read; that the send failed says less.
            Err(WsError::ConnectionClosed | WsError::AlreadyClosed) | Ok(()) => Ok(()),
            Err(error) => Err(socket_error(error)),
        }
    }
}
