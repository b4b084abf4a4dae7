//! What becomes of a request's body that was not read to its end when the answer was ready, as after most
//! refusals.
//!
//! Left alone, hyper closes the connection unless the rest has arrived by then, and a client that sends its
//! next request learns of it by losing that. So a small rest is read and dropped while the answer is on its
//! way, and the connection stays. Before a larger one the answer says `Connection: close`; some of it is
//! still read, because closing in the middle of a body often destroys the answer.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{HeaderValue, Request, Response, header},
};
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming, SizeHint};

/// The largest rest for which a connection is kept; reading it costs less than a new connection.
const KEPT_FOR: u64 = 64 * 1024;
/// Bytes of a rest that are read at all: two chunks of a file.
const READ: usize = 16 * 1024 * 1024;
/// How long they may take. The connection is closed after that.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a body goes that was dropped before its end.
type Slot = Arc<Mutex<Option<Incoming>>>;

/// What an answer finds of the request's body.
#[derive(Debug)]
pub struct Leftover {
    slot: Slot,
    /// Whether the client waits to be told that it may send its body.
    asks_first: bool,
}

/// A request whose body can be found again when it was dropped too early.
pub fn watch(request: Request<Incoming>) -> (Request<Body>, Leftover) {
    let leftover =
        Leftover { slot: Slot::default(), asks_first: request.headers().contains_key(header::EXPECT) };
    let slot = Arc::clone(&leftover.slot);
    let request = request.map(|body| {
        // Most requests have none.
        if body.is_end_stream() { Body::empty() } else { Body::new(Watched { body: Some(body), slot }) }
    });
    (request, leftover)
}

impl Leftover {
    /// Looks at what is left of the body, now that the answer is ready.
    pub fn settle(self, response: &mut Response<Body>) {
        let Some(rest) = self.slot.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let is_small = rest.size_hint().upper().is_some_and(|most| most <= KEPT_FOR);
        // A client that asked first need not send what was refused: whether it does cannot be foreseen.
        if !is_small || self.asks_first {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if !self.asks_first {
            // Beside the answer, which must not wait for a client that is slow to send.
            tokio::spawn(async { tokio::time::timeout(PATIENCE, read(rest)).await });
        }
    }
}

/// Reads the rest, or as much of it as is read at all.
async fn read(mut rest: Incoming) {
    let mut left = READ;
    while let Some(Ok(frame)) = rest.frame().await {
        let Some(fewer) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else { return };
        left = fewer;
    }
}

/// A body that goes into the slot when it is dropped before its end.
struct Watched {
    /// Absent once it has ended.
    body: Option<Incoming>,
    slot: Slot,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let frame = ready!(Pin::new(body).poll_frame(context));
        if !matches!(frame, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), HttpBody::size_hint)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(body) = self.body.take().filter(|body| !body.is_end_stream()) {
            *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
        }
    }
}
