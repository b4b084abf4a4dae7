//! Close codes: why the server closes a socket.

/// A close code of the socket. Codes of 4000 and above are our own: the last three digits are the matching
/// HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum CloseCode {
    /// The server is shutting down: reconnect with jitter.
    GoingAway = 1001,
    /// The peer broke the WebSocket protocol.
    ProtocolError = 1002,
    /// The client sent a binary frame; only text frames are accepted.
    BinaryRefused = 1003,
    /// The client sent a text frame that is not UTF-8.
    NotUtf8 = 1007,
    /// Too much was pending on the server: try again later.
    TryAgainLater = 1013,
    /// The session ended or the credential is not valid: refresh once, then reconnect.
    SessionEnded = 4401,
    /// The page that opened the socket has another origin.
    OriginRefused = 4403,
    /// No `authenticate` frame arrived within ten seconds.
    NoAuthentication = 4408,
    /// The account has too many sockets: the oldest is closed.
    TooManySockets = 4409,
    /// The client sent a frame above the size limit.
    FrameTooLarge = 4413,
    /// The client kept sending frames faster than allowed.
    Flooding = 4429,
}

impl CloseCode {
    /// The number on the wire.
    pub const fn as_u16(self) -> u16 {
        self as u16
    }

    /// A short reason for people and logs.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::GoingAway => "going away",
            Self::ProtocolError => "protocol error",
            Self::BinaryRefused => "only text frames are taken",
            Self::NotUtf8 => "not UTF-8",
            Self::TryAgainLater => "try again later",
            Self::SessionEnded => "session ended",
            Self::OriginRefused => "origin refused",
            Self::NoAuthentication => "no authentication in time",
            Self::TooManySockets => "too many sockets",
            Self::FrameTooLarge => "frame too large",
            Self::Flooding => "flooding",
        }
    }
}
