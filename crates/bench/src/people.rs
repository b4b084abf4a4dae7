//! People who call the server: accounts that [`Ground`](crate::ground::Ground) inserts, with tokens signed here.
//!
//! Two thousand sign-ups would hash two thousand passwords. Instead, the bench uses the server's secret to
//! sign tokens itself, modelled on the token that the server issued to the first person.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use confluence_client::testing::SECRET;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::Method;
use serde_json::Value;
use sha2::Sha256;
use uuid::Uuid;

/// An account to insert, with its only session.
#[derive(Clone)]
pub struct Person {
    pub user: Uuid,
    pub session: Uuid,
    pub name: String,
}

impl Person {
    pub fn new() -> Self {
        let (user, session) = (Uuid::now_v7(), Uuid::now_v7());
        Self { user, session, name: format!("bench-{}", &session.simple().to_string()[20..]) }
    }
}

/// A signed-in caller of the HTTP interface.
#[derive(Clone)]
pub struct Caller {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Caller {
    pub fn new(http: &reqwest::Client, base: &str, token: &str) -> Self {
        Self { http: http.clone(), base: format!("{base}/api/v1"), token: token.to_owned() }
    }

    /// A caller with the same connections and the identity of that person.
    pub fn with_identity(&self, person: &Person) -> anyhow::Result<Self> {
        Ok(Self { token: forge(&self.token, person)?, ..self.clone() })
    }

    /// The access token of the caller.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Sends a request; returns how long the answer took, and the answer.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<(Duration, Value)> {
        let begun = Instant::now();
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let (status, bytes) = (answer.status(), answer.bytes().await?);
        let took = begun.elapsed();
        ensure!(status.is_success(), "{path}: {status} {}", String::from_utf8_lossy(&bytes));
        Ok((took, if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? }))
    }
}

/// Signs a token like the sample for that person.
fn forge(sample: &str, person: &Person) -> anyhow::Result<String> {
    let mut parts = sample.split('.');
    let (header, claims) = (parts.next().context("no header")?, parts.next().context("no claims")?);
    let mut claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims)?)?;
    claims["sub"] = person.user.to_string().into();
    claims["sid"] = person.session.to_string().into();
    let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())?;
    mac.update(signed.as_bytes());
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())))
}
