//! Refreshing: a refresh token can be exchanged once for the next pair.

use confluence_protocol::{ErrorCode, User};
use confluence_store::{Rotation, Session};

use crate::{
    app::App,
    auth::{AccessClaims, IssuedTokens, RefreshToken, SESSION_SECONDS},
    error::ApiError,
};

/// Exchanges a refresh token. Repeated within ten seconds (two tabs, or a lost answer), the same token gets
/// the same successor. After that it must have been copied, so the session ends: 401 `session_ended`. While
/// the disk is full, tokens are not rotated: the same one is returned.
pub async fn refresh(app: &App, presented: RefreshToken) -> Result<(User, IssuedTokens), ApiError> {
    // Looked up first, so that a made-up token costs a read and never a place in the write queue.
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
            tracing::warn!("refresh token reused: session ended");
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

/// The successor that was returned the first time, under the current secret or, during a rotation, the other
/// one.
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
