//! `Content-Disposition` for any file name (RFC 6266 with RFC 8187).

use axum::http::HeaderValue;
use confluence_media::{FileName, Kind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything except `attr-char` of RFC 8187, which needs no encoding in an extended parameter.
const NOT_ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');
/// Builds the header: inline if a browser may show the file, otherwise a download. It has the exact name, and
/// an ASCII approximation for old clients.
pub fn content_disposition(kind: Kind, name: &FileName) -> HeaderValue {
    let manner = if kind == Kind::Download { "attachment" } else { "inline" };
    let likeness: String = name
        .as_str()
        .chars()
        .map(|char| match char {
            // Quotes and backslashes would end or change the quoted text; some clients decode percent signs.
            '"' | '\\' | '%' => '_',
            ' '..='~' => char,
            _ => '_',
        })
        .collect();
    let exact = utf8_percent_encode(name.as_str(), NOT_ATTR_CHAR);
    let value = format!("{manner}; filename=\"{likeness}\"; filename*=UTF-8''{exact}");
    // Only printable ASCII is left; if not, a bare attachment is still safe.
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(kind: Kind, name: &str) -> String {
        content_disposition(kind, &FileName::of(name)).to_str().unwrap().to_owned()
    }

    #[test]
    fn file7_any_name_is_sent_exactly() {
        assert_eq!(
            header(Kind::Audio, "a b.mp3"),
            "inline; filename=\"a b.mp3\"; filename*=UTF-8''a%20b.mp3"
        );
        assert_eq!(
            header(Kind::Download, "отчёт.pdf"),
            "attachment; filename=\"_____.pdf\"; filename*=UTF-8''%D0%BE%D1%82%D1%87%D1%91%D1%82.pdf"
        );
        assert_eq!(
            header(Kind::Download, "50% ';.txt"),
            "attachment; filename=\"50_ ';.txt\"; filename*=UTF-8''50%25%20%27%3B.txt"
        );
    }

    #[test]
    fn file7_no_name_escapes_from_the_header() {
        let value = header(Kind::Download, "x\"; filename=\"evil.html\r\nSet-Cookie: a=b");
        assert!(value.starts_with("attachment; filename=\"x_; filename=_evil.html"), "{value}");
        assert_eq!(value.matches('"').count(), 2);
    }
}
