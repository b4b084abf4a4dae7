//! How many connections an address has open: one count for HTTP (`LIMIT_CONNECTIONS_PER_ADDRESS`), one for
//! sockets (`LIMIT_SOCKETS_PER_ADDRESS`), which include those that have not said who they are.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::address::ClientAddress;

/// The counts of this node: one entry per address that has a connection open.
#[derive(Debug)]
pub struct Doors {
    most: usize,
    // A std mutex: held for one look-up.
    open: Mutex<HashMap<ClientAddress, usize>>,
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
        let count = open.entry(address).or_insert(0);
        if self.most > 0 && *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Admission { doors: Arc::clone(self), address })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ClientAddress, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        let mut open = self.doors.lock();
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
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
}
