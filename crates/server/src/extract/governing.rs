//! The right to administer the server.

use axum::{extract::FromRequestParts, http::request::Parts};
use confluence_protocol::ErrorCode;
use confluence_rights::ServerProof;

use crate::{app::App, auth::SignedIn, error::ApiError};

/// Proof that the caller has the right `P` on the server, for example `Governing(by): Governing<Elevated>`. Read
/// from the database for each request, because the right may have ended on another node. Like
/// [`Proven`](crate::extract::Proven), it comes before everything that reads the request.
#[derive(Clone, Copy, Debug)]
pub struct Governing<P>(pub P);

impl<P: ServerProof> FromRequestParts<App> for Governing<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let by = SignedIn::from_request_parts(parts, app).await?;
        let found = app.store.standing(by.user_id, by.session_id, app.clock.now()).await?;
        let standing = found.ok_or_else(|| ApiError::of(ErrorCode::SessionEnded))?;
        Ok(Self(P::of(&standing)?))
    }
}
