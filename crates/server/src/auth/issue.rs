//! A session's tokens, issued when it opens and each time it is refreshed.

use confluence_protocol::{SessionId, Timestamp, TokenPair, UserId};
use confluence_store::NewSession;

use super::{ACCESS_SECONDS, AccessClaims, RefreshToken, SESSION_SECONDS, Tokens};
use crate::error::ApiError;

/// A pair of tokens for a client.
pub struct IssuedTokens {
    /// The access token, a JWT.
    pub access: String,
    /// The refresh token, which is exchanged for the next pair.
    pub refresh: String,
}

impl IssuedTokens {
    /// A fresh access token with the given refresh token.
    pub fn new(
        tokens: &Tokens,
        claims: AccessClaims,
        refresh: &RefreshToken,
        now: Timestamp,
    ) -> Result<Self, ApiError> {
        Ok(Self { access: tokens.make_access(claims, now)?, refresh: refresh.as_text() })
    }

    /// The pair as JSON for programs.
    pub fn into_pair(self) -> TokenPair {
        TokenPair {
            access_token: self.access,
            refresh_token: self.refresh,
            token_type: "Bearer".to_owned(),
            expires_in: ACCESS_SECONDS,
        }
    }
}

/// A session that is yet to be stored, with its tokens.
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
