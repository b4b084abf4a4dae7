//! The grammar of message texts, as far as the server needs it: whom a text mentions and where it links to.
//!
//! The web client renders the same grammar (`web/src/lib/markdown`); `golden/texts.json` is a table of texts
//! that both must parse alike. Parsing takes time linear in the length of the text.

mod blocks;
mod characters;
mod inline;
mod links;
mod mentions;

use std::collections::BTreeSet;

pub(crate) use characters::is_space;

use crate::Limits;

/// Mentions and links of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Usernames that are mentioned, in lower case, without `room`: the first [`Limits::MENTIONS`] of the
    /// text. The caller checks whether such accounts exist.
    pub names: BTreeSet<String>,
    /// Whether it mentions `@room`.
    pub room: bool,
    /// URLs that it links to, as written, each once, in order of appearance.
    pub links: Vec<String>,
}

/// Parses a message's source. Nothing in code, in the text of a link or after a backslash is a mention or a
/// link.
pub fn read(source: &str) -> Reading {
    let mut reading = Reading::default();
    // Most messages mention nobody and link to nothing.
    if source.contains('@') || source.contains("://") {
        let source = source.replace("\r\n", "\n");
        let lines: Vec<&str> = source.split('\n').collect();
        blocks::read(&lines, 0, &mut reading);
    }
    reading
}

impl Reading {
    fn mention(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if name == "room" {
            self.room = true;
        } else if self.names.len() < Limits::MENTIONS {
            self.names.insert(name);
        }
    }

    fn link(&mut self, address: &str) {
        if !self.links.iter().any(|known| known == address) {
            self.links.push(address.to_owned());
        }
    }
}

#[cfg(test)]
mod tests;
