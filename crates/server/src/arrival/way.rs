//! How a request reached the server: directly from this machine, or possibly for somebody else.
//!
//! The first account is the administrator, so a request that could come from a stranger needs the setup code.
//! A proxy on this machine connects from loopback just as its owner does; only the request itself can tell
//! them apart. If in doubt, the code is required.

use std::{
    net::{IpAddr, SocketAddr},
    sync::OnceLock,
};

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, Uri, Version, header, request::Parts},
};

use crate::config::{Config, is_loopback_host};

/// Where a request comes from, to decide whether it needs the setup code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// A program on this machine connected directly, and nobody else can reach the server.
    Local,
    /// Anywhere else, or unknown.
    Elsewhere,
}

/// Headers that proxies and content delivery networks add, besides all `X-Forwarded-…`.
const FORWARDING: [&str; 14] = [
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-original-host",
    "x-original-forwarded-for",
    "x-envoy-external-address",
    "x-proxyuser-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "fastly-client-ip",
    "cdn-loop",
    "proxy-connection",
];

/// Whether the headers show that a proxy forwarded the request.
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.keys().any(|name| {
        let name = name.as_str();
        name.starts_with("x-forwarded-") || FORWARDING.contains(&name)
    })
}

/// Address at the other end of the connection; `None` if there is no connection.
pub fn peer(parts: &Parts) -> Option<IpAddr> {
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical())
}

impl Arrival {
    /// How these parts of a request arrived at a server of that configuration.
    pub fn of(parts: &Parts, config: &Config) -> Self {
        // HTTP/1.0 is what some proxies speak to the server behind them, and no browser does.
        let is_local = !config.is_reachable_from_elsewhere()
            && peer(parts).is_some_and(|peer| peer.is_loopback())
            && parts.version >= Version::HTTP_11
            && names_loopback(&parts.uri, &parts.headers)
            && !is_forwarded(&parts.headers);
        if is_local { Self::Local } else { Self::Elsewhere }
    }
}

/// Whether the client addressed this machine by a name that only means this machine. A proxy that adds no
/// header of its own passes the public name on.
fn names_loopback(uri: &Uri, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => {
            host.to_str().ok().and_then(|host| host.parse::<axum::http::uri::Authority>().ok())
        }
        _ => None,
    };
    let whole_address = uri.host().is_none_or(is_loopback_host);
    host.is_some_and(|host| is_loopback_host(host.host())) && whole_address
}

/// Detects a proxy that is in use but not trusted to report client addresses.
#[derive(Debug, Default)]
pub struct ProxyWatch(OnceLock<()>);

impl ProxyWatch {
    /// Checks one request, and logs a warning for the first one that came through such a proxy. Without it,
    /// the first sign would be users locked out by each other's limits.
    pub fn look(&self, parts: &Parts, config: &Config) {
        if self.0.get().is_some() || !is_forwarded(&parts.headers) {
            return;
        }
        let Some(peer) = peer(parts) else { return };
        let is_trusted = config.trusted_proxies.iter().any(|network| network.contains(peer));
        // Strangers can send these headers too; they are reliable only behind a proxy.
        if is_trusted || (config.public_url.is_none() && !peer.is_loopback()) {
            return;
        }
        self.0.get_or_init(|| {
            tracing::warn!(
                "requests arrive through a proxy that is not in TRUSTED_PROXIES, so everybody behind it \
                 counts as one address in every limit; set TRUSTED_PROXIES to the proxy's address"
            );
        });
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;
    use crate::config::Settings;

    fn config(change: impl FnOnce(&mut Settings)) -> Config {
        let folder = tempfile::tempdir().unwrap();
        let mut settings =
            Settings { data_dir: Some(folder.path().display().to_string()), ..Settings::default() };
        change(&mut settings);
        settings.into_config().unwrap()
    }

    fn parts(from: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().uri("/api/v1/auth/sign-up");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(from.parse().unwrap(), 40_000)));
        parts
    }

    const HERE: (&str, &str) = ("host", "127.0.0.1:3000");

    #[test]
    fn auth20_direct_request_from_this_machine_is_local() {
        let config = config(|_| {});
        for host in ["127.0.0.1:3000", "localhost:3000", "[::1]:3000", "chat.localhost"] {
            assert_eq!(
                Arrival::of(&parts("127.0.0.1", &[("host", host)]), &config),
                Arrival::Local,
                "{host}"
            );
        }
        assert_eq!(Arrival::of(&parts("::1", &[HERE]), &config), Arrival::Local);
        assert_eq!(Arrival::of(&parts("::ffff:127.0.0.1", &[HERE]), &config), Arrival::Local);
    }

    #[test]
    fn auth20_request_with_any_sign_of_a_proxy_is_from_elsewhere() {
        let config = config(|_| {});
        for header in
            ["Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Whatever"]
        {
            let forwarded = parts("127.0.0.1", &[HERE, (header, "")]);
            assert_eq!(Arrival::of(&forwarded, &config), Arrival::Elsewhere, "{header}");
        }
        for host in ["chat.example.org", "localhost.example.org", "192.0.2.1:3000", ""] {
            let named = parts("127.0.0.1", &[("host", host)]);
            assert_eq!(Arrival::of(&named, &config), Arrival::Elsewhere, "{host}");
        }
        assert_eq!(Arrival::of(&parts("127.0.0.1", &[]), &config), Arrival::Elsewhere);
        assert_eq!(Arrival::of(&parts("192.0.2.9", &[HERE]), &config), Arrival::Elsewhere);
        let mut old = parts("127.0.0.1", &[HERE]);
        old.version = Version::HTTP_10;
        assert_eq!(Arrival::of(&old, &config), Arrival::Elsewhere);
    }

    #[test]
    fn auth20_reachable_server_has_no_local_requests() {
        let direct = parts("127.0.0.1", &[HERE]);
        for config in [
            config(|settings| settings.listen = Some("0.0.0.0:3000".to_owned())),
            config(|settings| settings.public_url = Some("https://chat.example.org".to_owned())),
            config(|settings| settings.trusted_proxies = Some("127.0.0.1".to_owned())),
        ] {
            assert_eq!(Arrival::of(&direct, &config), Arrival::Elsewhere);
        }
        let config = config(|settings| settings.public_url = Some("http://localhost:3000".to_owned()));
        assert_eq!(Arrival::of(&direct, &config), Arrival::Local);
    }
}
