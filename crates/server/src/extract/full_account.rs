//! Somebody who is signed in and not a guest.

use axum::{extract::FromRequestParts, http::request::Parts};
use confluence_rights::Refusal;

use crate::{app::App, auth::SignedIn, error::ApiError};

/// The signed-in user, who is not a guest: for what reaches beyond one room, such as creating rooms and the directory.
#[derive(Clone, Copy, Debug)]
pub struct FullAccount(pub SignedIn);

impl FromRequestParts<App> for FullAccount {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let by = SignedIn::from_request_parts(parts, app).await?;
        if by.guest { Err(Refusal::Guest.into()) } else { Ok(Self(by)) }
    }
}
