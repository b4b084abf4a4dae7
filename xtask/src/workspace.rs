//! Paths in the checkout, and fingerprints of its files. Reads files; never runs anything.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// Root folder of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Folder for downloaded tools; ignored by git.
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// Folder of compiled programs and of our own build stamps.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Fingerprint of the names and contents of files and whole folders; missing paths are allowed.
///
/// Not cryptographic: it only tells whether something changed since the last build, and a collision costs one
/// stale build.
pub fn fingerprint(paths: &[PathBuf], salt: &str) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    salt.hash(&mut hasher);
    for path in paths {
        fold(path, &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn fold(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    path.hash(hasher);
    if path.is_dir() {
        let mut children: Vec<PathBuf> =
            fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        children.sort();
        for child in children {
            fold(&child, hasher)?;
        }
    } else if path.is_file() {
        fs::read(path)?.hash(hasher);
    }
    Ok(())
}
