//! What a server records about itself in its data folder: for people, for a server that waits for the folder,
//! and for the next one, which learns whether there was ever a database here.

use std::{
    fmt, fs, io,
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::host;

/// Name of the file in the data folder.
const FILE: &str = "server.lock";
/// Fixed size of the file in bytes, so that it can be rewritten in place on a full disk.
const LENGTH: usize = 256;

/// State of the server that wrote a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Starting for the first time: there is no database in the folder yet.
    New,
    /// Running, or killed while running.
    Serving,
    /// Stopping.
    Stopping,
}

impl State {
    const ALL: [Self; 3] = [Self::New, Self::Serving, Self::Stopping];

    const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Serving => "serving",
            Self::Stopping => "stopping",
        }
    }
}

/// The server that holds a data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub process: u32,
    pub host: String,
    /// Start of the server: RFC 3339.
    pub since: String,
    pub state: State,
}

impl Note {
    /// The folder's note, if there is a readable one.
    pub fn of(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(path(folder)).ok()?;
        let field = |name: &str| {
            let mut fields = text.split_whitespace().filter_map(|field| field.split_once('='));
            fields.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
        };
        let word = field("state")?;
        Some(Self {
            process: field("process")?.parse().ok()?,
            host: field("host")?,
            since: field("since")?,
            state: State::ALL.into_iter().find(|state| state.word() == word)?,
        })
    }

    /// Opens the file of the note, and creates it if necessary.
    pub fn file(folder: &Path) -> Option<fs::File> {
        let mut options = fs::OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path(folder)).ok()
    }

    /// Writes the note. Best effort: the folder is held with or without it.
    pub fn write(&self, folder: &Path) {
        if self.try_write(folder).is_err() {
            // An old note would name the wrong process. Empty the file instead of removing it: it may be
            // locked.
            if let Some(file) = Self::file(folder) {
                let _ = file.set_len(0);
            }
        }
    }

    fn try_write(&self, folder: &Path) -> io::Result<()> {
        let Self { process, host, since, state } = self;
        let host: String = host.chars().filter(|c| !c.is_whitespace()).take(LENGTH / 4).collect();
        let mut line = format!("process={process} host={host} since={since} state={}", state.word());
        while line.len() < LENGTH - 1 {
            line.push(' ');
        }
        line.push('\n');
        let file = Self::file(folder).ok_or(io::ErrorKind::NotFound)?;
        file.write_all_at(line.as_bytes(), 0)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { process, since, .. } = self;
        write!(f, "process {process}")?;
        if self.host != host::name() {
            write!(f, " on {}", self.host)?;
        }
        write!(f, " since {since}")
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ops10_note_reads_back_and_keeps_its_length() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Note::of(folder.path()), None);
        let mut note = Note {
            process: 4711,
            host: host::name(),
            since: "2026-01-31T12:00:00.000Z".to_owned(),
            state: State::Serving,
        };
        note.write(folder.path());
        assert_eq!(Note::of(folder.path()).as_ref(), Some(&note));
        assert_eq!(note.to_string(), "process 4711 since 2026-01-31T12:00:00.000Z");
        note.state = State::New;
        note.host = "elsewhere".to_owned();
        note.write(folder.path());
        assert_eq!(Note::of(folder.path()).as_ref(), Some(&note));
        assert_eq!(note.to_string(), "process 4711 on elsewhere since 2026-01-31T12:00:00.000Z");
        assert_eq!(fs::metadata(path(folder.path())).unwrap().len(), LENGTH as u64);
    }
}
