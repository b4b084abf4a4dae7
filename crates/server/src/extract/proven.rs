//! The right to do something in the room of the path.

use axum::{extract::FromRequestParts, http::request::Parts};
use confluence_protocol::RoomId;
use confluence_rights::Proof;

use crate::{access, app::App, auth::SignedIn, error::ApiError, extract::PathParams};

/// The proof that whoever asks has the right `P` in the room of the path, which is the first id in it:
/// `Proven(by): Proven<Pinner>`. Finding the room and asking for the right are one act. It stands before everything that
/// reads a form, so that who may not do something learns nothing from how a form is refused (SPEC GEN8).
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
