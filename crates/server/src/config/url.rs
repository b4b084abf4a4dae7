//! The URL that browsers use for the server.

use std::str::FromStr;

use super::{Origin, is_loopback_host};

/// Scheme and authority of the server, without a path: `https://chat.example.org`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: Origin,
}

impl PublicUrl {
    /// Origin of the pages that this server serves.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether the URL means the client's own machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback_host(self.origin.host())
    }

    /// Whether browsers use https, so that cookies can be `Secure`.
    pub fn is_https(&self) -> bool {
        self.origin.as_str().starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.strip_suffix('/').unwrap_or(text).parse().map(|origin| Self { origin })
    }
}
