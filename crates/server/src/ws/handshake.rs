//! The opening handshake of RFC 6455, section 4.2: from the connection of a request to a socket.
//!
//! The library under axum's sockets does the same, but keeps the connection to itself.

use std::future::Future;

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header, request::Parts},
    response::Response,
};
use confluence_protocol::{ErrorCode, Limits};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        handshake::derive_accept_key,
        protocol::{Role, WebSocketConfig},
    },
};

use super::wire::{Peer, Wire};
use crate::{arrival::connection::Connection, error::ApiError};

/// Read buffer of a socket, and bytes that one system call reads: an idle socket costs this instead of the library's
/// 128 KiB, and most frames of clients are smaller.
const READ_BUFFER: usize = 1024;

/// A socket: the library reads from it and writes control frames.
pub type Socket = WebSocketStream<Peer>;

/// A request to turn its connection into a socket.
pub struct Handshake {
    accept: HeaderValue,
    on_upgrade: OnUpgrade,
}

impl<S: Sync> FromRequestParts<S> for Handshake {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Parts { method, version, headers, extensions, .. } = parts;
        let asks = *method == Method::GET
            && *version == Version::HTTP_11
            && lists(headers, &header::CONNECTION, "upgrade")
            && lists(headers, &header::UPGRADE, "websocket")
            && lists(headers, &header::SEC_WEBSOCKET_VERSION, "13");
        let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| asks).ok_or_else(not_a_socket)?;
        let accept = derive_accept_key(key.as_bytes()).parse().map_err(|_| not_a_socket())?;
        let on_upgrade = extensions.remove::<OnUpgrade>().ok_or_else(not_a_socket)?;
        Ok(Self { accept, on_upgrade })
    }
}

impl Handshake {
    /// The answer that opens the socket, which is then served in a task of its own.
    pub fn complete<F: Future<Output = ()> + Send + 'static>(
        self,
        serve: impl FnOnce(Socket) -> F + Send + 'static,
    ) -> Response {
        let Self { accept, on_upgrade } = self;
        tokio::spawn(async move {
            // If it fails, the client has gone.
            if let Ok(upgraded) = on_upgrade.await
                && let Some(socket) = socket(upgraded).await
            {
                serve(socket).await;
            }
        });
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
        response
    }
}

/// Takes the connection out of the upgrade. `None` if it is not one of this server's.
async fn socket(upgraded: Upgraded) -> Option<Socket> {
    let Ok(parts) = upgraded.downcast::<TokioIo<Connection>>() else {
        tracing::error!("a socket came over an unknown kind of connection");
        return None;
    };
    let (_, peer) = Wire::new(parts.io.into_inner().into_stream());
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_frame_size(Some(Limits::FRAME_BYTES))
        .max_message_size(Some(Limits::FRAME_BYTES));
    // Clients may send frames before they have the answer.
    let early = parts.read_buf.to_vec();
    Some(WebSocketStream::from_partially_read(peer, early, Role::Server, Some(config)).await)
}

/// Whether a header, which may be a list, has this value.
fn lists(headers: &HeaderMap, name: &HeaderName, value: &str) -> bool {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|one| one.trim().eq_ignore_ascii_case(value))
}

/// The request does not ask for a socket, or not correctly.
fn not_a_socket() -> ApiError {
    ApiError::new(ErrorCode::MalformedRequest, "this address accepts only WebSocket upgrades")
}
