//! Taking connections: one task each, a bounded time for headers, and an orderly end.

use std::{net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::lifecycle::Lifecycle;

/// How long a client may take for the headers of a request, and be silent between two.
const HEADERS: Duration = Duration::from_secs(10);
/// Bytes that a connection may hold of what it reads: the longest headers that are taken.
const BUFFER: usize = 64 * 1024;
/// How long requests may still run once the server drains.
const LAST_REQUESTS: Duration = Duration::from_secs(5);
/// How long to wait when the machine has no file descriptor left for another connection.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// Serves connections until the server drains, then waits for the requests that run, but not for ever.
/// An upgraded connection (a socket) is no request any more: the hub ends those.
pub async fn serve(listener: TcpListener, router: Router, lifecycle: Lifecycle) {
    let connections = TaskTracker::new();
    let mut draining = pin!(lifecycle.draining());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut draining => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                connections.spawn(connection(stream, peer, router.clone(), lifecycle.clone()));
            }
            // A connection that broke before it was taken is nobody's fault; a lack of descriptors passes.
            Err(error) if is_of_the_connection(&error) => {}
            Err(error) => {
                tracing::error!(cause = %error, "a connection could not be taken");
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

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, lifecycle: Lifecycle) {
    // Answers are written whole: waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // Errors of a connection (reset, timeout, not HTTP) concern its client, who is gone.
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
