//! Who may open a socket, decided before the upgrade as far as a browser could read the answer.
//!
//! A page of another origin is refused with 403, because a browser sends the cookie of whoever looks at it.
//! A credential that does not hold is accepted and closed with 4401: a page cannot read a failed upgrade.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    http::{HeaderMap, header},
    response::Response,
};
use confluence_protocol::{ErrorCode, Limits, Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
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

/// What a socket reads with: at rest it costs this, not the library's 128 KiB.
const READ_BUFFER: usize = 4096;
/// Bytes gathered into one system call. The buffer keeps the size that it once needed, so not more.
const WRITE_BUFFER: usize = 8 * 1024;
/// Bytes that the write buffer may hold: `ready` of somebody in 100,000 rooms, and never the reason why a
/// socket fails. What waits for a slow reader waits in the hub's outbox, which has its own bound.
const WRITE_BUFFER_MOST: usize = 8 * 1024 * 1024;

/// The route of the socket.
pub fn router(app: &App) -> OpenApiRouter<App> {
    let doors = Doors::new(app.config.limits.sockets_per_address);
    OpenApiRouter::new().routes(routes!(open)).layer(Extension(doors)).layer(Extension(PingWheel::start()))
}

/// Open the socket. Frames are text, each one JSON object: `ClientFrame` from the client, `ServerFrame`
/// from the server.
#[utoipa::path(get, path = "/ws", tag = "socket",
    responses((status = 101, description = "the socket is open"), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 429, body = Problem)))]
async fn open(
    State(app): State<App>,
    Extension(doors): Extension<Arc<Doors>>,
    Extension(wheel): Extension<Arc<PingWheel>>,
    address: ClientAddress,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let credential = credential(&app, &headers);
    if !may_come_from(&headers, credential, &app) {
        return Err(ApiError::of(ErrorCode::BadOrigin));
    }
    let upgrade = upgrade.map_err(|_| {
        ApiError::new(ErrorCode::MalformedRequest, "this address takes WebSocket upgrades only")
    })?;
    let admission = doors
        .admit(address)
        .ok_or_else(|| ApiError::new(ErrorCode::RateLimited, "too many sockets from this address"))?;
    let entry = match credential {
        None => Entry::Waiting,
        Some(credential) => match check_token(&app, credential.token()).await {
            Ok(by) => Entry::SignedIn(by),
            Err(error) => Entry::of_refusal(&error),
        },
    };
    let upgrade = upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(WRITE_BUFFER_MOST)
        .max_frame_size(Limits::FRAME_BYTES)
        .max_message_size(Limits::FRAME_BYTES);
    Ok(upgrade.on_upgrade(move |socket| async move {
        socket::run(&app, socket, entry, wheel.place()).await;
        drop(admission);
    }))
}

/// A named origin must be ours. None at all is what programs send, and they bring no cookie.
fn may_come_from(headers: &HeaderMap, credential: Option<Credential<'_>>, app: &App) -> bool {
    if headers.contains_key(header::ORIGIN) {
        return origin::is_ours(headers, &app.config);
    }
    !matches!(credential, Some(Credential::Cookie(_)))
}
