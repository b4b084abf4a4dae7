//! The handle to one server: its address, its connection pool and the session's tokens.

use std::{sync::Arc, time::Duration};

use confluence_protocol::TokenPair;
use reqwest::Url;
use tokio::sync::Mutex;

use crate::Error;

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
