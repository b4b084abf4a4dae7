//! Inline text: code, URLs, links and mentions, recognised from left to right. The only emphasis that matters
//! here is open underscores, because they may end a name or a URL.

use std::collections::HashMap;

use super::{
    Reading,
    characters::{is_word_start, underscore_closes, underscore_opens},
    links::{angle_link, bare_link, written_link},
    mentions::name_at,
};

/// Longest run of `*` or `_` that is emphasis.
const ROW_MAX: usize = 3;

/// Parses one paragraph, heading or cell.
pub fn read(source: &str, reading: &mut Reading) {
    let mut text = Text { source, at: 0, pending: 0, ticks: rows_of_ticks(source), reading };
    while text.at < source.len() {
        text.step();
    }
}

struct Text<'a> {
    source: &'a str,
    at: usize,
    /// Number of underscores that opened emphasis and are not closed yet.
    pending: usize,
    ticks: HashMap<usize, Ticks>,
    reading: &'a mut Reading,
}

/// Positions of the runs of backticks of one length, and the index of the first that may still close code.
#[derive(Default)]
struct Ticks {
    places: Vec<usize>,
    next: usize,
}

/// Something recognised: its end, and the length of the opening sign that a backslash would escape.
struct Found<'a> {
    end: usize,
    sign: usize,
    what: What<'a>,
}

enum What<'a> {
    Words,
    Link(&'a str),
    Mention(&'a str),
}

impl<'a> Text<'a> {
    fn step(&mut self) {
        let rest = &self.source[self.at..];
        match rest.find(['\\', '`', '<', '[', 'h', 'H', '@', '*', '_', '~', '|']) {
            None => self.at = self.source.len(),
            Some(0) => self.sign(),
            Some(plain) => self.at += plain,
        }
    }

    fn sign(&mut self) {
        let slashes = row_length(self.source, self.at, b'\\');
        let at = self.at + slashes;
        if self.emphasis(at, slashes) {
            return;
        }
        let Some(found) = self.recognise(at) else {
            let row = row_length(self.source, at, b'`');
            let next = self.source[at..].chars().next().map_or(0, char::len_utf8);
            self.at = if slashes > 0 { at } else { at + row.max(next) };
            return;
        };
        // Each pair of backslashes is one backslash; an odd one escapes what follows.
        if slashes % 2 == 1 {
            self.at = at + found.sign;
            return;
        }
        self.at = found.end;
        match found.what {
            What::Words => {}
            What::Link(address) => self.reading.link(address),
            What::Mention(name) => self.reading.mention(name),
        }
    }

    fn recognise(&mut self, at: usize) -> Option<Found<'a>> {
        let rest = &self.source[at..];
        match rest.as_bytes().first()? {
            b'`' => self.code(at),
            b'[' => {
                let (address, length) = written_link(rest)?;
                Some(Found { end: at + length, sign: 1, what: What::Link(address) })
            }
            b'<' => {
                let address = angle_link(rest)?;
                Some(Found { end: at + address.len() + 2, sign: 1, what: What::Link(address) })
            }
            b'h' | b'H' if self.at == at && is_word_start(self.source, at) => {
                let address = bare_link(rest, self.pending)?;
                Some(Found { end: at + address.len(), sign: 1, what: What::Link(address) })
            }
            b'@' => {
                let name = name_at(self.source, at, self.at, self.pending)?;
                Some(Found { end: at + 1 + name.len(), sign: 1, what: What::Mention(name) })
            }
            _ => None,
        }
    }

    /// Code, or a run of backticks whose counterparts are all before it.
    fn code(&mut self, at: usize) -> Option<Found<'a>> {
        let length = row_length(self.source, at, b'`');
        let ticks = self.ticks.get_mut(&length)?;
        while ticks.places.get(ticks.next).is_some_and(|place| *place <= at) {
            ticks.next += 1;
        }
        let end = ticks.places.get(ticks.next).map_or(at + length, |close| close + length);
        Some(Found { end, sign: length, what: What::Words })
    }

    /// Consumes a run of emphasis marks, if there is one.
    fn emphasis(&mut self, at: usize, slashes: usize) -> bool {
        let Some(mark) = self.source.as_bytes().get(at).copied().filter(|b| b"*_~|".contains(b)) else {
            return false;
        };
        let is_double = matches!(mark, b'~' | b'|');
        let is_escaped = slashes % 2 == 1;
        let mut length = row_length(self.source, at, mark);
        if !is_double && is_escaped {
            length = 1;
        }
        let mut end = at + length;
        if is_double && length == 1 && slashes == 1 {
            let again = &self.source.as_bytes()[end..];
            if again.first() == Some(&b'\\') && again.get(1) == Some(&mark) {
                end += 2;
            }
        }
        if mark == b'_' && length <= ROW_MAX && !is_escaped {
            let before = self.source[..self.at].chars().next_back();
            let after = self.source[end..].chars().next();
            if self.pending > 0 && underscore_closes(before, after) {
                self.pending -= length.min(self.pending);
            } else if underscore_opens(before, after) {
                self.pending += length;
            }
        }
        self.at = end;
        true
    }
}

fn row_length(source: &str, at: usize, byte: u8) -> usize {
    source.as_bytes()[at..].iter().take_while(|b| **b == byte).count()
}

/// Runs of backticks by their length. A run without a counterpart is left out: it is always text.
fn rows_of_ticks(source: &str) -> HashMap<usize, Ticks> {
    let mut rows: HashMap<usize, Ticks> = HashMap::new();
    let mut from = 0;
    while let Some(place) = source[from..].find('`').map(|place| from + place) {
        let length = row_length(source, place, b'`');
        rows.entry(length).or_default().places.push(place);
        from = place + length;
    }
    rows.retain(|_, ticks| ticks.places.len() > 1);
    rows
}
