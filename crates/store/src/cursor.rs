//! Where a page ended: opaque to clients, hexadecimal JSON inside.
//!
//! Clients can write what they like, so a place is made of types that hold only what a statement can take: numbers,
//! ids, words, and [`confluence_protocol`]'s texts.

use std::{fmt::Write as _, marker::PhantomData};

use confluence_protocol::read_json;
use serde::{Serialize, de::DeserializeOwned};

use crate::StoreError;

/// A place of that type, written and read back.
pub(crate) struct Cursor<T>(PhantomData<T>);

impl<T: Serialize + DeserializeOwned> Cursor<T> {
    pub(crate) fn write(place: &T) -> String {
        // What stands in cursors are texts, numbers and ids, which all can be encoded.
        let json = serde_json::to_vec(place).unwrap_or_default();
        json.iter().fold(String::with_capacity(json.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// The place, if a page is to begin at one. `InvalidCursor` when the text is none that was written here.
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

/// How many rows a page asks for, to see whether there are more than it may hold.
pub(crate) fn one_more(limit: u32) -> i64 {
    i64::from(limit) + 1
}

/// The rows that a page may hold, and whether there were more.
pub(crate) fn cut<T>(mut rows: Vec<T>, limit: u32) -> (Vec<T>, bool) {
    let limit = limit as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    (rows, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_and_garbage_does_not() {
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
