//! A small file system that a test can fill: a `tmpfs`, which only root can mount.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// The resource that runs out on a full disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// No byte is free.
    Bytes,
    /// No file can be created.
    Inodes,
}

/// A mounted file system, unmounted on drop.
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Mounts a disk of 8 MiB and 300 inodes. If mounting is not permitted, prints that the test is skipped
    /// and returns `None`, or panics if services are required.
    pub fn mount(test: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=8m,nr_inodes=300,mode=700", "tmpfs"]).arg(folder.path());
        let outcome = mount.output().unwrap();
        if outcome.status.success() {
            return Some(Self { folder });
        }
        let reason = String::from_utf8_lossy(&outcome.stderr).trim().to_owned();
        let required = std::env::var("CONFLUENCE_REQUIRE_SERVICES").is_ok_and(|value| value == "1");
        assert!(!required, "a disk cannot be mounted ({reason}), and services are required");
        let _ = writeln!(std::io::stdout(), "SKIPPED {test}: a disk cannot be mounted ({reason})");
        None
    }

    /// The data folder for a server.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Fills the disk until nothing is free.
    pub fn fill(&self, with: Filled) {
        let ballast = self.ballast();
        fs::create_dir_all(&ballast).unwrap();
        match with {
            Filled::Bytes => {
                let mut file =
                    OpenOptions::new().append(true).create(true).open(ballast.join("bytes")).unwrap();
                while file.write_all(&[7; 4096]).is_ok() {}
            }
            Filled::Inodes => {
                let mut number = fs::read_dir(&ballast).unwrap().count();
                while fs::write(ballast.join(number.to_string()), "").is_ok() {
                    number += 1;
                }
            }
        }
    }

    /// Frees everything that [`Self::fill`] used.
    pub fn free(&self) {
        fs::remove_dir_all(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        Path::join(self.folder.path(), "ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}
