//! JSON bodies: 415 for another type, 413 above 1 MiB (16 KiB without a sign-in), 400 for malformed JSON, 422
//! for invalid values. [`confluence_protocol::read_json`] turns the text into a value.

use std::error::Error;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use confluence_protocol::{ErrorCode, JsonError, Limits, read_json};
use http_body_util::LengthLimitError;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// Largest body of a request without a sign-in: its texts are a name and a password.
const STRANGERS_BYTES: usize = 16 * 1024;

/// A valid JSON body.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

/// A valid JSON body of a request that needs no sign-in, so it is small.
#[derive(Debug)]
pub struct StrangersJson<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        read(request, Limits::JSON_BYTES).await.map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for StrangersJson<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        read(request, STRANGERS_BYTES).await.map(Self)
    }
}

async fn read<T: DeserializeOwned>(request: Request, most: usize) -> Result<T, ApiError> {
    if !is_json(request.headers()) {
        return Err(ApiError::of(ErrorCode::UnsupportedMediaType));
    }
    parse(&whole(request, most).await?)
}

/// `application/json` or `application/…+json`, with or without parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

async fn whole(request: Request, most: usize) -> Result<Bytes, ApiError> {
    let too_large =
        || ApiError::new(ErrorCode::TooLarge, format!("a JSON body can have at most {most} bytes"));
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > most as u64) {
        return Err(too_large());
    }
    axum::body::to_bytes(request.into_body(), most).await.map_err(|error| match error.source() {
        Some(cause) if cause.is::<LengthLimitError>() => too_large(),
        _ => ApiError::new(ErrorCode::MalformedRequest, "the body is incomplete"),
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    read_json(bytes).map_err(|error| match error {
        JsonError::Malformed => ApiError::of(ErrorCode::MalformedJson),
        JsonError::Invalid(fault) => ApiError::invalid(fault),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use confluence_protocol::{CreateRoom, NewMessage, SignUp};

    fn fault<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> (ErrorCode, String) {
        let error = parse::<T>(text.as_bytes()).unwrap_err();
        (error.code(), error.detail().to_owned())
    }

    #[test]
    fn gen3_text_that_is_not_json_is_malformed() {
        for text in ["", "{", "{}}", "nul", "{\"name\":\"a\"} x"] {
            assert_eq!(fault::<CreateRoom>(text).0, ErrorCode::MalformedJson, "{text}");
        }
    }

    #[test]
    fn gen2_unknown_field_is_named() {
        let (code, detail) = fault::<CreateRoom>(r#"{"name":"a","colour":1}"#);
        assert_eq!(code, ErrorCode::ValidationFailed);
        assert_eq!(detail, "colour: unknown field colour");
    }

    #[test]
    fn gen7_bad_value_is_named_with_its_path() {
        let (_, detail) = fault::<SignUp>(r#"{"username":"a","password":"long enough"}"#);
        assert_eq!(detail, "username: a username must have at least 2 characters");
        let id = "01980000-0000-7000-8000-000000000000";
        let (_, detail) = fault::<NewMessage>(&format!(r#"{{"id":"{id}","body":"","attachments":["x"]}}"#));
        assert!(detail.starts_with("attachments[0]: "), "{detail}");
        assert_eq!(fault::<CreateRoom>("[]").0, ErrorCode::ValidationFailed);
    }
}
