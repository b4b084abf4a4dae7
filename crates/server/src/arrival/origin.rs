//! Which pages may act for a user: origins, and the check of every unsafe request.
//!
//! Browsers say where a request comes from (`Origin`, `Sec-Fetch-Site`). Programs do not, and they send no
//! cookies that a page could exploit. Names in `Host` are not trusted, because a page can point its own name
//! at this server (DNS rebinding): without `PUBLIC_URL`, only addresses and `localhost` count.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use confluence_protocol::ErrorCode;

use crate::{
    app::App,
    config::{Config, Origin, address, is_localhost},
    error::ApiError,
};

/// Whether a request that changes something may come from its origin.
///
/// Without an origin, it is allowed unless the browser marks it as cross-site; the socket is stricter (see
/// [`is_ours`]).
pub fn allowed(headers: &HeaderMap, config: &Config) -> bool {
    if headers.contains_key(header::ORIGIN) {
        return is_ours(headers, config);
    }
    headers.get("sec-fetch-site").is_none_or(|site| site != "cross-site")
}

/// Whether the request has an origin that is the server's own or one of `ALLOWED_ORIGINS`.
pub fn is_ours(headers: &HeaderMap, config: &Config) -> bool {
    let mut named = headers.get_all(header::ORIGIN).iter();
    let (Some(value), None) = (named.next(), named.next()) else { return false };
    let Some(origin) = value.to_str().ok().and_then(|text| text.parse::<Origin>().ok()) else {
        return false;
    };
    config.allowed_origins.contains(&origin) || own(headers, config).is_some_and(|own| own == origin)
}

/// Scheme and authority of links to this server, for the sender of these headers.
///
/// Without `PUBLIC_URL`, this is the host that the request was sent to, whatever it is: only the sender sees
/// the answer.
pub fn base_url(headers: &HeaderMap, config: &Config) -> String {
    let asked = || headers.get(header::HOST)?.to_str().ok()?.parse::<axum::http::uri::Authority>().ok();
    match &config.public_url {
        Some(url) => url.origin().as_str().to_owned(),
        None => asked().map_or_else(|| format!("http://{}", config.listen), |host| format!("http://{host}")),
    }
}

/// Origin of the pages that this server serves to the sender of these headers.
fn own(headers: &HeaderMap, config: &Config) -> Option<Origin> {
    if let Some(url) = &config.public_url {
        return Some(url.origin().clone());
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let origin: Origin = format!("http://{host}").parse().ok()?;
    let host = origin.host();
    (is_localhost(host) || address(host).is_some()).then_some(origin)
}

/// Refuses unsafe requests from foreign pages, whatever their credential: 403 `bad_origin`.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Result<Response, ApiError> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || allowed(request.headers(), &app.config) {
        return Ok(next.run(request).await);
    }
    let detail = if app.config.public_url.is_none() && app.config.allowed_origins.is_empty() {
        "requests from this origin are not allowed; if the server has a domain name, set PUBLIC_URL to it"
    } else {
        "requests from this origin are not allowed"
    };
    Err(ApiError::new(ErrorCode::BadOrigin, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn config(public_url: &str, allowed: &str) -> (tempfile::TempDir, Config) {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            data_dir: Some(folder.path().display().to_string()),
            public_url: (!public_url.is_empty()).then(|| public_url.to_owned()),
            allowed_origins: Some(allowed.to_owned()),
            ..Settings::default()
        };
        let config = settings.into_config().unwrap();
        (folder, config)
    }

    fn ask(config: &Config, pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        allowed(&headers, config)
    }

    #[test]
    fn sec1_without_a_public_url_only_addresses_and_localhost_are_own_origins() {
        let (_folder, config) = config("", "");
        for host in ["127.0.0.1:3000", "localhost:3000", "192.0.2.7", "[::1]:3000", "[2001:db8::1]"] {
            assert!(ask(&config, &[("host", host), ("origin", &format!("http://{host}"))]), "{host}");
        }
        assert!(!ask(&config, &[("host", "evil.example:3000"), ("origin", "http://evil.example:3000")]));
        assert!(!ask(&config, &[("host", "127.0.0.1:3000"), ("origin", "http://127.0.0.1:3001")]));
        assert!(!ask(&config, &[("host", "127.0.0.1:3000"), ("origin", "https://127.0.0.1:3000")]));
        assert!(!ask(&config, &[("host", "127.0.0.1:3000"), ("origin", "null")]));
    }

    #[test]
    fn sec1_with_a_public_url_only_it_and_allowed_origins_count() {
        let (_folder, config) =
            config("https://chat.example.org/", "https://app.example.org, http://localhost:5173");
        let host = ("host", "127.0.0.1:3000");
        assert!(ask(&config, &[host, ("origin", "https://chat.example.org")]));
        assert!(ask(&config, &[host, ("origin", "https://app.example.org")]));
        assert!(ask(&config, &[host, ("origin", "http://localhost:5173")]));
        assert!(!ask(&config, &[host, ("origin", "http://127.0.0.1:3000")]));
        assert!(!ask(&config, &[host, ("origin", "https://chat.example.org.evil.example")]));
        assert!(!ask(
            &config,
            &[host, ("origin", "https://chat.example.org"), ("origin", "https://x.example")]
        ));
    }

    #[test]
    fn sec1_cross_site_request_without_an_origin_is_refused() {
        let (_folder, config) = config("", "");
        assert!(ask(&config, &[]));
        assert!(ask(&config, &[("sec-fetch-site", "same-origin")]));
        assert!(!ask(&config, &[("sec-fetch-site", "cross-site")]));
    }
}
