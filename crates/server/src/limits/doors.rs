//! How many connections an address, and each network around it, has open: one count for HTTP
//! (`LIMIT_CONNECTIONS_PER_ADDRESS`), one for sockets (`LIMIT_SOCKETS_PER_ADDRESS`), which include those that have not
//! said who they are.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::arrival::address::{ClientAddress, Network};

/// The counts of this node: an entry for each address and network that has a connection open.
#[derive(Debug)]
pub struct Doors {
    most: usize,
    // By how wide the network is, too: the first network inside another one has the same address. A std mutex: held for
    // a few look-ups.
    open: Mutex<HashMap<(usize, Network), usize>>,
}

/// An open connection's place in the count; dropping it gives it back.
#[derive(Debug)]
pub struct Admission {
    doors: Arc<Doors>,
    address: ClientAddress,
}

impl Doors {
    /// Nobody is in; 0 is no limit.
    pub fn new(most: u32) -> Arc<Self> {
        Arc::new(Self { most: most as usize, open: Mutex::default() })
    }

    /// Lets one more in, unless the address has its share.
    pub fn admit(self: &Arc<Self>, address: ClientAddress) -> Option<Admission> {
        let mut open = self.lock();
        let mut most = self.most;
        for network in address.networks().enumerate() {
            if self.most > 0 && open.get(&network).is_some_and(|count| *count >= most) {
                return None;
            }
            most = most.saturating_mul(ClientAddress::RISE as usize);
        }
        for network in address.networks().enumerate() {
            *open.entry(network).or_insert(0) += 1;
        }
        Some(Admission { doors: Arc::clone(self), address })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(usize, Network), usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        let mut open = self.doors.lock();
        for network in self.address.networks().enumerate() {
            if let Some(count) = open.get_mut(&network) {
                *count -= 1;
                if *count == 0 {
                    open.remove(&network);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_and_gets_it_back() {
        let doors = Doors::new(2);
        let address = ClientAddress::of("192.0.2.1".parse().unwrap());
        let first = doors.admit(address).unwrap();
        let second = doors.admit(address).unwrap();
        assert!(doors.admit(address).is_none());
        assert!(doors.admit(ClientAddress::of("192.0.2.2".parse().unwrap())).is_some());
        drop(first);
        assert!(doors.admit(address).is_some());
        drop(second);
        assert!(doors.lock().is_empty());
    }

    #[test]
    fn auth22_an_ipv6_site_does_not_have_as_many_connections_as_networks() {
        let doors = Doors::new(2);
        let inside = |at: u32| ClientAddress::of(format!("2001:db8:1:{at:x}::1").parse().unwrap());
        let admitted: Vec<Admission> =
            (0..0x400).flat_map(|at| [inside(at), inside(at)]).filter_map(|from| doors.admit(from)).collect();
        assert_eq!(admitted.len(), 2 * 4 * 4);
        drop(admitted);
        assert!(doors.lock().is_empty());
    }
}
