//! Cursors, which mark where a page ended: opaque to clients, hexadecimal JSON inside.
//!
//! Clients can send arbitrary text, so a place consists only of types that every statement can take: numbers,
//! ids, and texts as [`confluence_protocol`] accepts them.

use std::{fmt::Write as _, marker::PhantomData};

use confluence_protocol::{Limits, read_json};
use serde::{Serialize, de::DeserializeOwned};

use crate::StoreError;

/// Encodes and decodes places of type `T`.
pub(crate) struct Cursor<T>(PhantomData<T>);

impl<T: Serialize + DeserializeOwned> Cursor<T> {
    pub(crate) fn write(place: &T) -> String {
        // Places consist of texts, numbers and ids, which can always be encoded.
        let json = serde_json::to_vec(place).unwrap_or_default();
        json.iter().fold(String::with_capacity(json.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// The place in a cursor, if there is one. `InvalidCursor` if it does not decode.
    pub(crate) fn parse(text: Option<&str>) -> Result<Option<T>, StoreError> {
        text.map(|text| Self::decode(text).ok_or(StoreError::InvalidCursor)).transpose()
    }

    fn decode(text: &str) -> Option<T> {
        if text.len() > 2000 || !text.is_ascii() {
            return None;
        }
        let bytes: Option<Vec<u8>> = text
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        read_json(&bytes?).ok()
    }
}

/// The `LIMIT` of a page's query: one row more than the page, to see whether there is another page.
pub(crate) fn one_more(limit: u32) -> i64 {
    i64::from(limit) + 1
}

/// Cuts the rows to the size of a page; also returns whether there were more.
pub(crate) fn cut<T>(mut rows: Vec<T>, limit: u32) -> (Vec<T>, bool) {
    let limit = limit as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    (rows, more)
}

/// How many of these items, in order, fit into an answer; the first one always does.
pub(crate) fn fitting(weights: impl Iterator<Item = usize>) -> usize {
    let mut sum = 0_usize;
    weights
        .enumerate()
        .take_while(|(at, weight)| {
            sum = sum.saturating_add(*weight);
            *at == 0 || sum <= Limits::ANSWER_BYTES
        })
        .count()
}

/// Bytes of a text inside a JSON string. Control characters take up to six.
pub(crate) fn json_bytes(text: &str) -> usize {
    text.bytes()
        .map(|byte| match byte {
            b'"' | b'\\' | b'\n' | b'\t' | b'\r' | 0x08 | 0x0c => 2,
            0..0x20 => 6,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gen24_answers_are_measured_in_bytes_of_json() {
        for text in ["plain", "\u{1}\u{8}\"\\\n", "😀 ł"] {
            assert_eq!(json_bytes(text) + 2, serde_json::to_string(text).unwrap().len(), "{text:?}");
        }
        assert_eq!(fitting([2 * Limits::ANSWER_BYTES, 1].into_iter()), 1);
        assert_eq!(fitting([Limits::ANSWER_BYTES, 0, 1, 0].into_iter()), 2);
        assert_eq!(fitting(std::iter::empty()), 0);
    }

    #[test]
    fn a_cursor_round_trips_and_garbage_is_refused() {
        let place = ("Größe".to_owned(), 7_i64);
        let read = |text: &str| Cursor::<(String, i64)>::parse(Some(text));
        assert_eq!(read(&Cursor::write(&place)).unwrap(), Some(place));
        assert_eq!(Cursor::<(String, i64)>::parse(None).unwrap(), None);
        let nul = Cursor::write(&("\0".to_owned(), 7_i64));
        for garbage in ["", "x", "zz", "7b7d", "ü", "+1+1", &nul] {
            assert!(matches!(read(garbage), Err(StoreError::InvalidCursor)), "{garbage}");
        }
    }
}
