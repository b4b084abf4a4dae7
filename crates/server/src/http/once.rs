//! Headers that may appear only once. If they were repeated, two readers of a request could pick different
//! ones and disagree about its server, credential, page or body type.

use axum::{
    extract::Request,
    http::{HeaderName, header, uri::Authority},
    middleware::Next,
    response::Response,
};
use confluence_protocol::ErrorCode;

use crate::error::ApiError;

const ONCE: [HeaderName; 4] = [header::HOST, header::AUTHORIZATION, header::ORIGIN, header::CONTENT_TYPE];

/// Refuses requests that repeat one of these headers or whose `Host` is not a valid host: 400
/// `malformed_request`.
pub async fn check(request: Request, next: Next) -> Result<Response, ApiError> {
    let refused = |detail: String| Err(ApiError::new(ErrorCode::MalformedRequest, detail));
    let headers = request.headers();
    if let Some(name) = ONCE.iter().find(|name| headers.get_all(*name).iter().nth(1).is_some()) {
        return refused(format!("the header {name} can be given only once"));
    }
    let host = headers.get(header::HOST).map(|host| host.to_str().unwrap_or(" "));
    if host.is_some_and(|host| !host.is_empty() && host.parse::<Authority>().is_err()) {
        return refused("the Host header is not valid".to_owned());
    }
    Ok(next.run(request).await)
}
