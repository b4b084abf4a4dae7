//! Errors of the client, by what a caller would do about them.

use std::time::Duration;

use confluence_protocol::{ErrorCode, Problem};
use tokio_tungstenite::tungstenite;

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server refused the request. Nothing was done, unless [`Error::is_unknown`] says otherwise.
    #[error("{}: {}", .problem.code.as_str(), .problem.detail)]
    Refused {
        /// Problem document; made from the error frame if the request went over the socket.
        problem: Box<Problem>,
        /// How long to wait before a retry, if the server said so.
        retry_after: Option<Duration>,
    },
    /// The connection failed. The server may have acted or not: repeat a send with the same id.
    #[error("the connection failed")]
    Connection(#[source] reqwest::Error),
    /// The socket failed or could not be opened. It is opened again if that can help.
    #[error("the socket failed")]
    Socket(#[source] Box<tungstenite::Error>),
    /// The server answered with something that this client does not understand.
    #[error("unexpected answer with status {status}: {detail}")]
    Unexpected {
        /// HTTP status, or 0 if there was no answer.
        status: u16,
        /// What was wrong with the answer.
        detail: String,
    },
    /// The address is not that of a server.
    #[error("not the address of a server: {0}")]
    Address(String),
    /// The socket ended permanently with this close code, or its owner dropped it. The outcome of an
    /// unanswered send is unknown: repeat it with the same id.
    #[error("the socket has ended{}", .0.map(|code| format!(" with close code {code}")).unwrap_or_default())]
    Ended(Option<u16>),
}

impl Error {
    /// The stable code of a refusal.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused { problem, .. } => Some(problem.code),
            _ => None,
        }
    }

    /// Whether the same call can succeed later: connection failures and retryable refusals.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Refused { problem, .. } => problem.code.retryable(),
            Self::Connection(_) | Self::Socket(_) => true,
            Self::Unexpected { status, .. } => *status >= 500,
            Self::Address(_) | Self::Ended(_) => false,
        }
    }

    /// Whether the server may have acted although the call failed.
    pub fn is_unknown(&self) -> bool {
        match self {
            // A server that broke or gave up waiting for the commit does not know the outcome.
            Self::Refused { problem, .. } => {
                matches!(problem.code, ErrorCode::Internal | ErrorCode::Unavailable)
            }
            Self::Connection(_) | Self::Socket(_) | Self::Ended(_) => true,
            Self::Unexpected { status, .. } => *status >= 500 || *status < 400,
            Self::Address(_) => false,
        }
    }
}
