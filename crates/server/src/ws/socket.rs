//! The life of one connection: its user, its place in the hub, and two halves that run concurrently.

use std::{
    pin::pin,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use confluence_hub::AttachError;
use confluence_protocol::{ClientFrame, CloseCode, ErrorCode, ServerFrame};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::{
    sync::{Notify, watch},
    time::{Instant, timeout},
};
use tokio_tungstenite::tungstenite::Message;

use super::{
    flood::{FloodGate, TooFast},
    handshake::Socket,
    in_flight::InFlight,
    link::{Link, close_frame},
    reader::{self, Input, Rest},
    wire::Wire,
    writer,
};
use crate::{app::App, auth::SignedIn, error::ApiError, extract::check_token};

/// How long a socket may take to authenticate.
const AUTHENTICATION: Duration = Duration::from_secs(10);
/// Time for sending the last frames and the close, and for the peer to answer it.
const FAREWELL: Duration = Duration::from_secs(2);

/// Credential of a new socket.
#[derive(Debug)]
pub enum Entry {
    /// A token with a valid session.
    SignedIn(SignedIn),
    /// None yet: the socket may still authenticate.
    Waiting,
    /// A token that is invalid or could not be checked.
    Refused(CloseCode),
}

impl Entry {
    /// Entry for a refused credential. Only an invalid one closes as an ended session.
    pub fn of_refusal(error: &ApiError) -> Self {
        Self::Refused(close_code_of(error))
    }
}

/// Serves the connection until it ends.
pub async fn run(app: &App, mut socket: Socket, entry: Entry, pings: Option<watch::Receiver<()>>) {
    // Held until the last answer is sent, so that a stopping server waits for it.
    let _hold = app.lifecycle.hold();
    let by = match entry {
        Entry::SignedIn(by) => Ok(by),
        Entry::Refused(code) => Err(code),
        Entry::Waiting => match timeout(AUTHENTICATION, Box::pin(authenticate(app, &mut socket))).await {
            Ok(Some(outcome)) => outcome,
            // The peer went away.
            Ok(None) => return,
            Err(_) => Err(CloseCode::NoAuthentication),
        },
    };
    // Boxed, like everything that is rare: this future exists for as long as the socket, with room for its largest state.
    let attached = match by {
        Ok(by) => Box::pin(attach(app, by)).await,
        Err(code) => Err(code),
    };
    match attached {
        Ok(link) => {
            let in_flight = link.in_flight.clone();
            serve(app, &Arc::new(link), socket, pings).await;
            // The hub has forgotten the socket by now; wait for its requests as well.
            in_flight.finished().await;
        }
        Err(code) => Box::pin(close(socket, code)).await,
    }
}

async fn attach(app: &App, by: SignedIn) -> Result<Link, CloseCode> {
    let attachment = app.hub.attach(by.user_id, by.session_id).await.map_err(|error| match error {
        AttachError::SessionEnded => CloseCode::SessionEnded,
        AttachError::Unavailable => CloseCode::TryAgainLater,
    })?;
    Ok(Link {
        attachment,
        user_id: by.user_id,
        heard: AtomicBool::new(true),
        stop_reading: Notify::new(),
        answered: Notify::new(),
        in_flight: InFlight::new(),
    })
}

async fn serve(app: &App, link: &Arc<Link>, socket: Socket, pings: Option<watch::Receiver<()>>) {
    let wire = Arc::clone(socket.get_ref().wire());
    link.attachment.write_to(Arc::<Wire>::clone(&wire));
    let (sink, stream) = socket.split();
    // Both halves in one task: separate tasks would cost more than their work.
    let mut reading = pin!(reader::read(app, link, stream));
    let mut writing = pin!(writer::write(link, &wire, sink, pings));
    let (rest, written) = tokio::select! {
        rest = &mut reading => match rest {
            Rest::Gone => return,
            // The reader was stopped: the writer still has to send the last answers and the close.
            rest => (Some(rest), writing.await),
        },
        written = &mut writing => (None, written),
    };
    if written.is_ok() {
        // A close was sent: wait for the peer to answer it before dropping the connection. Otherwise data
        // that it still sends would reset the connection, and the close could be lost.
        let _ = timeout(FAREWELL, async {
            let rest = match rest {
                Some(rest) => rest,
                None => reading.await,
            };
            linger(rest).await;
        })
        .await;
    }
}

/// Reads and discards input until the connection ends.
async fn linger(rest: Rest) {
    match rest {
        Rest::Gone => {}
        Rest::Open(mut stream) => while let Some(Ok(_)) = stream.next().await {},
        Rest::Unreadable => std::future::pending().await,
    }
}

/// Waits for a token. Returns the user or a close code, or `None` if the peer left.
async fn authenticate(app: &App, socket: &mut Socket) -> Option<Result<SignedIn, CloseCode>> {
    let mut gate = FloodGate::new(Instant::now());
    loop {
        let received = socket.next().await?;
        if gate.take(Instant::now()) == Err(TooFast::Close) {
            return Some(Err(CloseCode::Flooding));
        }
        let text = match Input::of(received) {
            Input::Text(text) => text,
            Input::Nothing => continue,
            Input::Bad(code) => return Some(Err(code)),
            Input::Gone => return None,
        };
        let (id, code, detail) = match ClientFrame::parse(&text) {
            Ok(ClientFrame::Authenticate(credential)) => {
                let outcome = check_token(app, &credential.token).await;
                return Some(outcome.map_err(|error| close_code_of(&error)));
            }
            Ok(_) => (None, ErrorCode::Unauthenticated, "authenticate first".to_owned()),
            Err(error) => (error.id, error.code, error.detail),
        };
        let answer = ServerFrame::Error { id, code, detail, retryable: false };
        if socket.send(Message::Text(answer.encode().into())).await.is_err() {
            return None;
        }
    }
}

fn close_code_of(error: &ApiError) -> CloseCode {
    match error.code() {
        ErrorCode::Unauthenticated | ErrorCode::SessionEnded => CloseCode::SessionEnded,
        _ => CloseCode::TryAgainLater,
    }
}

/// Closes a connection that never came as far as the hub.
async fn close(mut socket: Socket, code: CloseCode) {
    let _ = timeout(FAREWELL, async {
        if socket.send(close_frame(code)).await.is_ok() {
            while let Some(Ok(_)) = socket.next().await {}
        }
    })
    .await;
}
