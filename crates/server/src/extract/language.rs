//! The language in which somebody wants to be written to.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use confluence_store::Language;

/// The first of our languages that the client prefers (`Accept-Language`, RFC 9110); English if it names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reads(pub Language);

/// Entries of the header that are read; browsers send a handful.
const ENTRIES: usize = 20;

impl<S: Send + Sync> FromRequestParts<S> for Reads {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(preferred(header.unwrap_or_default())))
    }
}

fn preferred(header: &str) -> Language {
    let mut best = (0.0, Language::default());
    for entry in header.split(',').take(ENTRIES) {
        let (range, parameters) = entry.split_once(';').unwrap_or((entry, ""));
        let code = range.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let quality =
            parameters.trim().strip_prefix("q=").map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
        if let Some(language) = Language::from_code(&code).filter(|_| quality > best.0) {
            best = (quality, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail8_the_preferred_language_is_used() {
        for (header, expected) in [
            ("", Language::English),
            ("de", Language::German),
            ("fr, es-MX;q=0.8, de;q=0.7", Language::Spanish),
            ("en;q=0.5, de-AT", Language::German),
            ("DE;q=0", Language::English),
            ("*, fr", Language::English),
            ("es;q=x, de;q=0.1", Language::German),
        ] {
            assert_eq!(preferred(header), expected, "{header}");
        }
    }
}
