//! Adding mails to those that wait.

use confluence_protocol::{Timestamp, UserId};
use uuid::Uuid;

use crate::{
    StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        tx::Tx,
    },
};

statements! {
    WAITING = ("SELECT count(*) FROM (SELECT id FROM mails LIMIT $1) AS first");
    INSERT = (
        "INSERT INTO mails (id, kind, email, email_folded, user_id, language, created_at, due_at, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0)"
    );
    FORGET_CONFIRMATIONS = ("DELETE FROM mails WHERE user_id = $1 AND kind = 'confirm'");
}

/// Mails that may wait; one more that somebody asked for is refused.
const WAITING_MOST: i64 = 1_000;
/// Mails that may wait including those that only inform somebody; one more of these is dropped. The difference keeps
/// people who fill the queue from suppressing what informs their victim.
const NOTICES_MOST: i64 = 2_000;

/// What a mail says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterKind {
    /// A link that confirms the address.
    Confirm,
    /// A link that sets a new password.
    Reset,
    /// The address already belongs to another account.
    Taken,
    /// The address no longer belongs to the account.
    Replaced,
}

impl LetterKind {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reset => "reset",
            Self::Taken => "taken",
            Self::Replaced => "replaced",
        }
    }

    /// `None` for a kind that only a later version knows.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Confirm, Self::Reset, Self::Taken, Self::Replaced]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// Language of a mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Spanish];

    /// Its code in ISO 639-1.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Spanish => "es",
        }
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// A mail to add.
pub(super) struct NewMail<'a> {
    pub kind: LetterKind,
    pub email: &'a str,
    pub folded: &'a str,
    /// The account that it is about; `None` where that must be found out when the mail is sent.
    pub user_id: Option<UserId>,
    pub language: Language,
    pub now: Timestamp,
}

/// Adds a mail that somebody asked for. `Unavailable` if too many are waiting.
pub(super) async fn ask(tx: &mut Tx<'_>, mail: NewMail<'_>) -> Result<(), Fault> {
    if add(tx, mail, WAITING_MOST).await? { Ok(()) } else { Err(StoreError::Unavailable.into()) }
}

/// Adds a mail that only informs somebody, unless far too many are waiting.
pub(super) async fn inform(tx: &mut Tx<'_>, mail: NewMail<'_>) -> Result<(), Fault> {
    add(tx, mail, NOTICES_MOST).await.map(drop)
}

async fn add(tx: &mut Tx<'_>, mail: NewMail<'_>, most: i64) -> Result<bool, Fault> {
    let (waiting,) = on_db!(tx.conn(), WAITING, [most] => one (i64,))?;
    if waiting >= most {
        return Ok(false);
    }
    on_db!(
        tx.conn(),
        INSERT,
        [
            Uuid::new_v4(),
            mail.kind.as_str(),
            mail.email,
            mail.folded,
            mail.user_id.map(UserId::as_uuid),
            mail.language.code(),
            mail.now.as_millis(),
        ] => count
    )?;
    Ok(true)
}

/// Drops waiting mails that would confirm an address of the account.
pub(super) async fn forget_confirmations(tx: &mut Tx<'_>, id: UserId) -> Result<(), Fault> {
    on_db!(tx.conn(), FORGET_CONFIRMATIONS, [id.as_uuid()] => count)?;
    Ok(())
}
