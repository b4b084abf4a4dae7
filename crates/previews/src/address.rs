//! Global addresses: the only ones that a stranger's link may make this server contact.
//!
//! Everything that is not clearly global is refused, according to IANA's special-purpose registries (RFC 6890
//! and later): this machine, its networks, their neighbours, and every way to embed such an address in
//! another one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 networks that are not global, with their prefix lengths.
const NOT_GLOBAL: [([u8; 4], u32); 17] = [
    ([0, 0, 0, 0], 8),       // this network
    ([10, 0, 0, 0], 8),      // private
    ([100, 64, 0, 0], 10),   // behind a carrier's translation
    ([127, 0, 0, 0], 8),     // loopback
    ([169, 254, 0, 0], 16),  // link-local, and the metadata of clouds
    ([172, 16, 0, 0], 12),   // private
    ([192, 0, 0, 0], 24),    // protocol assignments
    ([192, 0, 2, 0], 24),    // documentation
    ([192, 31, 196, 0], 24), // AS112
    ([192, 52, 193, 0], 24), // AMT
    ([192, 88, 99, 0], 24),  // 6to4 relays
    ([192, 168, 0, 0], 16),  // private
    ([192, 175, 48, 0], 24), // AS112
    ([198, 18, 0, 0], 15),   // benchmarks
    ([198, 51, 100, 0], 24), // documentation
    ([203, 0, 113, 0], 24),  // documentation
    ([224, 0, 0, 0], 3),     // multicast, reserved, broadcast
];

/// Networks that are not global within `2000::/3`, the only global part of IPv6.
const NOT_GLOBAL_6: [([u16; 3], u32); 5] = [
    ([0x2001, 0, 0], 23),         // Teredo, ORCHID and other protocols
    ([0x2001, 0x0db8, 0], 32),    // documentation
    ([0x2002, 0, 0], 16),         // 6to4: an IPv4 address inside
    ([0x2620, 0x4f, 0x8000], 48), // AS112
    ([0x3fff, 0, 0], 20),         // documentation
];

/// Whether an address is global.
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_global_4(address),
        // IPv4-mapped, compatible and translated (NAT64) addresses are outside 2000::/3, like loopback,
        // link-local, unique local and multicast ones.
        IpAddr::V6(address) => is_global_6(address),
    }
}

fn is_global_4(address: Ipv4Addr) -> bool {
    !NOT_GLOBAL.iter().any(|(network, length)| {
        (address.to_bits() ^ Ipv4Addr::from_octets(*network).to_bits()) >> (32 - length) == 0
    })
}

fn is_global_6(address: Ipv6Addr) -> bool {
    let bits = address.to_bits();
    bits >> 125 == 1
        && !NOT_GLOBAL_6.iter().any(|([a, b, c], length)| {
            let network = Ipv6Addr::new(*a, *b, *c, 0, 0, 0, 0, 0).to_bits();
            (bits ^ network) >> (128 - length) == 0
        })
}
