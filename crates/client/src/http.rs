//! One HTTP request: URL, bearer token, a refresh if the token has expired, and the answer as a type.
//!
//! Refuses retries except the one after a refresh: only the caller knows whether repeating is safe.

use std::time::Duration;

use confluence_protocol::{ErrorCode, Problem, TokenPair};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url, header};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Client, Error};

/// A request without its credential.
pub struct Ask {
    method: Method,
    url: Result<Url, Error>,
    body: Option<Result<Vec<u8>, serde_json::Error>>,
}

impl Ask {
    /// Sets a JSON body.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_vec(body));
        self
    }

    /// Adds a query parameter, if there is a value.
    pub fn query(mut self, name: &str, value: Option<impl ToString>) -> Self {
        if let (Ok(url), Some(value)) = (&mut self.url, value) {
            url.query_pairs_mut().append_pair(name, &value.to_string());
        }
        self
    }
}

impl Client {
    /// A request to the path with these segments below `/api/v1`.
    pub(crate) fn ask(&self, method: Method, segments: &[&str]) -> Ask {
        Ask { method, url: self.url(segments), body: None }
    }

    /// URL of the path with these segments below `/api/v1`.
    pub(crate) fn url(&self, segments: &[&str]) -> Result<Url, Error> {
        let mut url = self.inner.base.clone();
        match url.path_segments_mut() {
            Ok(mut path) => {
                path.pop_if_empty().extend(["api", "v1"]).extend(segments);
            }
            Err(()) => return Err(Error::Address(self.inner.base.to_string())),
        }
        Ok(url)
    }

    /// Sends the request and deserialises the answer's body.
    pub(crate) async fn get<T: DeserializeOwned>(&self, ask: Ask) -> Result<T, Error> {
        read(self.answer(ask).await?).await
    }

    /// Sends the request and ignores the answer's body.
    pub(crate) async fn act(&self, ask: Ask) -> Result<(), Error> {
        self.answer(ask).await.map(drop)
    }

    /// Sends the request and returns the answer if it is successful.
    ///
    /// If the token has expired, it is refreshed once and the request repeated: after a 401 the server has
    /// not acted.
    pub(crate) async fn answer(&self, ask: Ask) -> Result<Response, Error> {
        let url = ask.url?;
        let body = ask.body.transpose().map_err(|error| Error::Unexpected {
            status: 0,
            detail: format!("the request could not be encoded: {error}"),
        })?;
        let build = |token: Option<&str>| {
            let mut request = self.inner.http.request(ask.method.clone(), url.clone());
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            if let Some(body) = &body {
                request = request.header(header::CONTENT_TYPE, "application/json").body(body.clone());
            }
            request
        };
        let token = self.access_token().await;
        match (send(build(token.as_deref())).await, token) {
            (Err(error), Some(token)) if error.code() == Some(ErrorCode::Unauthenticated) => {
                let fresh = self.refresh(&token).await?;
                send(build(Some(&fresh))).await
            }
            (result, _) => result,
        }
    }

    /// Current access token, if signed in. Waits while it is being refreshed.
    pub async fn access_token(&self) -> Option<String> {
        self.inner.tokens.lock().await.as_ref().map(|tokens| tokens.access_token.clone())
    }

    /// Current pair of tokens, to be kept for [`Client::with_tokens`].
    pub async fn tokens(&self) -> Option<TokenPair> {
        self.inner.tokens.lock().await.clone()
    }

    /// A token other than `stale`: fetched, unless another caller has already done so.
    ///
    /// The lock is held during the request, so that concurrent callers cause only one refresh and nobody
    /// sends the stale token meanwhile: a refresh token works only once.
    pub(crate) async fn refresh(&self, stale: &str) -> Result<String, Error> {
        let mut tokens = self.inner.tokens.lock().await;
        let Some(held) = tokens.as_ref() else {
            return Err(Error::Ended(None));
        };
        if held.access_token != stale {
            return Ok(held.access_token.clone());
        }
        let body = confluence_protocol::TokenRequest {
            refresh_token: Some(held.refresh_token.clone()),
            ..Default::default()
        };
        let request = self.inner.http.post(self.url(&["auth", "token"])?).json(&body);
        let fresh: TokenPair = read(send(request).await?).await?;
        let access_token = fresh.access_token.clone();
        *tokens = Some(fresh);
        Ok(access_token)
    }
}

/// Sends a request; an unsuccessful answer becomes an error.
pub async fn send(request: RequestBuilder) -> Result<Response, Error> {
    let response = request.send().await.map_err(Error::Connection)?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let retry_after = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .map(Duration::from_secs);
    let text = response.text().await.map_err(Error::Connection)?;
    Err(match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Error::Refused { problem: Box::new(problem), retry_after },
        Err(_) => unexpected(status, "no problem document"),
    })
}

/// Deserialises the body of an answer.
pub async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Error> {
    let status = response.status();
    let bytes = response.bytes().await.map_err(Error::Connection)?;
    serde_json::from_slice(&bytes).map_err(|error| unexpected(status, &error.to_string()))
}

fn unexpected(status: StatusCode, detail: &str) -> Error {
    Error::Unexpected { status: status.as_u16(), detail: detail.to_owned() }
}
