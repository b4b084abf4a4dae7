//! The tokens of a session: made when it opens and each time it is refreshed.

use confluence_protocol::{SessionId, Timestamp, TokenPair, UserId};
use confluence_store::NewSession;

use super::{ACCESS_SECONDS, AccessClaims, RefreshToken, SESSION_SECONDS, Tokens};
use crate::error::ApiError;

/// A pair of tokens on its way to a client.
pub struct IssuedTokens {
    /// The JWT.
    pub access: String,
    /// What buys the next pair.
    pub refresh: String,
}

impl IssuedTokens {
    /// The pair of a session: a fresh access token and that refresh token.
    pub fn new(
        tokens: &Tokens,
        claims: AccessClaims,
        refresh: &RefreshToken,
        now: Timestamp,
    ) -> Result<Self, ApiError> {
        Ok(Self { access: tokens.make_access(claims, now)?, refresh: refresh.as_text() })
    }

    /// As programs get it.
    pub fn into_pair(self) -> TokenPair {
        TokenPair {
            access_token: self.access,
            refresh_token: self.refresh,
            token_type: "Bearer".to_owned(),
            expires_in: ACCESS_SECONDS,
        }
    }
}

/// A session that is yet to be stored, and the tokens that it gives.
pub fn open_session(
    tokens: &Tokens,
    user_id: UserId,
    user_agent: String,
    now: Timestamp,
) -> Result<(NewSession, IssuedTokens), ApiError> {
    let id = SessionId::new(now);
    let refresh = RefreshToken::random();
    let issued = IssuedTokens::new(tokens, AccessClaims { user_id, session_id: id }, &refresh, now)?;
    let expires_at = now.plus_seconds(SESSION_SECONDS);
    Ok((NewSession { id, user_id, refresh_hash: refresh.hash(), user_agent, now, expires_at }, issued))
}
