//! Files of the program are nobody else's business, whatever the folder lets others do.

use rustix::{fs::Mode, process::umask};

/// Takes from the group and from others every right to what the process makes from now on: database, files
/// that people send, drafts, secrets. A data folder that was there before may be open to all.
pub fn keep_files_private() {
    umask(Mode::RWXG | Mode::RWXO);
}
