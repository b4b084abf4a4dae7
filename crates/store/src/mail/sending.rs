//! Which mail is sent next, by which node, and when a failed one is tried again.
//!
//! A node takes a mail by moving the time at which it is due; if the node dies, the mail is due again then. So a mail is
//! sent at least once, and rarely twice.

use confluence_protocol::{AuditAction, EmailAddress, Timestamp, UserId};
use sqlx::FromRow;
use uuid::Uuid;

use super::queue::{self, Language, LetterKind, NewMail};
use crate::{
    Store, StoreError,
    audit::{self, Entry},
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    person::users,
};

statements! {
    // Every mail has such a time; the condition makes it a search in the index.
    NEXT = ("SELECT id, due_at FROM mails WHERE due_at >= 0 ORDER BY due_at LIMIT 1");
    TAKE = (
        "UPDATE mails SET due_at = $3, attempts = attempts + 1 WHERE id = $1 AND due_at = $2
         RETURNING kind, email, email_folded, user_id, language, created_at, attempts"
    );
    DONE = ("DELETE FROM mails WHERE id = $1");
    PASS_OVER = ("UPDATE mails SET due_at = $3 WHERE id = $1 AND due_at = $2");
    PUT_OFF = ("UPDATE mails SET due_at = $2 WHERE id = $1");
    // Locked, so that no suspension or deletion leaves a link behind.
    ACCOUNT = (
        "SELECT id, username, email FROM users WHERE email_folded = $1 AND deleted_at IS NULL AND delete_after IS NULL
           AND (suspended_at IS NULL OR suspended_until <= $2)" lock
    );
    NAME = ("SELECT username FROM users WHERE id = $1 AND deleted_at IS NULL");
    HOLDER = ("SELECT username FROM users WHERE email_folded = $1 AND id <> $2 AND deleted_at IS NULL");
    INSERT_LINK = (
        "INSERT INTO password_links (hash, user_id, created_at, expires_at, mailed) VALUES ($1, $2, $3, $4, TRUE)"
    );
    SET_PENDING_HASH = (
        "UPDATE pending_emails SET hash = $3 WHERE user_id = $1 AND email_folded = $2 AND expires_at > $4"
    );
    OLD_MAIL = ("SELECT id FROM mails WHERE created_at < $1 LIMIT 1");
    OLD_PENDING = ("SELECT user_id FROM pending_emails WHERE expires_at <= $1 LIMIT 1");
    FORGET_MAILS = ("DELETE FROM mails WHERE created_at < $1");
    FORGET_PENDING = ("DELETE FROM pending_emails WHERE expires_at <= $1");
}

/// How long a node has to send a mail that it took, in seconds: longer than an attempt can last.
const LEASE_SECONDS: i64 = 300;
/// How long a mailed link sets a password, in seconds: an hour.
const LINK_SECONDS: i64 = 3_600;
/// How long a mail waits at most, in seconds: a day, and an hour in which the sender can report that it gives up.
const KEEP_SECONDS: i64 = 25 * 3_600;

/// The mail that is due next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextMail {
    id: Uuid,
    /// When it is due.
    pub due_at: Timestamp,
}

/// A mail that this node sends now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenMail {
    id: Uuid,
    /// What to send.
    pub letter: Letter,
    /// When it was queued.
    pub created_at: Timestamp,
    /// Number of attempts, this one included.
    pub attempts: u32,
}

/// Content of a mail, and its recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What it says.
    pub kind: LetterKind,
    /// Address of its recipient.
    pub to: String,
    /// Username of the account that it is about.
    pub username: String,
    /// Language of its words.
    pub language: Language,
}

impl Store {
    /// Queues a mail with a link that sets a new password, if the address is one of an account that can sign in.
    /// Whether it is one is found out when the mail is sent, so that the answer takes equally long. `Unavailable` if
    /// too many mails are waiting.
    pub async fn request_reset(
        &self,
        email: EmailAddress,
        language: Language,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(RequestReset { email, language, now }).await?;
        self.mails().notify_one();
        Ok(())
    }

