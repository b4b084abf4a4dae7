//! A few files kept beside the database, so that a server can start on a full disk.
//!
//! To open a database, even for reading, SQLite creates a log and its index: two files and 32 KiB. If the
//! disk has no space for them, the reserve is released. It is created again as soon as there is space, and
//! right after the database was closed, which frees the space of the log.

use std::{
    fs, io,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// Files in the reserve: more than SQLite needs, because something else may take the space first.
const FILES: usize = 6;
/// Size of each file.
const BYTES: usize = 32 * 1024;

/// The reserve of one database file.
#[derive(Clone, Debug)]
pub struct Reserve {
    folder: PathBuf,
}

impl Reserve {
    /// The reserve of the database at this path, whether or not it exists yet.
    pub fn beside(database: &Path) -> Self {
        let mut name = database.as_os_str().to_owned();
        name.push(".reserve");
        Self { folder: name.into() }
    }

    /// Deletes the reserve. Returns `false` if there was none.
    pub fn release(&self) -> bool {
        (0..FILES).filter(|number| fs::remove_file(self.file(*number)).is_ok()).count() > 0
    }

    /// Creates missing files, as far as there is space.
    pub fn keep(&self) -> io::Result<()> {
        if !self.folder.exists() {
            fs::DirBuilder::new().mode(0o700).create(&self.folder)?;
        }
        for number in 0..FILES {
            let path = self.file(number);
            if path.exists() {
                continue;
            }
            let written = write_whole(&path);
            if written.is_err() {
                let _ = fs::remove_file(&path);
                return written;
            }
        }
        Ok(())
    }

    fn file(&self, number: usize) -> PathBuf {
        self.folder.join(number.to_string())
    }
}

/// Writes random bytes, because a compressing file system would reserve nothing for others.
fn write_whole(path: &Path) -> io::Result<()> {
    let mut bytes = vec![0; BYTES];
    rand::fill(&mut bytes[..]);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ops15_reserve_is_released_once_and_created_again() {
        let folder = tempfile::tempdir().unwrap();
        let reserve = Reserve::beside(&folder.path().join("a b.db"));
        assert!(!reserve.release());
        reserve.keep().unwrap();
        reserve.keep().unwrap();
        assert!(reserve.release());
        assert!(!reserve.release());
        reserve.keep().unwrap();
        let kept = fs::read_dir(folder.path().join("a b.db.reserve")).unwrap();
        assert_eq!(
            kept.map(|file| file.unwrap().metadata().unwrap().len()).sum::<u64>(),
            (FILES * BYTES) as u64
        );
    }
}
