//! Tokens of links that reset a password.

use std::str::FromStr;

use super::RefreshToken;

/// 256 bits in a link that sets a new password, once. Only the hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct ResetToken(RefreshToken);

impl ResetToken {
    /// A random token for a new link.
    pub fn random() -> Self {
        Self(RefreshToken::random())
    }

    /// Text for the link.
    pub fn as_text(&self) -> String {
        self.0.as_text()
    }

    /// The stored hash.
    pub fn hash(&self) -> [u8; 32] {
        self.0.hash()
    }
}

impl FromStr for ResetToken {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        RefreshToken::parse(text).map(Self).ok_or(())
    }
}
