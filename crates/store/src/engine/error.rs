//! Errors of the store, named by what a caller would do about them.

use std::{sync::Arc, time::Duration};

use confluence_protocol::Timestamp;
use confluence_rights::Refusal;

/// Why an operation failed. [`Self::Full`], [`Self::Unavailable`] and [`Self::Internal`] are failures of the
/// database, all others are refusals. Only `Unavailable` leaves open whether a write happened.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The object does not exist, or no longer exists.
    #[error("not found")]
    NotFound,
    /// The user lacks the right; see [`confluence_rights`].
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The user is banned from the room.
    #[error("banned from the room")]
    Banned,
    /// Somebody among them blocks the user.
    #[error("blocked")]
    CannotMessage,
    /// In this room, the user has to wait this long before the next message.
    #[error("slow mode, {0:?} left")]
    SlowMode(Duration),
    /// Another account has this username.
    #[error("username taken")]
    UsernameTaken,
    /// A person or another group has this handle.
    #[error("handle taken")]
    HandleTaken,
    /// The other person does not exist, or is not where they would have to be.
    #[error("no such person")]
    PersonNotFound,
    /// The message id was used for a different message in the room.
    #[error("id already used for another message")]
    IdConflict,
    /// The room would be left without an owner while others are there.
    #[error("the last owner cannot be removed")]
    LastOwner,
    /// The server would be left without an administrator while others are there.
    #[error("the last administrator cannot be removed")]
    LastAdmin,
    /// The account is suspended, until this time if there is an end.
    #[error("the account is suspended")]
    Suspended(Option<Timestamp>),
    /// The account was a guest's, and its time is over.
    #[error("the guest's time is over")]
    GuestEnded,
    /// The room has an owner who can act.
    #[error("the room has an owner")]
    HasOwner,
    /// The message is a tombstone.
    #[error("the message is deleted")]
    Deleted,
    /// There is no such invite, or it was revoked, or its creator has left the room or may no longer invite.
    #[error("no such invite")]
    InviteNotFound,
    /// The invite has expired or is used up.
    #[error("the invite has expired")]
    InviteExpired,
    /// Sign-up is closed, or needs an invite.
    #[error("sign-up is closed")]
    SignUpClosed,
    /// `reply_to` names no message of the room.
    #[error("the message replied to is not in the room")]
    ReplyNotFound,
    /// A page was requested with a cursor that the store did not write.
    #[error("invalid cursor")]
    InvalidCursor,
    /// The file does not exist, belongs to somebody else, or is not stored yet.
    #[error("no such upload")]
    UploadNotFound,
    /// The file is already in a message or used as an avatar.
    #[error("the upload is already in use")]
    AlreadyAttached,
    /// A maximum number is reached.
    #[error("limit reached")]
    LimitReached,
    /// The disk is full: nothing was written, but reads still work.
    #[error("the disk is full")]
    Full,
    /// The database cannot be reached, or the store is closing. It is unknown whether a write happened:
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

/// Why the store could not be opened. The text completes a sentence that begins with the database's name, on
/// one line, with the cause in it once.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database could not be reached or read.
    #[error("cannot be opened: {}", plain(.0))]
    Connect(sqlx::Error),
    /// The file is not a database, or is corrupt.
    #[error("is damaged, or is not a database ({}); put a backup in its place", plain(.0))]
    Damaged(sqlx::Error),
    /// There is no space for the writes that opening needs.
    #[error("cannot be opened: its disk is full")]
    Full,
    /// The engine is too old to be trusted with messages.
    #[error("needs {engine} {least} or later, and this is {found}")]
    Version {
        /// `SQLite` or `PostgreSQL`.
        engine: &'static str,
        /// The version found.
        found: String,
        /// The lowest version accepted.
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
        /// The newest migration that this version knows.
        known: i64,
    },
    /// An earlier version made the schema, and it was to be used without migrating.
    #[error(
        "was made by an older version of Confluence: its schema has version {found}, and this program ({}) needs \
         version {known}; start the server once to bring it up to date",
        env!("CARGO_PKG_VERSION")
    )]
    Older {
        /// The newest migration in the database; 0 if there is none.
        found: i64,
        /// The migration that this version needs.
        known: i64,
    },
    /// The schema could not be brought up to date.
    #[error("cannot be brought up to date: {0}")]
    Migrate(sqlx::migrate::MigrateError),
}

impl OpenError {
    /// Classifies an error of the engine for the operator who starts the server.
    pub(crate) fn of(error: sqlx::Error) -> Self {
        match (Trouble::of(&error), sqlite_code(&error)) {
            (Trouble::Full, _) => Self::Full,
            // SQLITE_CORRUPT and SQLITE_NOTADB.
            (_, Some(11 | 26)) => Self::Damaged(error),
            _ => Self::Connect(error),
        }
    }

    /// Whether the cause may be a full disk: SQLite needs space for its log, and may report a full disk as a
    /// file that cannot be opened or written.
    pub fn may_lack_space(&self) -> bool {
        match self {
            Self::Full => true,
            // SQLITE_IOERR and SQLITE_CANTOPEN.
            Self::Connect(error) => matches!(sqlite_code(error), Some(10 | 14)),
            _ => false,
        }
    }
}

/// SQLite's primary result code; `None` for errors of PostgreSQL.
fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?;
    // PostgreSQL's codes have five characters.
    (code.len() < 5).then(|| code.parse::<u32>().ok()).flatten().map(|code| code & 0xff)
}

/// The cause without the texts of outer layers, on one line.
fn plain(error: &sqlx::Error) -> String {
    let text = match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Configuration(error) | sqlx::Error::Tls(error) => error.to_string(),
        error => error.to_string(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Failure of a job of the group commit.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A refusal that concerns only this job.
    Domain(StoreError),
    /// An error of the database.
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

/// The index of SQLite's log could not grow. Like `SQLITE_FULL` it means that there is no space, not that a
/// flush failed: its transaction is rolled back.
const SQLITE_IOERR_SHMSIZE: u32 = 4874;

/// What a database error means for its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The connection is lost or the server is shutting down: everything uncommitted is rolled back.
    Lost,
    /// Another transaction was in the way (deadlock, serialization, lock timeout), or a file could not be
    /// opened: a retry can succeed.
    Busy,
    /// No space left.
    Full,
    /// SQLite could not read or write its files, for another reason than lack of space.
    Io,
    /// The statement exceeded its time limit.
    Slow,
    /// The statement was invalid or violated a constraint.
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

    /// Classifies a code: SQLite's are numbers whose low byte is the kind, PostgreSQL's have five characters.
    fn of_code(code: &str) -> Self {
        if code.len() != 5 {
            let Ok(code) = code.parse::<u32>() else { return Self::Statement };
            if code == SQLITE_IOERR_SHMSIZE {
                return Self::Full;
            }
            return match code & 0xff {
                // 14: no file descriptor or inode is free, which may change a moment later.
                5 | 6 | 14 => Self::Busy,
                // Interrupted, because a read took too long.
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
            // Too many connections, shutting down, crashed, starting up, database dropped, idle for too long;
            // and a server that is read-only, for example after it was demoted: the next connection may lead
            // to another server.
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
