//! What the store answers when it cannot do as asked, named by what a caller would do about it.

use std::sync::Arc;

use confluence_rights::Refusal;

/// Why something was not done. What is no domain fault is [`Self::Full`], [`Self::Unavailable`] or
/// [`Self::Internal`]; of those only `Unavailable` leaves open whether a write happened after all.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The row is not there, or not any more.
    #[error("not found")]
    NotFound,
    /// They have no right to it: see [`confluence_rights`].
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Banned from the room.
    #[error("banned from the room")]
    Banned,
    /// Somebody has that username.
    #[error("username taken")]
    UsernameTaken,
    /// The message id was used for something else in the room.
    #[error("id already used for another message")]
    IdConflict,
    /// The room would be left without an owner while others are there.
    #[error("the last owner stays")]
    LastOwner,
    /// The server would be left without an administrator while others are there.
    #[error("the last administrator stays")]
    LastAdmin,
    /// The message is a tombstone.
    #[error("the message is deleted")]
    Deleted,
    /// No such invite, or it was revoked, or its maker left.
    #[error("no such invite")]
    InviteNotFound,
    /// The invite expired or is used up.
    #[error("the invite has expired")]
    InviteExpired,
    /// New accounts are not taken, or not without an invite.
    #[error("sign-up is closed")]
    SignUpClosed,
    /// `reply_to` names no message of the room.
    #[error("the message that is answered is not in the room")]
    ReplyNotFound,
    /// A page was to begin where no page has ended.
    #[error("the cursor was not written here")]
    InvalidCursor,
    /// A file is not there, not the author's, or not stored yet.
    #[error("no such upload")]
    UploadNotFound,
    /// Something holds the file already.
    #[error("the upload is in a message already")]
    AlreadyAttached,
    /// A number that may not grow further.
    #[error("limit reached")]
    LimitReached,
    /// The disk is full: nothing was written; reads go on.
    #[error("the disk is full")]
    Full,
    /// The database cannot be reached, or the store is closing. Whether a write happened is unknown:
    /// repeat it.
    #[error("the database cannot be reached")]
    Unavailable,
    /// A bug, or a damaged database.
    #[error("the database failed: {0}")]
    Internal(Arc<sqlx::Error>),
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Why the store could not be opened. Reads as the end of a sentence that begins with the database's name, on
/// one line and with the cause in it once.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database could not be reached or read.
    #[error("cannot be opened: {}", plain(.0))]
    Connect(sqlx::Error),
    /// The file is no database, or its pages contradict each other.
    #[error("is damaged, or is not a database ({}); put a backup in its place", plain(.0))]
    Damaged(sqlx::Error),
    /// There is no space for what has to be written at the start.
    #[error("cannot be opened: its disk is full")]
    Full,
    /// The engine is too old to be trusted with messages.
    #[error("needs {engine} {least} or later, and this is {found}")]
    Version {
        /// `SQLite` or `PostgreSQL`.
        engine: &'static str,
        /// What is there.
        found: String,
        /// What is needed.
        least: &'static str,
    },
    /// A later version made the schema.
    #[error(
        "was made by a newer version of Confluence: its schema has version {found}, and this program ({}) knows \
         versions up to {known}; start the newer program, or put back a backup from before the upgrade",
        env!("CARGO_PKG_VERSION")
    )]
    Newer {
        /// The newest migration in the database.
        found: i64,
        /// The newest that this version knows.
        known: i64,
    },
    /// An earlier version made the schema, and it is to be used as it is.
    #[error(
        "was made by an older version of Confluence: its schema has version {found}, and this program ({}) needs \
         version {known}; start the server once to bring it up to date",
        env!("CARGO_PKG_VERSION")
    )]
    Older {
        /// The newest migration in the database; 0 where there is none.
        found: i64,
        /// The one that this version needs.
        known: i64,
    },
    /// The schema could not be brought up to date.
    #[error("cannot be brought up to date: {0}")]
    Migrate(sqlx::migrate::MigrateError),
}

impl OpenError {
    /// What an error of the engine means for whoever starts the server.
    pub(crate) fn of(error: sqlx::Error) -> Self {
        match (Trouble::of(&error), sqlite_code(&error)) {
            (Trouble::Full, _) => Self::Full,
            // SQLITE_CORRUPT and SQLITE_NOTADB.
            (_, Some(11 | 26)) => Self::Damaged(error),
            _ => Self::Connect(error),
        }
    }

