//! Response headers for browsers: where scripts may come from, who may frame, and what is cached.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::config::Config;

/// Pages load everything from their own origin only, cannot be framed, and submit no forms elsewhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; \
     manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Security headers for one configuration.
#[derive(Clone)]
pub struct SecurityHeaders(Arc<[(HeaderName, HeaderValue)]>);

impl SecurityHeaders {
    /// HSTS where browsers use https; resources are shared with the same site if other origins are allowed.
    /// If files are redirected to a storage, pictures, sound and video may come from there.
    pub fn new(config: &Config, files_at: Option<&str>) -> Self {
        let resources = if config.allowed_origins.is_empty() { "same-origin" } else { "same-site" };
        let mut headers = vec![
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "same-origin"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-resource-policy"), resources),
        ];
        if config.is_https() {
            headers.push((header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
        }
        let fixed = headers.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value)));
        Self(fixed.chain([(header::CONTENT_SECURITY_POLICY, content_security_policy(files_at))]).collect())
    }
}

fn content_security_policy(files_at: Option<&str>) -> HeaderValue {
    let own = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
    let Some(origin) = files_at else { return own };
    let more = CONTENT_SECURITY_POLICY
        .replace("img-src 'self'", &format!("img-src 'self' {origin}"))
        .replace("media-src 'self'", &format!("media-src 'self' {origin}"));
    HeaderValue::try_from(more).unwrap_or(own)
}

/// Adds the security headers, unless a handler has set stricter ones. API responses are not cached unless
/// their handler says so.
pub async fn add(State(headers): State<SecurityHeaders>, request: Request, next: Next) -> Response {
    let is_api = is_api(request.uri().path());
    let mut response = next.run(request).await;
    let answer = response.headers_mut();
    for (name, value) in headers.0.iter() {
        answer.entry(name).or_insert_with(|| value.clone());
    }
    if is_api {
        answer.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Whether a path belongs to the API, where errors are problem documents.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}
