//! What can go wrong, by what a caller would do about it.

use std::time::Duration;

use confluence_protocol::{ErrorCode, Problem};
use tokio_tungstenite::tungstenite;

/// Why a call did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server refused, and says why. Nothing was done, unless [`Error::is_unknown`] says otherwise.
    #[error("{}: {}", .problem.code.as_str(), .problem.detail)]
    Refused {
        /// The problem document; over the socket, made of the error frame.
        problem: Box<Problem>,
        /// When to come back, where the server said so.
        retry_after: Option<Duration>,
    },
    /// The connection failed. Whether the server acted is unknown: repeat a send under the same id.
    #[error("the connection failed")]
    Connection(#[source] reqwest::Error),
    /// The socket could not be opened or failed. It is opened again where that can help.
    #[error("the socket failed")]
    Socket(#[source] Box<tungstenite::Error>),
    /// The server answered with something that this client does not understand.
    #[error("unexpected answer with status {status}: {detail}")]
    Unexpected {
        /// The HTTP status.
        status: u16,
        /// What was wrong with it.
        detail: String,
    },
    /// The address is not one of a server.
    #[error("not the address of a server: {0}")]
    Address(String),
    /// The socket ended for good with this close code, or its owner dropped it. An unanswered send is
    /// unknown: repeat it under the same id.
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

    /// Whether the server may have acted although this failed.
    pub fn is_unknown(&self) -> bool {
        match self {
            // A server that broke, or gave up waiting for the commit, cannot say what became of it.
            Self::Refused { problem, .. } => {
                matches!(problem.code, ErrorCode::Internal | ErrorCode::Unavailable)
            }
            Self::Connection(_) | Self::Socket(_) | Self::Ended(_) => true,
            Self::Unexpected { status, .. } => *status >= 500 || *status < 400,
            Self::Address(_) => false,
        }
    }
}
