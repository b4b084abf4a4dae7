//! Free space on a file system.

use std::{io, path::Path};

use rustix::fs::statvfs;

/// Below this, a disk counts as full: the least that SQLite's log grows by.
const LEAST_BYTES: u64 = 64 * 1024;
/// A full disk counts as full until this much is free; otherwise one at the limit would change state every
/// second.
const ENOUGH_BYTES: u64 = 256 * 1024;

/// Free space for this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Free bytes.
    pub bytes: u64,
    /// Files that can be created; `None` if the file system does not count them.
    pub inodes: Option<u64>,
}

impl Space {
    /// Space on the file system of a folder or file.
    pub fn of(path: &Path) -> io::Result<Self> {
        let found = statvfs(path)?;
        let counts_inodes = found.f_files > 0;
        Ok(Self {
            bytes: found.f_bavail.saturating_mul(found.f_frsize),
            inodes: counts_inodes.then_some(found.f_favail),
        })
    }

    /// Whether a disk that was full still counts as full.
    pub fn is_still_full(self) -> bool {
        self.bytes < ENOUGH_BYTES || self.inodes == Some(0)
    }

    /// Whether almost nothing can be written.
    pub fn is_full(self) -> bool {
        self.bytes < LEAST_BYTES || self.inodes == Some(0)
    }
}

/// Whether the disk of `path` is full; `false` if that cannot be determined.
pub fn is_full(path: &Path) -> bool {
    Space::of(path).is_ok_and(Space::is_full)
}

/// Describes the free space for an operator.
pub fn describe_space(path: &Path) -> String {
    match Space::of(path) {
        Ok(Space { bytes, inodes: Some(inodes) }) => {
            format!("{} KiB and {inodes} files are free", bytes / 1024)
        }
        Ok(Space { bytes, inodes: None }) => format!("{} KiB are free", bytes / 1024),
        Err(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ops14_no_bytes_or_no_inodes_is_full() {
        let space = |bytes, inodes| Space { bytes, inodes };
        assert!(space(0, None).is_full() && space(1 << 30, Some(0)).is_full());
        assert!(!space(1 << 30, None).is_full() && !space(1 << 30, Some(7)).is_full());
    }
}
