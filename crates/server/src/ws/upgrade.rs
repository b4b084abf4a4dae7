//! Who may open a socket. Decided before the upgrade only if the browser could read the answer.
//!
//! Pages from other origins get 403, because the browser would send their visitor's cookie. An invalid
//! credential is upgraded and then closed with 4401, because a page cannot read a failed upgrade.

use std::sync::Arc;

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use confluence_protocol::{ErrorCode, Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    handshake::Handshake,
    pings::PingWheel,
    socket::{self, Entry},
};
use crate::{
    app::App,
    arrival::{address::ClientAddress, origin},
    error::ApiError,
    extract::{Credential, check_token, credential},
    limits::doors::Doors,
};

/// The route of the socket.
pub fn router(app: &App) -> OpenApiRouter<App> {
    let doors = Doors::new(app.config.limits.sockets_per_address);
    OpenApiRouter::new().routes(routes!(open)).layer(Extension(doors)).layer(Extension(PingWheel::start()))
}

/// Open the socket. Frames are text, one JSON object each: `ClientFrame` from the client, `ServerFrame` from
/// the server.
#[utoipa::path(get, path = "/ws", tag = "socket",
    responses((status = 101, description = "the socket is open"), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 429, body = Problem)))]
async fn open(
    State(app): State<App>,
    Extension(doors): Extension<Arc<Doors>>,
    Extension(wheel): Extension<Arc<PingWheel>>,
    address: ClientAddress,
    headers: HeaderMap,
    handshake: Result<Handshake, ApiError>,
) -> Result<Response, ApiError> {
    let credential = credential(&app, &headers);
    if !may_come_from(&headers, credential, &app) {
        return Err(ApiError::of(ErrorCode::BadOrigin));
    }
    let handshake = handshake?;
    let admission = doors
        .admit(address)
        .ok_or_else(|| ApiError::new(ErrorCode::RateLimited, "too many connections from this address"))?;
    let entry = match credential {
        None => Entry::Waiting,
        Some(credential) => match check_token(&app, credential.token()).await {
            Ok(by) => Entry::SignedIn(by),
            Err(error) => Entry::of_refusal(&error),
        },
    };
    Ok(handshake.complete(move |socket| async move {
        socket::run(&app, socket, entry, wheel.place()).await;
        drop(admission);
    }))
}

/// A given origin must be ours. Programs send none, and no cookie.
fn may_come_from(headers: &HeaderMap, credential: Option<Credential<'_>>, app: &App) -> bool {
    if headers.contains_key(header::ORIGIN) {
        return origin::is_ours(headers, &app.config);
    }
    !matches!(credential, Some(Credential::Cookie(_)))
}
