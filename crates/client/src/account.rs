//! Signing up, in and out.

use std::{sync::Arc, time::Duration};

use confluence_protocol::{Me, SignUp, SignedIn, TokenPair, TokenRequest, User};
use reqwest::{Method, Response, Url, header};
use tokio::sync::Mutex;

use crate::{
    Error,
    http::{read, send},
};

/// A client of one server, signed in or not. A cheap handle: clones share the session.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub struct Inner {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    /// Locked while tokens are exchanged, so that a refresh token is used only once.
    pub(crate) tokens: Mutex<Option<TokenPair>>,
}

/// Time after which a request fails. A commit takes milliseconds.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long an idle connection is kept for the next request. The server closes connections that are idle for
/// 10 s, and a request sent at that moment would fail.
const IDLE: Duration = Duration::from_secs(5);

impl Client {
    /// A client that is not signed in, for the server at `base`, such as `https://chat.example.org`.
    pub fn new(base: &str) -> Result<Self, Error> {
        Self::assemble(base, None)
    }

    /// A client that continues a session from an earlier run; see [`Client::tokens`].
    pub fn with_tokens(base: &str, tokens: TokenPair) -> Result<Self, Error> {
        Self::assemble(base, Some(tokens))
    }

    /// Creates an account and signs in to it.
    ///
    /// The answer's cookies contain the same two tokens that `POST /auth/token` returns as JSON. Using them
    /// spares the server a second session and a second password hash.
    pub async fn sign_up(base: &str, account: &SignUp) -> Result<(Self, User), Error> {
        let client = Self::new(base)?;
        let url = client.url(&["auth", "sign-up"])?;
        let response = send(client.inner.http.post(url).json(account)).await?;
        let tokens = tokens_of(&response)?;
        let SignedIn { user } = read(response).await?;
        *client.inner.tokens.lock().await = Some(tokens);
        Ok((client, user))
    }

    /// Signs in with username and password.
    pub async fn sign_in(base: &str, username: &str, password: &str) -> Result<Self, Error> {
        let client = Self::new(base)?;
        let body = TokenRequest {
            username: Some(username.to_owned()),
            password: Some(password.to_owned()),
            refresh_token: None,
        };
        let tokens: TokenPair = client.get(client.ask(Method::POST, &["auth", "token"]).json(&body)).await?;
        *client.inner.tokens.lock().await = Some(tokens);
        Ok(client)
    }

    /// Ends the session on the server, including all sockets that it opened.
    pub async fn sign_out(&self) -> Result<(), Error> {
        self.act(self.ask(Method::POST, &["auth", "sign-out"])).await?;
        *self.inner.tokens.lock().await = None;
        Ok(())
    }

    /// The client's own account, with its settings.
    pub async fn me(&self) -> Result<Me, Error> {
        self.get(self.ask(Method::GET, &["me"])).await
    }

    /// Address of the server, as a URL.
    pub fn base(&self) -> &str {
        self.inner.base.as_str()
    }

    fn assemble(base: &str, tokens: Option<TokenPair>) -> Result<Self, Error> {
        let base = Url::parse(base).map_err(|error| Error::Address(format!("{base}: {error}")))?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(Error::Address(base.to_string()));
        }
        let http = reqwest::Client::builder()
            .user_agent(concat!("confluence-client/", env!("CARGO_PKG_VERSION")))
            .timeout(TIMEOUT)
            .pool_idle_timeout(IDLE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(Error::Connection)?;
        Ok(Self { inner: Arc::new(Inner { http, base, tokens: Mutex::new(tokens) }) })
    }
}

fn tokens_of(response: &Response) -> Result<TokenPair, Error> {
    // Cookie names vary by server, but all begin like this after the prefix that https adds.
    let cookie = |name: &str| {
        let cookies = response.headers().get_all(header::SET_COOKIE).iter();
        cookies
            .filter_map(|value| value.to_str().ok()?.split(';').next()?.split_once('='))
            .find(|(key, value)| {
                let bare =
                    key.strip_prefix("__Host-").or_else(|| key.strip_prefix("__Secure-")).unwrap_or(key);
                bare.starts_with(name) && !value.is_empty()
            })
            .map(|(_, value)| value.to_owned())
            .ok_or_else(|| Error::Unexpected {
                status: response.status().as_u16(),
                detail: format!("no cookie {name}"),
            })
    };
    Ok(TokenPair {
        access_token: cookie("confluence_access")?,
        refresh_token: cookie("confluence_refresh")?,
        token_type: "Bearer".to_owned(),
        // Ten minutes by contract; if the token expires earlier, the 401 triggers a refresh.
        expires_in: 600,
    })
}