    /// The mail that is due first, even if that is later; `None` if none is waiting.
    pub async fn next_mail(&self) -> Result<Option<NextMail>, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), NEXT, [] => optional (Uuid, i64))?;
        Ok(row.map(|(id, due_at)| NextMail { id, due_at: Timestamp::from_millis(due_at) }))
    }

    /// Takes a mail in order to send it. A link in it has the token of this hash. `None` if another node took it, or if
    /// there is no longer any reason to send it.
    pub async fn take_mail(
        &self,
        next: NextMail,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<TakenMail>, StoreError> {
        self.write(Take { next, hash, now }).await
    }

    /// Makes a mail that could not be taken due at that time, so that it does not hold up others. Does nothing if
    /// another node took it.
    pub async fn pass_over_mail(&self, next: NextMail, until: Timestamp) -> Result<(), StoreError> {
        self.write(PassOver { next, until }).await
    }

    /// Drops a mail, because it was sent or cannot be.
    pub async fn drop_mail(&self, mail: &TakenMail) -> Result<(), StoreError> {
        self.write(DropMail { id: mail.id }).await
    }

    /// Tries a mail again at that time.
    pub async fn put_off_mail(&self, mail: &TakenMail, until: Timestamp) -> Result<(), StoreError> {
        self.write(PutOff { id: mail.id, until }).await
    }

    /// Deletes mails that have waited too long, and addresses that were not confirmed in time.
    pub async fn forget_mail(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = now.plus_seconds(-KEEP_SECONDS).as_millis();
        let any = {
            let mut read = self.read().await?;
            let conn = &mut read.conn();
            on_db!(conn, OLD_MAIL, [before] => optional (Uuid,))?.is_some()
                || on_db!(conn, OLD_PENDING, [now.as_millis()] => optional (Uuid,))?.is_some()
        };
        if any { self.write(Forget { now: now.as_millis(), before }).await } else { Ok(()) }
    }

    /// Resolves once a mail has been queued by this node since the last call.
    pub async fn mail_queued(&self) {
        self.mails().notified().await;
    }
}

struct RequestReset {
    email: EmailAddress,
    language: Language,
    now: Timestamp,
}

impl Mutation for RequestReset {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { ref email, language, now } = *self;
        let (kind, folded) = (LetterKind::Reset, email.folded());
        let mail = NewMail { kind, email: email.as_str(), folded: &folded, user_id: None, language, now };
        queue::ask(tx, mail).await
    }
}

#[derive(FromRow)]
struct MailRow {
    kind: String,
    email: String,
    email_folded: String,
    user_id: Option<Uuid>,
    language: String,
    created_at: i64,
    attempts: i64,
}

struct Take {
    next: NextMail,
    hash: [u8; 32],
    now: Timestamp,
}

impl Take {
    /// What to send for a row: its kind, address and username; `None` if there is no longer any reason.
    async fn address(
        &self,
        tx: &mut Tx<'_>,
        row: &MailRow,
    ) -> Result<Option<(LetterKind, String, String)>, Fault> {
        match LetterKind::from_word(&row.kind) {
            Some(LetterKind::Reset) => self.make_link(tx, row).await,
            Some(LetterKind::Confirm) => self.make_confirmation(tx, row).await,
            Some(kind @ (LetterKind::Taken | LetterKind::Replaced)) => {
                let name = on_db!(tx.conn(), NAME, [row.user_id] => optional (Option<String>,))?;
                Ok(name.and_then(|(name,)| name).map(|name| (kind, row.email.clone(), name)))
            }
            None => Ok(None),
        }
    }

