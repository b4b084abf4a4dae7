//! Browser cookies: the access token for every path; the refresh token and the known-device mark for `/auth`
//! only.
//!
//! Browsers share cookies between the ports of a host, so the names carry a part of the server's own: two
//! servers on one machine do not sign each other's people out. On https the names begin with `__Host-` and
//! `__Secure-`, which no page of a sibling domain or of plain http can set.
//!
//! The cookie jar of `axum-extra` would replace only `append` and `cookie` below, knows no prefixes, and keeps the last of
//! several cookies of one name; this keeps the first, which browsers send for the narrowest path (RFC 6265, 5.4).

use axum::http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};

use super::lifetimes::{ACCESS_SECONDS, SESSION_SECONDS};

/// Names that every server used until 0.1. The old refresh cookie is still read, so that an upgrade signs
/// nobody out, but it is replaced only once it has proved to be this server's. Sessions not refreshed under
/// the new names end within 30 days anyway. The old access cookie is not read: a page of a sibling domain
/// could set it, and the browser would act as that token's owner once the user's own cookie has expired.
const OLD_ACCESS: &str = "confluence_access";
const OLD_REFRESH: &str = "confluence_refresh";

const REFRESH_PATH: &str = "/api/v1/auth";
/// Seconds that a device stays known after its last sign-in: the longest that browsers allow.
const DEVICE_SECONDS: i64 = 400 * 24 * 3600;

/// Cookie names and flags of one server.
pub struct Cookies {
    access: String,
    refresh: String,
    device: String,
    secure: bool,
}

/// A refresh token as a browser sent it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BroughtRefresh<'a> {
    /// Text of the token.
    pub token: &'a str,
    /// Whether the cookie has the old name, which another server on this host may use.
    pub is_old: bool,
}

impl Cookies {
    /// Cookies of the server whose data has this epoch: the same on every node, after a restart, and under
    /// other secrets. `secure` if browsers use https.
    pub fn of(epoch: &str, secure: bool) -> Self {
        let hash = Sha256::digest(format!("cookie names {epoch}"));
        let own = format!("{:08x}", u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]));
        let (host, site) = if secure { ("__Host-", "__Secure-") } else { ("", "") };
        Self {
            access: format!("{host}confluence_access_{own}"),
            refresh: format!("{site}confluence_refresh_{own}"),
            device: format!("{site}confluence_device_{own}"),
            secure,
        }
    }

    /// Name of the access token's cookie.
    pub fn access_name(&self) -> &str {
        &self.access
    }

    /// The request's access token.
    pub fn access<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookie(headers, &self.access)
    }

    /// The request's refresh token.
    pub fn refresh<'a>(&self, headers: &'a HeaderMap) -> Option<BroughtRefresh<'a>> {
        let own = cookie(headers, &self.refresh).map(|token| BroughtRefresh { token, is_old: false });
        own.or_else(|| cookie(headers, OLD_REFRESH).map(|token| BroughtRefresh { token, is_old: true }))
    }

    /// The request's known-device mark.
    pub fn device<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookie(headers, &self.device)
    }

    /// Sets both tokens.
    pub fn set(&self, headers: &mut HeaderMap, access: &str, refresh: &str) {
        self.append(headers, &self.access, access, "/", ACCESS_SECONDS);
        self.append(headers, &self.refresh, refresh, REFRESH_PATH, SESSION_SECONDS);
    }

    /// Marks a browser as a known device.
    pub fn set_device(&self, headers: &mut HeaderMap, mark: &str) {
        self.append(headers, &self.device, mark, REFRESH_PATH, DEVICE_SECONDS);
    }

    /// Clears both tokens. The browser stays a known device.
    pub fn clear(&self, headers: &mut HeaderMap) {
        self.append(headers, &self.access, "", "/", 0);
        self.append(headers, &self.refresh, "", REFRESH_PATH, 0);
    }

    /// Clears the tokens under their old names.
    pub fn clear_old(&self, headers: &mut HeaderMap) {
        self.append(headers, OLD_ACCESS, "", "/", 0);
        self.append(headers, OLD_REFRESH, "", REFRESH_PATH, 0);
    }

    fn append(&self, headers: &mut HeaderMap, name: &str, value: &str, path: &str, seconds: i64) {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        // Tokens consist of base64url and dots, so they are always valid headers.
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.append(header::SET_COOKIE, value);
        }
    }
}

/// Value of the request's cookie with this name.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(headers: &HeaderMap) -> Vec<&str> {
        headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }

    #[test]
    fn auth10_auth26_cookies_are_http_only_lax_and_bound_to_the_host_on_https() {
        let mut headers = HeaderMap::new();
        Cookies::of("e1", true).set(&mut headers, "a.b.c", "r");
        let [access, refresh] = lines(&headers)[..] else { panic!("two cookies") };
        assert!(access.starts_with("__Host-confluence_access_"), "{access}");
        assert!(access.ends_with("=a.b.c; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"), "{access}");
        assert!(refresh.starts_with("__Secure-confluence_refresh_"), "{refresh}");
        assert!(refresh.contains("=r; Path=/api/v1/auth; Max-Age=2592000; HttpOnly"), "{refresh}");
        let mut plain = HeaderMap::new();
        Cookies::of("e1", false).clear(&mut plain);
        assert!(lines(&plain).iter().all(|line| line.starts_with("confluence_") && !line.contains("Secure")));
    }

    #[test]
    fn auth26_cookie_names_differ_between_servers_and_survive_a_restart() {
        let (one, other) = (Cookies::of("e1", false), Cookies::of("e2", false));
        assert_ne!(one.access_name(), other.access_name());
        assert_eq!(one.access_name(), Cookies::of("e1", false).access_name());
        let mut headers = HeaderMap::new();
        headers
            .append("cookie", format!("x_{}=1; {}=2", one.access_name(), one.access_name()).parse().unwrap());
        assert_eq!((one.access(&headers), other.access(&headers)), (Some("2"), None));
    }

    #[test]
    fn auth26_old_refresh_cookie_is_read_until_there_is_a_new_one() {
        let cookies = Cookies::of("e1", true);
        let mut headers = HeaderMap::new();
        headers.append("cookie", "confluence_access=1; confluence_refresh=2".parse().unwrap());
        assert_eq!(cookies.access(&headers), None);
        assert!(cookies.refresh(&headers) == Some(BroughtRefresh { token: "2", is_old: true }));
        headers.append("cookie", format!("{}=3", cookies.refresh).parse().unwrap());
        assert!(cookies.refresh(&headers) == Some(BroughtRefresh { token: "3", is_old: false }));
    }
}
