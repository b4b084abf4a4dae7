//! The right to do something in the path's room.

use axum::{extract::FromRequestParts, http::request::Parts};
use confluence_protocol::RoomId;
use confluence_rights::Proof;

use crate::{access, app::App, auth::SignedIn, error::ApiError, extract::PathParams};

/// Proof that the caller has the right `P` in the room whose id comes first in the path, for example
/// `Proven(by): Proven<Pinner>`. Finds the room and checks the right in one step. It comes before everything
/// that reads a form, so that somebody without the right learns nothing from the form's errors (SPEC GEN8).
#[derive(Clone, Copy, Debug)]
pub struct Proven<P>(pub P);

impl<P: Proof> FromRequestParts<App> for Proven<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let by = SignedIn::from_request_parts(parts, app).await?;
        let PathParams(room_id) = PathParams::<RoomId>::from_request_parts(parts, app).await?;
        Ok(Self(access::prove(&app.store, room_id, by.user_id).await?))
    }
}
