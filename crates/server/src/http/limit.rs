//! The rate limiter that every API request passes before its handler runs.
//!
//! [`Bucket`] decides which limit a request counts against. Signed-in users have their own allowance;
//! everybody else shares that of their address.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};

use crate::{
    app::App,
    arrival::{address::ClientAddress, way::ProxyWatch},
    auth::{Checked, SignedIn},
    error::ApiError,
    limits::{Bucket, Caller},
};

/// Counts a request; above the limit, answers 429 with the time to wait.
pub async fn check(
    State((app, proxies)): State<(App, Arc<ProxyWatch>)>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let (mut parts, body) = request.into_parts();
    proxies.look(&parts, &app.config);
    let Ok(address) = ClientAddress::from_request_parts(&mut parts, &app).await;
    let checked = SignedIn::from_request_parts(&mut parts, &app).await;
    let caller = checked.as_ref().map_or(Caller::Address(address), |by| Caller::Person(by.user_id));
    let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let bucket = Bucket::of(&parts.method, route);
    // Spares the handler a second check of the session.
    parts.extensions.insert(Checked(checked));
    match app.limiter.request(caller, bucket) {
        Ok(()) => Ok(next.run(Request::from_parts(parts, body)).await),
        // The connection deals with the rest of the body.
        Err(wait) => Err(wait.into()),
    }
}
