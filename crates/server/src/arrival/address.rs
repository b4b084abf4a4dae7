//! Client addresses as limits count them.

use std::{
    fmt,
    hash::{Hash, Hasher},
    net::{IpAddr, Ipv6Addr},
};

/// A client's address as limits count it: one IPv4 address, or one IPv6 network of 64 bits, the smallest that
/// providers assign. Two that count as one are equal.
#[derive(Clone, Copy)]
pub struct ClientAddress(IpAddr);

/// A network whose addresses are counted together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl ClientAddress {
    /// Number of networks counted for an IPv6 address: of 64, 56 and 48 bits, the sizes that providers
    /// assign.
    pub const LEVELS: usize = 3;
    /// Factor between the quotas of a network and of the next wider one.
    pub const RISE: u32 = 4;

    /// The counted form of an address.
    pub fn of(address: IpAddr) -> Self {
        Self(address.to_canonical())
    }

    /// The networks that the address is counted in, narrowest first; an IPv4 address is counted alone.
    pub fn networks(self) -> impl Iterator<Item = Network> {
        let wider = match self.0 {
            IpAddr::V4(_) => 1,
            IpAddr::V6(_) => Self::LEVELS,
        };
        [64, 56, 48].into_iter().take(wider).map(move |bits| self.network(bits))
    }

    /// The full address, only for the log lines that an audit needs.
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

// Keeps addresses out of logs, however a value might reach one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv6_network_counts_as_one_address() {
        let of = |text: &str| ClientAddress::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
