//! Raw requests and responses, for details that the client library's types hide.

use confluence_protocol::{ErrorCode, Problem};
use reqwest::{Method, header::HeaderMap};
use serde_json::Value;

use super::{Person, Server};

/// A request to be sent.
pub struct Call(reqwest::RequestBuilder);

/// A complete response.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Server {
    /// A request without a credential; the path begins with `/`.
    pub fn call(&self, method: Method, path: &str) -> Call {
        Call(self.http.request(method, self.url(path)))
    }

    /// A request with that person's token.
    pub async fn call_as(&self, person: &Person, method: Method, path: &str) -> Call {
        self.call(method, path).header("authorization", &person.bearer().await)
    }
}

impl Call {
    /// A request without a credential to any server, over a connection of its own.
    pub fn to(method: Method, url: &str) -> Self {
        Self(reqwest::Client::new().request(method, url))
    }

    /// Adds a header.
    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    /// Sets a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.text("application/json", body.to_string())
    }

    /// Sets a text body with that content type.
    pub fn text(self, content_type: &str, body: impl Into<String>) -> Self {
        Self(self.0.header("content-type", content_type).body(body.into()))
    }

    /// Sets a binary or streamed body with that content type.
    pub fn bytes(self, content_type: &str, body: impl Into<reqwest::Body>) -> Self {
        Self(self.0.header("content-type", content_type).body(body))
    }

    /// Sends the request.
    pub async fn answer(self) -> Answer {
        let response = self.0.send().await.unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().to_vec(),
        }
    }
}

impl Answer {
    /// The whole response as text for assertion messages.
    pub fn shown(&self) -> String {
        format!("{} {:?} {}", self.status, self.headers, String::from_utf8_lossy(&self.body))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The header's value, or an empty string.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookie of that name that it sets, with its attributes. `name` excludes the suffix that each server
    /// adds and the `__Host-` or `__Secure-` prefix on HTTPS.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let all = self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned());
        all.into_iter().find(|cookie| {
            let bare = cookie.strip_prefix("__Host-").or_else(|| cookie.strip_prefix("__Secure-"));
            bare.unwrap_or(cookie).starts_with(&format!("{name}_"))
        })
    }

    /// The access token that it sets as a cookie.
    pub fn access_token(&self) -> String {
        let pair = self.cookie_pair("confluence_access");
        pair.split_once('=').map_or_else(String::new, |(_, token)| token.to_owned())
    }

    /// `name=value` of a cookie that it sets, for a `Cookie` header.
    pub fn cookie_pair(&self, name: &str) -> String {
        let cookie = self.cookie(name).unwrap_or_else(|| panic!("no cookie {name} in {self:?}"));
        cookie.split(';').next().unwrap_or_default().to_owned()
    }

    /// Its problem document; panics unless that is complete and consistent.
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let problem: Problem =
            serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"));
        assert_eq!((problem.status, problem.r#type.as_str()), (self.status, "about:blank"));
        assert_eq!((problem.status, problem.title.as_str()), (problem.code.status(), problem.code.title()));
        problem
    }

    /// Its problem document; panics unless it has that code.
    pub fn refused(&self, code: ErrorCode) -> Problem {
        let problem = self.problem();
        assert_eq!(problem.code, code, "{problem:?}");
        problem
    }
}
