//! Origins of pages, and the hosts in them.

use std::{net::IpAddr, str::FromStr};

use axum::http::Uri;

/// Scheme, host and port of a page, as browsers write it: lower case, default ports left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// As it stands in an `Origin` header.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host alone; an IPv6 address is in brackets.
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
        // A path of "/" is what a bare authority is read as; a written one is not an origin's.
        if uri.query().is_some() || uri.path() != "/" || text.ends_with('/') || authority.host().is_empty() {
            return Err(());
        }
        let host = authority.host().to_ascii_lowercase();
        let usual = if scheme == "https" { 443 } else { 80 };
        match authority.port_u16() {
            // A colon without a number that fits.
            None if authority.as_str().ends_with(':') || authority.port().is_some() => Err(()),
            Some(port) if port != usual => Ok(Self(format!("{scheme}://{host}:{port}"))),
            _ => Ok(Self(format!("{scheme}://{host}"))),
        }
    }
}

/// Whether a host means the machine of whoever asks for it: `localhost`, a name below it, or a loopback
/// address.
pub fn is_loopback_host(host: &str) -> bool {
    is_localhost(host) || address(host).is_some_and(|address| address.to_canonical().is_loopback())
}

/// Whether it is `localhost` or a name below it.
pub fn is_localhost(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}

/// The address that a host is, if it is one; an IPv6 address may stand in brackets.
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
    fn origins_are_compared_as_browsers_write_them() {
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
