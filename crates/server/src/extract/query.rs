//! Query strings: an unknown name or an invalid value gets 422, like a field of a body.

use axum::{extract::FromRequestParts, http::request::Parts};
use confluence_protocol::{Limits, read_query};
use serde::{Deserialize, de::DeserializeOwned};

use crate::error::ApiError;

/// A query string. `T` refuses unknown fields and has defaults for absent ones; errors get 422.
#[derive(Debug)]
pub struct QueryParams<T>(pub T);

/// Rows of a list: 1 to 200, 50 by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u32")]
pub struct PageLimit(u32);

impl PageLimit {
    /// Number of rows.
    pub const fn rows(self) -> u32 {
        self.0
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(Limits::PAGE_DEFAULT)
    }
}

impl TryFrom<u32> for PageLimit {
    type Error = String;

    fn try_from(rows: u32) -> Result<Self, String> {
        if (1..=Limits::PAGE_MAX).contains(&rows) {
            Ok(Self(rows))
        } else {
            Err(format!("invalid: limit must be 1 to {}", Limits::PAGE_MAX))
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryParams<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parse(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    read_query(form_urlencoded::parse(query.as_bytes()).into_owned()).map_err(ApiError::invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Page {
        query: Option<String>,
        limit: PageLimit,
    }

    #[test]
    fn gen6_page_has_50_rows_by_default_and_at_most_200() {
        assert_eq!(parse::<Page>("").unwrap().limit.rows(), 50);
        let page = parse::<Page>("limit=200&query=a%20b").unwrap();
        assert_eq!((page.limit.rows(), page.query.as_deref()), (200, Some("a b")));
        for bad in
            ["limit=0", "limit=201", "limit=x", "limit=-1", "colour=red", "limit=1&limit=2", "query=a%00"]
        {
            assert!(parse::<Page>(bad).is_err(), "{bad}");
        }
        assert_eq!(parse::<Page>("limit=0").unwrap_err().detail(), "limit: limit must be 1 to 200");
    }
}
