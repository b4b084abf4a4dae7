//! Origins of pages, and their hosts.

use std::{net::IpAddr, str::FromStr};

use axum::http::Uri;

/// Scheme, host and port of a page, as browsers write them: lower case, default ports omitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Text as in an `Origin` header.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host alone; an IPv6 address has brackets.
    pub fn host(&self) -> &str {
        let authority = self.0.split_once("://").map_or("", |(_, authority)| authority);
        without_port(authority)
    }
}

impl FromStr for Origin {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let uri: Uri = text.parse().map_err(|_| ())?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https")).ok_or(())?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or(())?;
        // A bare authority is parsed with the path "/"; an explicit one is not part of an origin.
        if uri.query().is_some() || uri.path() != "/" || text.ends_with('/') || authority.host().is_empty() {
            return Err(());
        }
        let host = authority.host().to_ascii_lowercase();
        let usual = if scheme == "https" { 443 } else { 80 };
        match authority.port_u16() {
            // A colon without a valid number.
            None if authority.as_str().ends_with(':') || authority.port().is_some() => Err(()),
            Some(port) if port != usual => Ok(Self(format!("{scheme}://{host}:{port}"))),
            _ => Ok(Self(format!("{scheme}://{host}"))),
        }
    }
}

/// Whether a host means the client's own machine: `localhost`, a name below it, or a loopback address.
pub fn is_loopback_host(host: &str) -> bool {
    is_localhost(host) || address(host).is_some_and(|address| address.to_canonical().is_loopback())
}

/// Whether the host is `localhost` or a name below it.
pub fn is_localhost(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}

/// Parses the host as an address; IPv6 may have brackets.
pub fn address(host: &str) -> Option<IpAddr> {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).parse().ok()
}

fn without_port(authority: &str) -> &str {
    authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(authority, |(host, _)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_normalized_as_browsers_write_them() {
        let of = |text: &str| text.parse::<Origin>();
        assert_eq!(of("HTTPS://Chat.Example.org:443").unwrap().as_str(), "https://chat.example.org");
        assert_eq!(of("http://a:80").unwrap(), of("http://a").unwrap());
        for bad in
            ["", "*", "null", "a.b", "ftp://a", "https://a/b", "https://u@a", "https://a?x", "https://a:"]
        {
            assert!(of(bad).is_err(), "{bad}");
        }
    }
}
