//! The stream of a connection. Limits how much waits in the kernel for a client that does not read, and for
//! how long.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Sleep, sleep},
};

/// How long a client may accept no data before the connection is dropped. With [`UNSENT`] in the kernel, this
/// is a rate of about 2 KB/s.
pub const STALLED: Duration = Duration::from_secs(30);
/// Unsent bytes that the kernel accepts. Without a limit it accepts about 4 MB for each client that does not
/// read, and a socket that reads again gets all of that before its `resync`. Bytes in flight are not limited,
/// so a fast download over a long distance stays fast.
const UNSENT: u32 = 128 * 1024;

/// A connection while it carries requests.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    /// How long the client may accept no data.
    patience: Duration,
    /// Runs while the client accepts no data.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Connection {
    /// Wraps a newly accepted connection.
    pub fn new(stream: TcpStream) -> Self {
        // Answers are written whole, so waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        bound_unsent(&stream);
        Self { stream, patience: STALLED, stalled: None }
    }

    /// The stream, for the socket that the connection has become. Its limits in the kernel remain.
    pub fn into_stream(self) -> TcpStream {
        self.stream
    }

    /// Passes on the result of a write, or times out if it has been pending for too long.
    fn in_time<T>(&mut self, written: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let patience = self.patience;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(patience)));
        stalled.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

#[cfg(target_os = "linux")]
fn bound_unsent(stream: &TcpStream) {
    // If the kernel lacks the option, its buffers stay large.
    let _ = socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT);
}

#[cfg(not(target_os = "linux"))]
fn bound_unsent(stream: &TcpStream) {
    let _ = socket2::SockRef::from(stream).set_send_buffer_size(UNSENT as usize);
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.in_time(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.in_time(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    /// More than the kernel buffers for both sides.
    const SIZE: usize = 64 * 1024 * 1024;

    async fn pair() -> (Connection, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        (Connection::new(listener.accept().await.unwrap().0), client)
    }

    #[tokio::test]
    async fn sock18_only_a_client_that_stops_reading_is_disconnected() {
        let (mut connection, mut client) = pair().await;
        let reading = tokio::spawn(async move {
            let mut read = 0;
            let mut piece = vec![0; 64 * 1024];
            while read < SIZE {
                read += client.read(&mut piece).await.unwrap();
            }
            client
        });
        connection.write_all(&vec![0; SIZE]).await.unwrap();
        let _client = reading.await.unwrap();
        connection.patience = Duration::from_millis(50);
        let error = connection.write_all(&vec![0; SIZE]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
