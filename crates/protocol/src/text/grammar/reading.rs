//! What a text says to the server: whom it mentions and where it links to.

use std::collections::BTreeSet;

use crate::Limits;

/// The name that mentions everybody who is active.
pub const HERE: &str = "here";

/// Mentions and links of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Names that are mentioned, in lower case, without `room` and `here`: the first [`Limits::MENTIONS`] of the
    /// text. The caller checks whether there are such people.
    pub names: BTreeSet<String>,
    /// Whether it mentions `@room`.
    pub room: bool,
    /// Whether it mentions `@here`.
    pub here: bool,
    /// URLs that it links to, as written, each once, in order of appearance.
    pub links: Vec<String>,
}

impl Reading {
    pub(super) fn mention(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if name == "room" {
            self.room = true;
        } else if name == HERE {
            self.here = true;
        } else if self.names.len() < Limits::MENTIONS {
            self.names.insert(name);
        }
    }

    pub(super) fn link(&mut self, address: &str) {
        if !self.links.iter().any(|known| known == address) {
            self.links.push(address.to_owned());
        }
    }
}
