//! Keeps the program's files private, whatever the permissions of their folder.

use rustix::{fs::Mode, process::umask};

/// Denies the group and others all access to files that the process creates from now on: database, uploads,
/// drafts, secrets. An existing data folder may be open to everybody.
pub fn keep_files_private() {
    umask(Mode::RWXG | Mode::RWXO);
}
