//! Why the server closes a socket, as the close code says it.

/// A close code of the socket. 4xxx are ours; the HTTP status that fits is in the last three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum CloseCode {
    /// The server goes away: reconnect with jitter.
    GoingAway = 1001,
    /// The peer broke the WebSocket protocol.
    ProtocolError = 1002,
    /// A binary frame: only text is taken.
    BinaryRefused = 1003,
    /// A text frame that is not UTF-8.
    NotUtf8 = 1007,
    /// Too much was pending: try again later.
    TryAgainLater = 1013,
    /// The session ended, or the credential did not hold: refresh once, then reconnect.
    SessionEnded = 4401,
    /// A page of another origin.
    OriginRefused = 4403,
    /// No `authenticate` frame within ten seconds.
    NoAuthentication = 4408,
    /// The account has too many sockets: the oldest goes.
    TooManySockets = 4409,
    /// A frame above the limit.
    FrameTooLarge = 4413,
    /// Frames faster than allowed, again and again.
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
