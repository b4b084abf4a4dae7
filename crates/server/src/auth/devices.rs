//! Devices that have been signed in to an account before, and how they prove it.
//!
//! A known device has its own allowance of password attempts, so someone guessing from many places cannot
//! lock the owner out. The mark gives no access and reveals nothing about the account: it is a keyed hash of
//! the username and a number that the device keeps.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::config::{Config, Secret, keyed_hash};

/// Size of a device number and of each mark.
const BYTES: usize = 16;
/// Accounts that one device can be known to; the least recently used one is dropped.
const ACCOUNTS: usize = 4;

/// Random number that identifies a device.
pub type DeviceNumber = [u8; BYTES];

/// Makes and checks device marks, with the current secret and the previous one.
pub struct Devices {
    keys: Vec<[u8; 32]>,
}

/// What a device keeps: its number, and a mark for each account signed in there.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownDevice {
    number: DeviceNumber,
    marks: Vec<[u8; BYTES]>,
}

impl Devices {
    /// With the secrets of the configuration.
    pub fn new(config: &Config) -> Self {
        let secrets = [Some(&config.jwt_secret), config.jwt_secret_previous.as_ref()];
        Self {
            keys: secrets
                .into_iter()
                .flatten()
                .map(|secret: &Secret| secret.derive("known device"))
                .collect(),
        }
    }

    /// Whether the account was signed in on the device before.
    pub fn knows(&self, device: &KnownDevice, username: &str) -> bool {
        let right = |key: &[u8; 32]| {
            let mark = mark(key, &device.number, username);
            device.marks.iter().any(|brought| is_same(brought, &mark))
        };
        self.keys.iter().any(right)
    }

    /// Marks the device, or a new one, as known to the account.
    pub fn marked(&self, device: Option<KnownDevice>, username: &str) -> KnownDevice {
        let mut device = device.unwrap_or_else(|| KnownDevice { number: rand::random(), marks: Vec::new() });
        device.marks.retain(|brought| {
            self.keys.iter().all(|key| !is_same(brought, &mark(key, &device.number, username)))
        });
        if let Some(key) = self.keys.first() {
            device.marks.insert(0, mark(key, &device.number, username));
        }
        device.marks.truncate(ACCOUNTS);
        device
    }
}

impl KnownDevice {
    /// Parses what a browser sent, if it has the right form.
    pub fn parse(text: &str) -> Option<Self> {
        let longest = (BYTES * (1 + ACCOUNTS)).div_ceil(3) * 4;
        let bytes = (text.len() <= longest).then(|| URL_SAFE_NO_PAD.decode(text).ok())??;
        let (pieces, []) = bytes.as_chunks::<BYTES>() else { return None };
        let (number, marks) = pieces.split_first()?;
        Some(Self { number: *number, marks: marks.to_vec() })
    }

    /// Number that identifies the device.
    pub const fn number(&self) -> DeviceNumber {
        self.number
    }

    /// Text for the cookie.
    pub fn as_text(&self) -> String {
        URL_SAFE_NO_PAD.encode([&[self.number], self.marks.as_slice()].concat().concat())
    }
}

/// Mark of a device for an account. Usernames are folded, as they are when signing in.
fn mark(key: &[u8; 32], number: &[u8; BYTES], username: &str) -> [u8; BYTES] {
    let message = [number.as_slice(), username.to_ascii_lowercase().as_bytes()].concat();
    let hash = keyed_hash(key, &message);
    std::array::from_fn(|place| hash[place])
}

/// Compares every byte, so that timing does not reveal how many match.
fn is_same(one: &[u8; BYTES], other: &[u8; BYTES]) -> bool {
    one.iter().zip(other).fold(0, |wrong, (one, other)| wrong | (one ^ other)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn devices(keys: &[u8]) -> Devices {
        Devices { keys: keys.iter().map(|key| [*key; 32]).collect() }
    }

    #[test]
    fn auth23_device_is_known_to_accounts_that_signed_in_on_it() {
        let devices = devices(&[1]);
        let kept = devices.marked(None, "ana").as_text();
        let device = KnownDevice::parse(&kept).unwrap();
        assert!(devices.knows(&device, "Ana"));
        assert!(!devices.knows(&device, "ben"));
        let both = devices.marked(Some(device), "ben");
        assert!(devices.knows(&both, "ana") && devices.knows(&both, "ben"));
        assert_eq!(devices.marked(Some(both.clone()), "ana").marks.len(), 2);
        let crowded = ["c1", "c2", "c3"].iter().fold(both, |kept, name| devices.marked(Some(kept), name));
        assert_eq!(crowded.marks.len(), ACCOUNTS);
        assert!(KnownDevice::parse(&crowded.as_text()).is_some_and(|read| devices.knows(&read, "c1")));
    }

    #[test]
    fn auth23_mark_of_another_secret_or_device_is_ignored() {
        let ours = devices(&[1]);
        let device = ours.marked(None, "ana");
        assert!(devices(&[2, 1]).knows(&device, "ana"), "while secrets are exchanged");
        assert!(!devices(&[2]).knows(&device, "ana"));
        let stolen = KnownDevice { number: [7; BYTES], ..device };
        assert!(!ours.knows(&stolen, "ana"));
        for bad in ["", "x", "AAAA", &"A".repeat(1000)] {
            assert!(KnownDevice::parse(bad).is_none_or(|device| !ours.knows(&device, "ana")), "{bad}");
        }
    }
}
