//! Deals with a request body that was not read to its end when the answer was ready, as after most refusals.
//!
//! Left alone, hyper closes the connection unless the rest has arrived by then, and a client notices only
//! when its next request fails. So a small rest is read and discarded while the answer is sent, and the
//! connection stays open. For a larger one, the answer has `Connection: close`; some of it is still read,
//! because closing in the middle of a body often destroys the answer.

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

/// Largest rest for which a connection stays open; reading it costs less than a new connection.
const KEPT_FOR: u64 = 64 * 1024;
/// Bytes of a rest that are read at most: two chunks of a file.
const READ: usize = 16 * 1024 * 1024;
/// Time limit for reading them. After that, the connection is closed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a body is put if it is dropped before its end.
type Slot = Arc<Mutex<Option<Incoming>>>;

/// What remains of the request's body when the answer is ready.
#[derive(Debug)]
pub struct Leftover {
    slot: Slot,
    /// Whether the client waits for permission before it sends the body.
    asks_first: bool,
}

/// Wraps a request so that its body can be recovered if it is dropped too early.
pub fn watch(request: Request<Incoming>) -> (Request<Body>, Leftover) {
    let leftover =
        Leftover { slot: Slot::default(), asks_first: request.headers().contains_key(header::EXPECT) };
    let slot = Arc::clone(&leftover.slot);
    let request = request.map(|body| {
        // Most requests have no body.
        if body.is_end_stream() { Body::empty() } else { Body::new(Watched { body: Some(body), slot }) }
    });
    (request, leftover)
}

impl Leftover {
    /// Handles the rest of the body, now that the answer is ready.
    pub fn settle(self, response: &mut Response<Body>) {
        let Some(rest) = self.slot.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let is_small = rest.size_hint().upper().is_some_and(|most| most <= KEPT_FOR);
        // A client that asked first may or may not send the refused body.
        if !is_small || self.asks_first {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if !self.asks_first {
            // In a task of its own: the answer must not wait for a slow client.
            tokio::spawn(async { tokio::time::timeout(PATIENCE, read(rest)).await });
        }
    }
}

/// Reads the rest, up to the limit.
async fn read(mut rest: Incoming) {
    let mut left = READ;
    while let Some(Ok(frame)) = rest.frame().await {
        let Some(fewer) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else { return };
        left = fewer;
    }
}

/// A body that is put into the slot if it is dropped before its end.
struct Watched {
    /// `None` once the body has ended.
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
