//! Which devices have been signed in to an account before: what they prove it with, and the proof's check.
//!
//! A known device has tries at a password of its own, so whoever guesses at an account from many places
//! cannot keep its owner out. The mark gives no access, and says nothing about the account: it is a keyed
//! hash of the username and a number that the device keeps.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::config::{Config, Secret, keyed_hash};

/// Bytes of the device's number and of each mark.
const BYTES: usize = 16;
/// Accounts that one device can be known to; the one not used for longest is dropped.
const ACCOUNTS: usize = 4;

/// A random number that identifies a device.
pub type DeviceNumber = [u8; BYTES];

/// Makes and checks the marks of devices, under the current secret and the one before it.
pub struct Devices {
    keys: Vec<[u8; 32]>,
}

/// What a device keeps: its number, and a mark for each account that was signed in there.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownDevice {
    number: DeviceNumber,
    marks: Vec<[u8; BYTES]>,
}

impl Devices {
    /// Under the secrets of the configuration.
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

    /// Whether that account was signed in on that device.
    pub fn knows(&self, device: &KnownDevice, username: &str) -> bool {
        let right = |key: &[u8; 32]| {
            let mark = mark(key, &device.number, username);
            device.marks.iter().any(|brought| is_same(brought, &mark))
        };
        self.keys.iter().any(right)
    }

    /// The device, a new one where there was none, after that account has been signed in on it.
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
    /// What a browser sent, if it has the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        let longest = (BYTES * (1 + ACCOUNTS)).div_ceil(3) * 4;
        let bytes = (text.len() <= longest).then(|| URL_SAFE_NO_PAD.decode(text).ok())??;
        let (pieces, []) = bytes.as_chunks::<BYTES>() else { return None };
        let (number, marks) = pieces.split_first()?;
        Some(Self { number: *number, marks: marks.to_vec() })
    }

    /// The number that identifies it.
    pub const fn number(&self) -> DeviceNumber {
        self.number
    }

    /// As a browser keeps it.
    pub fn as_text(&self) -> String {
        URL_SAFE_NO_PAD.encode([&[self.number], self.marks.as_slice()].concat().concat())
    }
}

/// Names fold, as they do when somebody signs in.
fn mark(key: &[u8; 32], number: &[u8; BYTES], username: &str) -> [u8; BYTES] {
    let message = [number.as_slice(), username.to_ascii_lowercase().as_bytes()].concat();
    let hash = keyed_hash(key, &message);
    std::array::from_fn(|place| hash[place])
}

/// Every byte is compared, so that time does not tell how many were right.
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
    fn auth23_a_device_is_known_to_the_accounts_that_were_signed_in_on_it() {
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
    fn auth23_a_mark_of_another_secret_or_device_does_not_count() {
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
