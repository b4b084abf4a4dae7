//! Where a request comes from, as far as that can be believed.
//!
//! A forwarded address counts only where the connection itself comes from a trusted proxy; then the
//! rightmost untrusted address wins, because everything to its left can be made up by the client.

use std::{
    convert::Infallible,
    fmt,
    hash::{Hash, Hasher},
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};

use crate::{app::App, config};

/// An address as limits count it: one IPv4 address, or one IPv6 network of 64 bits, which is the least
/// that anybody is given. Two that count as one are equal.
#[derive(Clone, Copy)]
pub struct ClientAddress(IpAddr);

/// Addresses that are counted together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl ClientAddress {
    /// Networks around an IPv6 address that are counted: of 64, 56 and 48 bits, as providers give them out.
    pub const LEVELS: usize = 3;
    /// How many times the quota of the network inside it a wider network has.
    pub const RISE: u32 = 4;

    /// The counted form of an address.
    pub fn of(address: IpAddr) -> Self {
        Self(address.to_canonical())
    }

    /// The networks that it is counted in, the narrowest first; an IPv4 address is counted alone.
    pub fn networks(self) -> impl Iterator<Item = Network> {
        let wider = match self.0 {
            IpAddr::V4(_) => 1,
            IpAddr::V6(_) => Self::LEVELS,
        };
        [64, 56, 48].into_iter().take(wider).map(move |bits| self.network(bits))
    }

    /// The address itself, for the lines of the log that an audit needs and for nothing else.
    pub fn for_audit(self) -> impl fmt::Display {
        self.0
    }

    fn network(self, bits: u32) -> Network {
        Network(match self.0 {
            IpAddr::V4(four) => IpAddr::V4(four),
            IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & (u128::MAX << (128 - bits)))),
        })
    }
}

impl PartialEq for ClientAddress {
    fn eq(&self, other: &Self) -> bool {
        self.network(64) == other.network(64)
    }
}

impl Eq for ClientAddress {}

impl Hash for ClientAddress {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.network(64).hash(state);
    }
}

// Addresses stay out of logs, by whatever way a value might reach one.
impl fmt::Debug for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientAddress(…)")
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network(…)")
    }
}

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        // Without a connection (a request made inside a test) everybody shares one address.
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        Ok(Self::of(behind_proxies(peer, &parts.headers, &app.config.trusted_proxies)))
    }
}

fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[config::Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer) {
        return peer;
    }
    let mut nearest = peer;
    let lists = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = lists.flat_map(|list| list.split(',')).collect();
    for hop in hops.into_iter().rev() {
        // What cannot be read was not written by a proxy of ours: the walk ends at the last one known.
        let Some(address) = parse_hop(hop.trim()) else { break };
        nearest = address;
        if !is_trusted(address) {
            break;
        }
    }
    nearest
}

/// An address as proxies write it: bare, in brackets, or with a port.
fn parse_hop(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()))
        .ok()
        .or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &str) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<config::Network> =
            trusted.split_whitespace().map(|text| text.parse().unwrap()).collect();
        behind_proxies(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn ops7_the_rightmost_untrusted_address_wins() {
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, 9.9.9.9"], ""), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, 9.9.9.9"], "10.0.0.0/8"), "9.9.9.9");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1", "9.9.9.9, 10.0.0.2"], "10.0.0.0/8"), "9.9.9.9");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, nonsense, 10.0.0.2"], "10.0.0.0/8"), "10.0.0.2");
        assert_eq!(seen("::1", &["[2001:db8::1]:80"], "::1"), "2001:db8::1");
        assert_eq!(seen("10.0.0.1", &[], "10.0.0.0/8"), "10.0.0.1");
    }

    #[test]
    fn an_ipv6_network_counts_as_one() {
        let of = |text: &str| ClientAddress::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