    async fn make_link(
        &self,
        tx: &mut Tx<'_>,
        row: &MailRow,
    ) -> Result<Option<(LetterKind, String, String)>, Fault> {
        let now = self.now;
        let account = on_db!(
            tx.conn(),
            ACCOUNT,
            [row.email_folded.as_str(), now.as_millis()] => optional (Uuid, Option<String>, Option<String>)
        )?;
        let Some((id, Some(username), Some(email))) = account else { return Ok(None) };
        let expires_at = now.plus_seconds(LINK_SECONDS).as_millis();
        on_db!(
            tx.conn(),
            INSERT_LINK,
            [self.hash.as_slice(), id, now.as_millis(), expires_at] => count
        )?;
        if row.attempts == 1 {
            let (action, target) = (AuditAction::PasswordLinkMade, Some(UserId::from_uuid(id)));
            audit::record(tx, Entry { target, ..audit::server_act(None, action, now) }).await?;
        }
        Ok(Some((LetterKind::Reset, email, username)))
    }

    async fn make_confirmation(
        &self,
        tx: &mut Tx<'_>,
        row: &MailRow,
    ) -> Result<Option<(LetterKind, String, String)>, Fault> {
        let (Some(id), folded) = (row.user_id, row.email_folded.as_str()) else { return Ok(None) };
        users::lock(tx, UserId::from_uuid(id)).await?;
        let holder = on_db!(tx.conn(), HOLDER, [folded, id] => optional (Option<String>,))?;
        if let Some(holder) = holder.and_then(|(name,)| name) {
            return Ok(Some((LetterKind::Taken, row.email.clone(), holder)));
        }
        let waits = on_db!(
            tx.conn(),
            SET_PENDING_HASH,
            [id, folded, Some(self.hash.as_slice()), self.now.as_millis()] => count
        )?;
        if waits == 0 {
            return Ok(None);
        }
        let name = on_db!(tx.conn(), NAME, [id] => optional (Option<String>,))?;
        Ok(name.and_then(|(name,)| name).map(|name| (LetterKind::Confirm, row.email.clone(), name)))
    }
}

impl Mutation for Take {
    type Output = Option<TakenMail>;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Option<TakenMail>, Fault> {
        let NextMail { id, due_at } = self.next;
        let lease = self.now.plus_seconds(LEASE_SECONDS).as_millis();
        let taken = on_db!(tx.conn(), TAKE, [id, due_at.as_millis(), lease] => optional MailRow)?;
        let Some(row) = taken else { return Ok(None) };
        let Some((kind, to, username)) = self.address(tx, &row).await? else {
            on_db!(tx.conn(), DONE, [id] => count)?;
            return Ok(None);
        };
        let language = Language::from_code(&row.language).unwrap_or_default();
        Ok(Some(TakenMail {
            id,
            letter: Letter { kind, to, username, language },
            created_at: Timestamp::from_millis(row.created_at),
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        }))
    }
}

struct DropMail {
    id: Uuid,
}

impl Mutation for DropMail {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        on_db!(tx.conn(), DONE, [self.id] => count)?;
        Ok(())
    }
}

struct PassOver {
    next: NextMail,
    until: Timestamp,
}

impl Mutation for PassOver {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { next: NextMail { id, due_at }, until } = *self;
        on_db!(tx.conn(), PASS_OVER, [id, due_at.as_millis(), until.as_millis()] => count)?;
        Ok(())
    }
}

struct PutOff {
    id: Uuid,
    until: Timestamp,
}

impl Mutation for PutOff {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        on_db!(tx.conn(), PUT_OFF, [self.id, self.until.as_millis()] => count)?;
        Ok(())
    }
}

struct Forget {
    now: i64,
    before: i64,
}

impl Mutation for Forget {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        // In the same order as where an address is dropped.
        on_db!(tx.conn(), FORGET_PENDING, [self.now] => count)?;
        on_db!(tx.conn(), FORGET_MAILS, [self.before] => count)?;
        Ok(())
    }
}
