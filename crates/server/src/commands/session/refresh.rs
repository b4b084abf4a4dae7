//! Refreshing: a refresh token buys the next pair, once.

use confluence_protocol::{ErrorCode, User};
use confluence_store::{Rotation, Session};

use crate::{
    app::App,
    auth::{AccessClaims, IssuedTokens, RefreshToken, SESSION_SECONDS},
    error::ApiError,
};

/// Uses a refresh token. The same one repeated within ten seconds gets the same successor (two tabs, or
/// an answer that was lost); later it was copied, and the session ends: 401 `session_ended`. While the disk is full, a
/// token stays, and is answered again.
pub async fn refresh(app: &App, presented: RefreshToken) -> Result<(User, IssuedTokens), ApiError> {
    // Looked up first: what was made up costs a read and never a place among the writes.
    let known = app.store.session_of_refresh(presented.hash()).await?;
    let known = known.ok_or_else(|| ApiError::of(ErrorCode::SessionEnded))?;
    app.limiter.refresh(known.id)?;
    let now = app.clock.now();
    let next = app.tokens.successor(&presented);
    let expires_at = now.plus_seconds(SESSION_SECONDS);
    let (session, next) = match app.store.rotate(presented.hash(), next.hash(), now, expires_at).await? {
        Rotation::Rotated(session) => (session, next),
        Rotation::Repeated(session) => {
            let next = stored_successor(app, &presented, &session).await?;
            (session, next)
        }
        Rotation::Kept(session) => (session, presented),
        Rotation::Reused => {
            tracing::warn!("a refresh token was used again: its session was ended");
            return Err(ApiError::of(ErrorCode::SessionEnded));
        }
        Rotation::Unknown => return Err(ApiError::of(ErrorCode::SessionEnded)),
    };
    let account = app.store.user(session.user_id).await?.filter(|user| !user.deleted);
    let user = account.ok_or_else(|| ApiError::of(ErrorCode::SessionEnded))?;
    let claims = AccessClaims { user_id: user.id, session_id: session.id };
    let issued = IssuedTokens::new(&app.tokens, claims, &next, now)?;
    Ok((user, issued))
}

/// The successor that was answered the first time: under the current secret, or under the other one of
/// two that are being exchanged.
async fn stored_successor(
    app: &App,
    used: &RefreshToken,
    session: &Session,
) -> Result<RefreshToken, ApiError> {
    for candidate in app.tokens.successors(used) {
        let owner = app.store.session_of_refresh(candidate.hash()).await?;
        if owner.is_some_and(|owner| owner.id == session.id) {
            return Ok(candidate);
        }
    }
    Err(ApiError::of(ErrorCode::SessionEnded))
}
