//! The grammar of message texts, as far as the server needs it: whom a text mentions and where it links to.
//!
//! The web client renders the same grammar (`web/src/lib/markdown`); `golden/texts.json` is a table of texts
//! that both must parse alike. Parsing takes time linear in the length of the text.

mod blocks;
mod characters;
mod inline;
mod links;
mod mentions;
mod reading;

pub(crate) use characters::is_space;
pub use reading::{HERE, Reading};

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

/// Whether a message's source mentions `@here`. Most messages are not parsed for that.
pub fn mentions_here(source: &str) -> bool {
    let sign = source.as_bytes().windows(HERE.len() + 1);
    let is_sign = |sign: &[u8]| sign[0] == b'@' && sign[1..].eq_ignore_ascii_case(HERE.as_bytes());
    sign.into_iter().any(is_sign) && read(source).here
}

#[cfg(test)]
mod tests;
