//! Counts the open connections of an address and of each network around it: one count for HTTP
//! (`LIMIT_CONNECTIONS_PER_ADDRESS`) and one for sockets (`LIMIT_SOCKETS_PER_ADDRESS`), including those that
//! have not authenticated.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::arrival::address::{ClientAddress, Network};

/// Counts of this node: an entry for each address and network with an open connection.
#[derive(Debug)]
pub struct Doors {
    most: usize,
    // The key includes the level, because the first network inside another has the same address. A std mutex:
    // held for a few look-ups.
    open: Mutex<HashMap<(usize, Network), usize>>,
}

/// An open connection's place in the counts, freed on drop.
#[derive(Debug)]
pub struct Admission {
    doors: Arc<Doors>,
    address: ClientAddress,
}

impl Doors {
    /// No open connections; 0 means no limit.
    pub fn new(most: u32) -> Arc<Self> {
        Arc::new(Self { most: most as usize, open: Mutex::default() })
    }

    /// Admits one more connection, unless the address is at its limit.
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
    fn closing_a_connection_frees_its_place() {
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
    fn auth22_ipv6_site_cannot_multiply_its_connections() {
        let doors = Doors::new(2);
        let inside = |at: u32| ClientAddress::of(format!("2001:db8:1:{at:x}::1").parse().unwrap());
        let admitted: Vec<Admission> =
            (0..0x400).flat_map(|at| [inside(at), inside(at)]).filter_map(|from| doors.admit(from)).collect();
        assert_eq!(admitted.len(), 2 * 4 * 4);
        drop(admitted);
        assert!(doors.lock().is_empty());
    }
}
