//! A server's claim to its data folder, so that no two servers use it at the same time.
//!
//! The claim is an advisory lock (`flock`) on the folder itself, which takes neither space nor an inode and
//! ends with the process, however it ends. The note in the folder is locked too, because network file systems
//! only support locks on files. Operator commands take no claim: they work beside a running server.

use std::{
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::{
    host,
    note::{Note, State},
};
use crate::{clock::Clock, config::Config};

/// How long a new server waits for another one that is not stopping yet: its signal may be on the way.
const GRACE: Duration = Duration::from_secs(1);
/// How long a new server waits for one that is stopping: a little longer than stopping may take.
const HANDOVER: Duration = Duration::from_secs(20);
/// Interval between attempts.
const BEAT: Duration = Duration::from_millis(50);

/// Why this server may not use a folder or database.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// Another server is using it.
    #[error(
        "{what} is in use by another server{}; stop that server, or give this one a data folder of its own \
         (DATA_DIR)",
        holder.as_ref().map(|note| format!(" ({note})")).unwrap_or_default()
    )]
    Taken {
        /// Description and path of what is in use.
        what: String,
        /// Note of the other server, if known.
        holder: Option<Note>,
    },
    /// The data folder cannot be opened.
    #[error("the data folder {} cannot be opened: {cause}", folder.display())]
    Unreadable {
        /// Path of the data folder.
        folder: PathBuf,
        /// Error of the file system.
        cause: io::Error,
    },
}

/// The claim of this process, released on drop.
#[derive(Debug)]
pub struct Claim {
    folder: PathBuf,
    note: Note,
    served_before: bool,
    /// The folder, its note, and a database outside it. Never read, only held.
    _held: Vec<File>,
}

impl Claim {
    /// Claims the data folder, and a SQLite file outside it. Waits for a server that is stopping.
    pub async fn take(config: &Config, clock: &Clock) -> Result<Self, ClaimError> {
        let folder = config.data_dir.clone();
        let opened =
            File::open(&folder).map_err(|cause| ClaimError::Unreadable { folder: folder.clone(), cause })?;
        let mut held = Vec::new();
        if !lock_in_time(&opened, &folder).await {
            let what = format!("the data folder {}", folder.display());
            return Err(ClaimError::Taken { what, holder: Note::of(&folder) });
        }
        held.push(opened);
        let before = Note::of(&folder);
        let served_before = before.is_some_and(|note| note.state != State::New);
        let note = Note {
            process: std::process::id(),
            host: host::name(),
            since: clock.now().to_string(),
            state: if served_before { State::Serving } else { State::New },
        };
        if let Some(file) = Note::file(&folder) {
            if !lock_in_time(&file, &folder).await {
                let what = format!("the data folder {}", folder.display());
                return Err(ClaimError::Taken { what, holder: Note::of(&folder) });
            }
            held.push(file);
        }
        note.write(&folder);
        if let Some(database) = config.database.elsewhere(&folder)
            && let Ok(file) = File::open(database)
        {
            if !lock_in_time(&file, &folder).await {
                let what = format!("the database {}", database.display());
                return Err(ClaimError::Taken { what, holder: None });
            }
            held.push(file);
        }
        Ok(Self { folder, note, served_before, _held: held })
    }

    /// Whether a server had a database here before.
    pub const fn served_before(&self) -> bool {
        self.served_before
    }

    /// Records that a database now belongs to this folder.
    pub fn serving(&mut self) {
        self.say(State::Serving);
    }

    /// Tells a server that waits for the folder to keep waiting: this one is stopping.
    pub fn stopping(&mut self) {
        self.say(State::Stopping);
    }

    fn say(&mut self, state: State) {
        self.note.state = state;
        self.note.write(&self.folder);
    }
}

/// Whether the lock was obtained in time; immediate if nobody holds it.
async fn lock_in_time(file: &File, folder: &Path) -> bool {
    let begun = Instant::now();
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = false;
    loop {
        beats.tick().await;
        match file.try_lock() {
            Ok(()) => return true,
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => {
                // Some network file systems have no such locks. A server that ran there before must still
                // start.
                tracing::warn!(
                    cause = %error,
                    folder = %folder.display(),
                    "the file system has no locks; make sure that no second server uses this folder"
                );
                return true;
            }
        }
        let stops = Note::of(folder).is_some_and(|note| note.state == State::Stopping);
        if stops && !told {
            tracing::info!(folder = %folder.display(), "waiting for another server to stop");
            told = true;
        }
        if begun.elapsed() >= if stops { HANDOVER } else { GRACE } {
            return false;
        }
    }
}
