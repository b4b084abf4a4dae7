//! Extractor for how a request reached the server.

use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::{app::App, arrival::way::Arrival};

impl FromRequestParts<App> for Arrival {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, &app.config))
    }
}
