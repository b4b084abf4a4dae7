//! Accepts connections: one task each, limited in number and time, with an orderly end.
//!
//! `leftover` handles bodies that were not read. Requests are the router's business.

mod leftover;

use std::{
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, extract::ConnectInfo, http::Request, http::StatusCode};
use confluence_protocol::{ErrorCode, Problem};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    time::Instant,
};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::{
    arrival::{address::ClientAddress, connection::Connection},
    config::{Config, Network},
    lifecycle::Lifecycle,
    limits::doors::{Admission, Doors},
};

/// How long a client may take to send a request's headers, and pause between requests.
const HEADERS: Duration = Duration::from_secs(10);
/// Read buffer of a connection in bytes, which limits the size of headers.
const BUFFER: usize = 64 * 1024;
/// How long requests may still run once the server is draining.
const LAST_REQUESTS: Duration = Duration::from_secs(5);
/// How long to wait when there are no free file descriptors.
const EXHAUSTED: Duration = Duration::from_millis(100);
/// Interval between log lines about that, because every connection could cause one.
const SAID_EVERY: Duration = Duration::from_mins(1);

/// Serves connections until the server is draining, then waits for running requests up to a limit. Upgraded
/// connections (sockets) are no longer requests: the hub ends those.
pub async fn serve(listener: TcpListener, router: Router, config: Arc<Config>, lifecycle: Lifecycle) {
    let connections = TaskTracker::new();
    let gate = Gate::new(&config);
    let mut said: Option<Instant> = None;
    let mut draining = pin!(lifecycle.draining());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut draining => break,
        };
        match accepted {
            Ok((stream, peer)) => match gate.admit(peer.ip()) {
                Some(place) => {
                    let serving = connection(stream, peer, place, router.clone(), lifecycle.clone());
                    connections.spawn(serving);
                }
                None => refuse(&stream),
            },
            // Connections that broke before they were accepted are harmless; a lack of descriptors is
            // temporary.
            Err(error) if is_of_the_connection(&error) => {}
            Err(error) => {
                if said.is_none_or(|said| said.elapsed() >= SAID_EVERY) {
                    tracing::error!(cause = %error, "no connection can be taken; retrying");
                    said = Some(Instant::now());
                }
                tokio::time::sleep(EXHAUSTED).await;
            }
        }
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(LAST_REQUESTS, connections.wait()).await.is_err() {
        tracing::warn!(left = connections.len(), "requests were still running when the server stopped");
    }
}

/// Limits the open connections of an address. Trusted proxies are exempt, because they act for many people,
/// whose requests are counted instead.
struct Gate {
    doors: Arc<Doors>,
    proxies: Vec<Network>,
}

/// A connection's place in the count of its address. Freed when the connection becomes a socket, which has a
/// count of its own.
type Place = Arc<Mutex<Option<Admission>>>;

impl Gate {
    fn new(config: &Config) -> Self {
        let doors = Doors::new(config.limits.connections_per_address);
        Self { doors, proxies: config.trusted_proxies.clone() }
    }

    fn admit(&self, peer: IpAddr) -> Option<Place> {
        let is_proxy = self.proxies.iter().any(|network| network.contains(peer));
        let admission = if is_proxy { None } else { Some(self.doors.admit(ClientAddress::of(peer))?) };
        Some(Arc::new(Mutex::new(admission)))
    }
}

/// Reports that the address has too many connections, if that is possible without waiting.
fn refuse(stream: &TcpStream) {
    let problem = Problem::new(ErrorCode::RateLimited, "too many connections from this address");
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let answer = format!(
        "HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\nretry-after: 1\r\n\
         content-type: application/problem+json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let _ = stream.try_write(answer.as_bytes());
}

async fn connection(stream: TcpStream, peer: SocketAddr, place: Place, router: Router, lifecycle: Lifecycle) {
    let service = service_fn(|request: Request<Incoming>| {
        let (mut request, leftover) = leftover::watch(request);
        request.extensions_mut().insert(ConnectInfo(peer));
        let (router, place) = (router.clone(), Arc::clone(&place));
        async move {
            let mut response = router.oneshot(request).await?;
            leftover.settle(&mut response);
            if response.status() == StatusCode::SWITCHING_PROTOCOLS {
                place.lock().unwrap_or_else(PoisonError::into_inner).take();
            }
            Ok::<_, std::convert::Infallible>(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(Connection::new(stream)), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // Errors of a connection (reset, timeout, not HTTP) only concern its client, who has gone.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = lifecycle.draining() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

fn is_of_the_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
