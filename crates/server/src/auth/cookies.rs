//! The two cookies of a browser: the access token for everything, the refresh token for `/auth` only.

use axum::http::{HeaderMap, HeaderValue, header};

use super::{ACCESS_SECONDS, SESSION_SECONDS};

/// The access token; sent with every request.
pub const ACCESS_COOKIE: &str = "confluence_access";
/// The refresh token; sent only where it is used.
pub const REFRESH_COOKIE: &str = "confluence_refresh";

const REFRESH_PATH: &str = "/api/v1/auth";

/// The value of a cookie of that name, if the request has one.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Gives a browser both tokens; `secure` where it reaches the server by https.
pub fn set_cookies(headers: &mut HeaderMap, access: &str, refresh: &str, secure: bool) {
    append(headers, ACCESS_COOKIE, access, "/", ACCESS_SECONDS, secure);
    append(headers, REFRESH_COOKIE, refresh, REFRESH_PATH, SESSION_SECONDS, secure);
}

/// Takes both tokens from a browser.
pub fn clear_cookies(headers: &mut HeaderMap, secure: bool) {
    append(headers, ACCESS_COOKIE, "", "/", 0, secure);
    append(headers, REFRESH_COOKIE, "", REFRESH_PATH, 0, secure);
}

fn append(headers: &mut HeaderMap, name: &str, value: &str, path: &str, seconds: i64, secure: bool) {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    // Tokens are base64url and dots: always a valid header.
    if let Ok(value) = HeaderValue::try_from(text) {
        headers.append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auth10_cookies_are_http_only_lax_and_secure_on_https() {
        let mut headers = HeaderMap::new();
        set_cookies(&mut headers, "a.b.c", "r", true);
        let lines: Vec<_> = headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap()).collect();
        assert_eq!(lines[0], "confluence_access=a.b.c; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
        assert!(lines[1].starts_with("confluence_refresh=r; Path=/api/v1/auth; Max-Age=2592000; HttpOnly"));
        let mut plain = HeaderMap::new();
        clear_cookies(&mut plain, false);
        assert!(plain.get_all("set-cookie").iter().all(|v| !v.to_str().unwrap().contains("Secure")));
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append("cookie", "x_confluence_access=1; confluence_access=2".parse().unwrap());
        headers.append("cookie", "confluence_refresh=3".parse().unwrap());
        assert_eq!(cookie(&headers, ACCESS_COOKIE), Some("2"));
        assert_eq!(cookie(&headers, REFRESH_COOKIE), Some("3"));
        assert_eq!(cookie(&headers, "other"), None);
    }
}
