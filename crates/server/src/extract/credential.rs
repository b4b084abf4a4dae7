//! How a request proves who sent it: with an access token in a header or a cookie.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use confluence_protocol::ErrorCode;

use crate::{
    app::App,
    auth::{Checked, SignedIn},
    error::ApiError,
};

/// Where a request has its access token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Credential<'a> {
    /// `Authorization: Bearer`, as programs send it.
    Bearer(&'a str),
    /// The cookie, as browsers send it.
    Cookie(&'a str),
}

impl<'a> Credential<'a> {
    /// Text of the token.
    pub const fn token(self) -> &'a str {
        match self {
            Self::Bearer(token) | Self::Cookie(token) => token,
        }
    }
}

/// The request's credential. A bearer token takes precedence over a cookie.
pub fn credential<'a>(app: &App, headers: &'a HeaderMap) -> Option<Credential<'a>> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    bearer.map(Credential::Bearer).or_else(|| app.tokens.cookies.access(headers).map(Credential::Cookie))
}

/// Returns who the access token belongs to: 401 `unauthenticated` if it is invalid, 401 `session_ended` if
/// its session has ended.
pub async fn check_token(app: &App, token: &str) -> Result<SignedIn, ApiError> {
    let now = app.clock.now();
    let claims =
        app.tokens.read_access(token, now).ok_or_else(|| ApiError::of(ErrorCode::Unauthenticated))?;
    app.sessions.check(&app.store, claims, now).await
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        if let Some(Checked(found)) = parts.extensions.get() {
            return found.clone();
        }
        let credential =
            credential(app, &parts.headers).ok_or_else(|| ApiError::of(ErrorCode::Unauthenticated))?;
        check_token(app, credential.token()).await
    }
}
