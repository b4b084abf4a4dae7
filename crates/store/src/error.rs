//! What the store answers when it cannot do as asked, named by what a caller would do about it.

use std::sync::Arc;

/// Why something was not done. What is no domain fault is [`Self::Full`], [`Self::Unavailable`] or
/// [`Self::Internal`]; of those only `Unavailable` leaves open whether a write happened after all.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The row is not there, or not any more.
    #[error("not found")]
    NotFound,
    /// The membership ended, or never was.
    #[error("not a member of the room")]
    NotAMember,
    /// Only moderators post in the room.
    #[error("only moderators post in this room")]
    PostingRestricted,
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
    /// Not possible in a direct room.
    #[error("not possible in a direct room")]
    DirectRoom,
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
    /// The message is another's.
    #[error("only the author may do that")]
    NotAuthor,
    /// The other person's role stands above that.
    #[error("not allowed towards that member")]
    NotAllowed,
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

/// Why the store could not be opened; the text is for whoever starts the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database could not be reached or read.
    #[error("the database cannot be opened: {0}")]
    Connect(#[source] sqlx::Error),
    /// The engine is too old to be trusted with messages.
    #[error("{engine} {found} is too old: {least} or later is needed")]
    Version {
        /// `SQLite` or `PostgreSQL`.
        engine: &'static str,
        /// What is there.
        found: String,
        /// What is needed.
        least: &'static str,
    },
    /// The schema could not be brought up to date.
    #[error("the database cannot be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// What a job of the group commit, or a read, ended in.
#[derive(Debug)]
pub(crate) enum Fault {
    /// An answer, although not the one that was hoped for: only this job is concerned.
    Domain(StoreError),
    /// The database said no.
    Database(sqlx::Error),
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
            Trouble::Lost | Trouble::Busy => Self::Unavailable,
            Trouble::Io | Trouble::Statement => Self::Internal(Arc::new(error)),
        }
    }
}

/// What a database error means for the transaction that it happened in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The connection is gone or the server is going: whatever was not committed is undone.
    Lost,
    /// Somebody else was in the way (deadlock, serialization, lock timeout): the same can succeed now.
    Busy,
    /// No space left.
    Full,
    /// SQLite could not read or write its files, for another reason than space.
    Io,
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
            return match code.parse::<u32>().map(|code| code & 0xff) {
                Ok(5 | 6) => Self::Busy,
                Ok(10) => Self::Io,
                Ok(13) => Self::Full,
                _ => Self::Statement,
            };
        }
        match code {
            "53100" => Self::Full,
            "40001" | "40P01" | "55P03" => Self::Busy,
            // Too many connections, shutting down, crashed, not yet up, idle in a transaction for too long.
            "53300" | "57P01" | "57P02" | "57P03" | "25P03" => Self::Lost,
            code if code.starts_with("08") => Self::Lost,
            _ => Self::Statement,
        }
    }
}
