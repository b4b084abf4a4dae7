//! The limiter that every request of the interface passes, before its handler runs.
//!
//! Which limit a request counts against is [`Bucket`]'s table; whoever is signed in has an allowance of their
//! own, everybody else shares that of their address.

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

/// Counts a request; beyond the limit it answers 429 with the time to come back.
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
    // The handler need not ask again who it is.
    parts.extensions.insert(Checked(checked));
    match app.limiter.request(caller, bucket) {
        Ok(()) => Ok(next.run(Request::from_parts(parts, body)).await),
        // What is left of its body is the connection's concern.
        Err(wait) => Err(wait.into()),
    }
}
