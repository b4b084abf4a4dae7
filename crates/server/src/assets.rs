//! The web client inside the binary: precompressed, with entity tags; files with hashed names are cached
//! indefinitely.
//!
//! A page that a user navigates to and that is not a file belongs to the client's routing and gets
//! `index.html`. If the client was not built, a small page explains how to build it.

use std::borrow::Cow;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use confluence_protocol::ErrorCode;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::ApiError;

/// Output of `npm run build`, with a `.br` and a `.gz` next to every text file.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct WebClient;

const INDEX: &str = "index.html";
/// Bundles have a hash of their content in their name, so they never change under one name.
const HASHED: &str = "assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Page of a binary that was built without the web client.
const WITHOUT_CLIENT: &str = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><title>Confluence</title>\n\
<h1>Confluence is running</h1>\n\
<p>This server was built without its web client. With Node.js 20.19 or later installed, \
<code>cargo xtask serve</code> builds both.</p>\n\
<p>Programs can use the API: <a href=\"/api/v1/docs\">/api/v1/docs</a>.</p>\n</html>\n";

/// Answers everything that is not an endpoint.
pub fn serve(method: &Method, uri: &Uri, headers: &HeaderMap) -> Response {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return ApiError::of(ErrorCode::MethodNotAllowed).into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { INDEX } else { path };
    if let Some(found) = Asset::find(path, headers) {
        return found.response(path, headers);
    }
    if path != INDEX && !is_navigation(headers) {
        return ApiError::of(ErrorCode::NotFound).into_response();
    }
    match Asset::find(INDEX, headers) {
        Some(index) => index.response(INDEX, headers),
        None => (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, ASK_AGAIN)],
            WITHOUT_CLIENT,
        )
            .into_response(),
    }
}

/// A file to send.
struct Asset {
    file: EmbeddedFile,
    encoding: Option<&'static str>,
}

impl Asset {
    /// Finds the file in the smallest form that the client accepts.
    fn find(path: &str, headers: &HeaderMap) -> Option<Self> {
        // Internal files of the build tool, and the compressed forms under their own names.
        let extension = path.rsplit('.').next().unwrap_or_default();
        if path.split('/').any(|part| part.starts_with('.')) || matches!(extension, "br" | "gz") {
            return None;
        }
        let file = WebClient::get(path)?;
        let accepted = accepted_encodings(headers);
        let forms = [("br", "br"), ("gzip", "gz")];
        let smaller =
            forms.into_iter().filter(|(name, _)| accepts(&accepted, name)).find_map(|(name, suffix)| {
                WebClient::get(&format!("{path}.{suffix}")).map(|file| Self { file, encoding: Some(name) })
            });
        Some(smaller.unwrap_or(Self { file, encoding: None }))
    }

    fn response(self, path: &str, headers: &HeaderMap) -> Response {
        let tag = entity_tag(&self.file);
        let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let unchanged = known.flat_map(|list| list.split(',')).any(|one| {
            let one = one.trim();
            one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag
        });
        let caching = if path.starts_with(HASHED) { FOR_EVER } else { ASK_AGAIN };
        let mut response = if unchanged {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let body = match self.file.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            let mut response = Response::new(Body::from(body));
            response.headers_mut().insert(header::CONTENT_TYPE, content_type(path));
            if let Some(encoding) = self.encoding {
                response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            response
        };
        let answer = response.headers_mut();
        answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = HeaderValue::try_from(tag) {
            answer.insert(header::ETAG, tag);
        }
        response
    }
}

/// Each form of a file has its own tag, because their bytes differ.
fn entity_tag(file: &EmbeddedFile) -> String {
    use std::fmt::Write;
    let hash = file.metadata.sha256_hash();
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for byte in &hash[..16] {
        // Writing to a string cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

fn content_type(path: &str) -> HeaderValue {
    HeaderValue::from_static(match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        _ => "application/octet-stream",
    })
}

/// Whether a user opens the address, rather than a page fetching it.
fn is_navigation(headers: &HeaderMap) -> bool {
    let is = |name, wanted: &str| headers.get(name).map(|value: &HeaderValue| value == wanted);
    match is("sec-fetch-mode", "navigate") {
        Some(navigates) => navigates,
        None => headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|list| list.contains("text/html")),
    }
}

fn accepted_encodings(headers: &HeaderMap) -> String {
    let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.collect::<Vec<_>>().join(",").to_ascii_lowercase()
}

/// Whether the list contains the encoding with a weight above 0.
fn accepts(list: &str, encoding: &str) -> bool {
    list.split(',').any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused =
            weight.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok()) == Some(0.0);
        name.trim() == encoding && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(path: &str, pairs: &[(&'static str, &str)]) -> Response {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        serve(&Method::GET, &path.parse().unwrap(), &headers)
    }

    #[test]
    fn ops9_client_pages_are_navigable_and_missing_files_are_404() {
        let page = get("/r/0198", &[("accept", "text/html,*/*")]);
        assert_eq!(page.status(), 200);
        assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(page.headers()["cache-control"], "no-cache");
        assert_eq!(get("/assets/gone.js", &[("accept", "*/*")]).status(), 404);
        assert_eq!(get("/r/0198", &[("accept", "text/html"), ("sec-fetch-mode", "cors")]).status(), 404);
        assert_eq!(get("/.vite/manifest.json", &[]).status(), 404);
        assert_eq!(get("/../Cargo.toml", &[]).status(), 404);
        assert_eq!(serve(&Method::POST, &"/".parse().unwrap(), &HeaderMap::new()).status(), 405);
    }

    #[test]
    fn ops9_encodings_are_chosen_by_the_clients_weights() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("gzip;q=0.5", "gzip"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("", "gzip"));
    }

    #[test]
    fn ops9_cached_file_is_not_sent_again() {
        let Some(name) = WebClient::iter().find(|name| name.starts_with(HASHED) && name.ends_with(".js"))
        else {
            // Built without the client: there is no file to request.
            return;
        };
        let path = format!("/{name}");
        let first = get(&path, &[("accept-encoding", "br")]);
        assert_eq!(first.headers()["content-encoding"], "br");
        assert_eq!(first.headers()["cache-control"], FOR_EVER);
        let tag = first.headers()["etag"].to_str().unwrap();
        assert_eq!(get(&path, &[("accept-encoding", "br"), ("if-none-match", tag)]).status(), 304);
        let plain = get(&path, &[("if-none-match", tag)]);
        assert_eq!(plain.status(), 200);
        assert!(!plain.headers().contains_key("content-encoding"));
    }
}