    /// Whether a little space on the disk might be all that is missing: SQLite needs some for its log, and says
    /// of a full disk that a file cannot be opened or written.
    pub fn may_lack_space(&self) -> bool {
        match self {
            Self::Full => true,
            // SQLITE_IOERR and SQLITE_CANTOPEN.
            Self::Connect(error) => matches!(sqlite_code(error), Some(10 | 14)),
            _ => false,
        }
    }
}

/// The primary result code of SQLite.
fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?;
    // PostgreSQL's codes have five characters.
    (code.len() < 5).then(|| code.parse::<u32>().ok()).flatten().map(|code| code & 0xff)
}

/// The cause itself, without the layers that passed it on, on one line.
fn plain(error: &sqlx::Error) -> String {
    let text = match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Configuration(error) | sqlx::Error::Tls(error) => error.to_string(),
        error => error.to_string(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a job of the group commit, or a read, ended in.
#[derive(Debug)]
pub(crate) enum Fault {
    /// An answer, although not the one that was hoped for: only this job is concerned.
    Domain(StoreError),
    /// The database said no.
    Database(sqlx::Error),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Domain(refusal.into())
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Domain(error)
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Domain(error) => error,
            Fault::Database(error) => error.into(),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match Trouble::of(&error) {
            Trouble::Full => Self::Full,
            Trouble::Lost | Trouble::Busy | Trouble::Slow => Self::Unavailable,
            Trouble::Io | Trouble::Statement => Self::Internal(Arc::new(error)),
        }
    }
}

/// The index of SQLite's log could not grow. Like `SQLITE_FULL` it means that there is no space, and not that a
/// flush failed: the transaction that it happens in is undone.
const SQLITE_IOERR_SHMSIZE: u32 = 4874;

/// What a database error means for the transaction that it happened in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The connection is gone or the server is going: whatever was not committed is undone.
    Lost,
    /// Somebody else was in the way (deadlock, serialization, lock timeout), or a file could not be opened: the same
    /// can succeed now.
    Busy,
    /// No space left.
    Full,
    /// SQLite could not read or write its files, for another reason than space.
    Io,
    /// The statement took longer than one may.
    Slow,
    /// The statement was not right or broke a constraint.
    Statement,
}

impl Trouble {
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Lost,
            sqlx::Error::Database(error) => error.code().map_or(Self::Statement, |code| Self::of_code(&code)),
            _ => Self::Statement,
        }
    }

    /// SQLite's codes are numbers whose low byte is the kind; PostgreSQL's have five characters.
    fn of_code(code: &str) -> Self {
        if code.len() != 5 {
            let Ok(code) = code.parse::<u32>() else { return Self::Statement };
            if code == SQLITE_IOERR_SHMSIZE {
                return Self::Full;
            }
            return match code & 0xff {
                // The last: no descriptor or no inode is free. A moment later there may be one.
                5 | 6 | 14 => Self::Busy,
                // Interrupted, as a read is that takes too long.
                9 => Self::Slow,
                10 => Self::Io,
                13 => Self::Full,
                _ => Self::Statement,
            };
        }
        match code {
            "53100" => Self::Full,
            "40001" | "40P01" | "55P03" => Self::Busy,
            "57014" => Self::Slow,
            // Too many connections, shutting down, crashed, not yet up, its database dropped, idle for too long; and a
            // server that takes no writes, as one that was demoted: the next connection may lead to another.
            "53300" | "57P01" | "57P02" | "57P03" | "57P04" | "57P05" | "25P03" | "25006" => Self::Lost,
            code if code.starts_with("08") => Self::Lost,
            _ => Self::Statement,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn store12_a_server_that_refuses_writes_counts_as_lost() {
        for code in ["25006", "57P01", "57P04", "57P05", "08006"] {
            assert_eq!(Trouble::of_code(code), Trouble::Lost, "{code}");
        }
        for code in ["23505", "25P02", "42601"] {
            assert_eq!(Trouble::of_code(code), Trouble::Statement, "{code}");
        }
    }
}
