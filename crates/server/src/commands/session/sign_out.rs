//! Signing out: ends the session and its sockets on every node.

use confluence_protocol::SessionId;

use crate::{
    app::App,
    auth::{RefreshToken, SessionCache},
    error::ApiError,
};

/// Ends the sessions of the request's tokens. Without tokens, or if the sessions have ended, there is nothing
/// to do. Returns whether any token was valid on this server.
pub async fn sign_out(app: &App, access: Option<&str>, refresh: Option<&str>) -> Result<bool, ApiError> {
    let by_access = access.and_then(|token| app.tokens.read_access(token, app.clock.now()));
    if let Some(claims) = by_access {
        end(app, claims.session_id).await?;
    }
    let by_refresh = match refresh.and_then(RefreshToken::parse) {
        Some(token) => app.store.session_of_refresh(token.hash()).await?,
        None => None,
    };
    if let Some(session) = &by_refresh
        && by_access.is_none_or(|claims| claims.session_id != session.id)
    {
        end(app, session.id).await?;
    }
    Ok(by_access.is_some() || by_refresh.is_some())
}

async fn end(app: &App, session_id: SessionId) -> Result<(), ApiError> {
    let ended = app.store.end_session(session_id).await;
    // The change also reaches the cache through `fanout`; ending it here takes effect before the answer.
    SessionCache::end(&app.sessions, session_id);
    Ok(ended?)
}
