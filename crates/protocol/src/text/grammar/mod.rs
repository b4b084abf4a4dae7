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
pub use reading::Reading;

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

#[cfg(test)]
mod tests;
