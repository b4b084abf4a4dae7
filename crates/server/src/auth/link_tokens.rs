//! Tokens of links: one type for each thing that a link can do. Only their hashes are stored.

use std::str::FromStr;

use super::RefreshToken;

macro_rules! link_token {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(RefreshToken);

        impl $name {
            /// The stored hash.
            pub fn hash(&self) -> [u8; 32] {
                self.0.hash()
            }
        }

        impl FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                RefreshToken::parse(text).map(Self).ok_or(())
            }
        }
    };
}

link_token!(
    /// 256 bits in a link that sets a new password, once.
    ResetToken
);
link_token!(
    /// 256 bits in a link that confirms an e-mail address, once.
    EmailToken
);

impl ResetToken {
    /// A random token for a new link.
    pub fn random() -> Self {
        Self(RefreshToken::random())
    }

    /// Text for the link.
    pub fn as_text(&self) -> String {
        self.0.as_text()
    }
}
