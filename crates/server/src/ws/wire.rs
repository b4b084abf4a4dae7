//! The connection under a socket, to which two write: the WebSocket library its control frames, and whoever delivers
//! them the text frames of the hub.
//!
//! The library reads, checks what it reads and answers pings and closes. Text frames do not pass through it: frames of a
//! server are not masked, so they need only a header, and need not be sent by the socket's task. Nothing here waits while
//! it holds the lock, and frames are written whole, so the two never mix.

use std::{
    io::{self, ErrorKind},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// First byte of a whole text frame, and of a close frame.
const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
/// Longest header of a frame of a server.
const HEADER: usize = 10;

/// The connection, shared by the socket's task and the hub.
pub struct Wire {
    stream: TcpStream,
    // A std mutex, never held across an await.
    unsent: Mutex<Unsent>,
}

/// What the kernel has not taken yet: at most a burst of the hub and the control frames that the library queued.
#[derive(Default)]
struct Unsent {
    bytes: Vec<u8>,
    /// Whether the close frame has been written. Nothing may follow it.
    is_closed: bool,
}

impl confluence_hub::Wire for Wire {
    fn write(&self, frames: &[Bytes]) -> bool {
        let mut unsent = self.lock();
        if unsent.is_closed {
            return true;
        }
        let length = frames.iter().map(|frame| frame.len() + HEADER).sum();
        let mut bytes = std::mem::take(&mut unsent.bytes);
        let was_empty = bytes.is_empty();
        bytes.reserve_exact(length);
        for frame in frames {
            push_text(&mut bytes, frame);
        }
        unsent.bytes = bytes;
        // Whatever is wrong with the connection, the task finds out when it tries to send the rest.
        was_empty && unsent.send(&self.stream).is_ok()
    }
}

impl Wire {
    /// Shares a connection. Its task reads and writes control frames through the second value.
    pub fn new(stream: TcpStream) -> (Arc<Self>, Peer) {
        let wire = Arc::new(Self { stream, unsent: Mutex::default() });
        (Arc::clone(&wire), Peer(wire))
    }

    /// Waits until the kernel has taken everything.
    pub async fn sent(&self) -> io::Result<()> {
        std::future::poll_fn(|context| self.poll_sent(context)).await
    }

    fn poll_sent(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            match self.lock().send(&self.stream) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                sent => return Poll::Ready(sent),
            }
            // Only the socket's task waits here, for whichever of its halves, so one waker is enough.
            ready!(self.stream.poll_write_ready(context))?;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Unsent> {
        self.unsent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Unsent {
    /// Gives the kernel as much as it takes. Succeeds if that was everything.
    fn send(&mut self, stream: &TcpStream) -> io::Result<()> {
        let mut sent = 0;
        let outcome = loop {
            if sent == self.bytes.len() {
                // An idle socket holds no buffer.
                self.bytes = Vec::new();
                return Ok(());
            }
            match stream.try_write(&self.bytes[sent..]) {
                Ok(0) => break Err(ErrorKind::WriteZero.into()),
                Ok(more) => sent += more,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        self.bytes.drain(..sent);
        outcome
    }
}

/// The connection as the library sees it.
pub struct Peer(Arc<Wire>);

impl Peer {
    /// The connection itself.
    pub const fn wire(&self) -> &Arc<Wire> {
        &self.0
    }
}

impl AsyncRead for Peer {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            match self.0.stream.try_read(buffer.initialize_unfilled()) {
                Ok(read) => {
                    buffer.advance(read);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
            ready!(self.0.stream.poll_read_ready(context))?;
        }
    }
}

impl AsyncWrite for Peer {
    /// Takes a whole frame or nothing. While something is unsent nothing is taken, so that a peer that sends pings without
    /// reading the answers fills no buffer.
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, frame: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.0.poll_sent(context))?;
        let mut unsent = self.0.lock();
        if !unsent.is_closed {
            unsent.bytes.extend_from_slice(frame);
            unsent.is_closed = frame.first() == Some(&CLOSE);
        }
        Poll::Ready(Ok(frame.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.poll_sent(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(socket2::SockRef::from(&self.0.stream).shutdown(std::net::Shutdown::Write))
    }
}

/// Appends a text frame of a server: a header with the length, and the text.
fn push_text(bytes: &mut Vec<u8>, text: &[u8]) {
    bytes.push(TEXT);
    match (u8::try_from(text.len()), u16::try_from(text.len())) {
        (Ok(length @ ..=125), _) => bytes.push(length),
        (_, Ok(length)) => {
            bytes.push(126);
            bytes.extend_from_slice(&length.to_be_bytes());
        }
        _ => {
            bytes.push(127);
            bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
        }
    }
    bytes.extend_from_slice(text);
}

#[cfg(test)]
mod tests {
    use confluence_hub::Wire as _;
    use futures_util::StreamExt as _;
    use tokio::net::TcpListener;
    use tokio_tungstenite::{
        WebSocketStream,
        tungstenite::{Message, protocol::Role},
    };

    use super::*;

    async fn pair() -> (Arc<Wire>, Peer, WebSocketStream<TcpStream>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let client = WebSocketStream::from_raw_socket(stream, Role::Client, None).await;
        let (wire, peer) = Wire::new(listener.accept().await.unwrap().0);
        (wire, peer, client)
    }

    #[tokio::test]
    async fn hub1_the_library_reads_frames_of_every_length_as_they_were_written() {
        let (wire, peer, mut client) = pair().await;
        let lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 300_000];
        let reading = tokio::spawn(async move {
            let mut read = Vec::new();
            while let Some(Ok(Message::Text(text))) = client.next().await {
                read.push(text.len());
            }
            read
        });
        for length in lengths {
            if !wire.write(&[Bytes::from("x".repeat(length))]) {
                wire.sent().await.unwrap();
            }
        }
        drop((wire, peer));
        assert_eq!(reading.await.unwrap(), lengths);
    }

    #[tokio::test]
    async fn hub1_what_the_kernel_does_not_take_is_kept_and_comes_first() {
        let (wire, peer, mut client) = pair().await;
        let mut written = 0;
        // Until the kernel has enough, and one more.
        loop {
            written += 1;
            if !wire.write(&[Bytes::from(format!("{written} {}", "x".repeat(60_000)))]) {
                break;
            }
        }
        assert!(!wire.write(&[Bytes::from_static(b"last")]), "there is something unsent");
        let sending = tokio::spawn(async move { wire.sent().await });
        for expected in 1..=written {
            let Some(Ok(Message::Text(text))) = client.next().await else { panic!("no text") };
            assert!(text.starts_with(&format!("{expected} ")));
        }
        assert_eq!(client.next().await.unwrap().unwrap(), Message::text("last"));
        sending.await.unwrap().unwrap();
        drop(peer);
    }

    #[tokio::test]
    async fn nothing_follows_a_close() {
        let (wire, peer, mut client) = pair().await;
        let mut socket = WebSocketStream::from_raw_socket(peer, Role::Server, None).await;
        socket.close(None).await.unwrap();
        assert!(wire.write(&[Bytes::from_static(b"too late")]));
        assert!(matches!(client.next().await, Some(Ok(Message::Close(_)))));
        drop((wire, socket));
        assert!(client.next().await.is_none());
    }
}
