//! One log line per request, and an id that connects everything logged while it runs.
//!
//! The line has the route instead of the path, because paths contain invite codes. It has no address, body or
//! header.

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tokio::time::Instant;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Runs a request under a new id, which is also sent in the response.
pub async fn record(request: Request, next: Next) -> Response {
    let id = format!("{:016x}", rand::random::<u64>());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let started = Instant::now();
    let span = tracing::info_span!("request", id = %id, %method, route);
    let mut response = next.run(request).instrument(span).await;
    let (status, millis) = (response.status().as_u16(), started.elapsed().as_millis());
    if status >= 500 {
        tracing::warn!(request_id = id, %method, route, status, millis, "request failed");
    } else {
        tracing::debug!(request_id = id, %method, route, status, millis, "request answered");
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
