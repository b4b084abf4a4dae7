//! The e-mail addresses of accounts. One counts only once it is confirmed, and then belongs to one account.
//!
//! To the person who enters an address that belongs to somebody else, everything looks as if it did not: only mails to
//! the address itself say so.

use confluence_protocol::{AuditAction, EmailAddress, SessionId, Timestamp, User, UserId};
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
        writer,
    },
    person::users,
};

statements! {
    EMAILS = (
        "SELECT u.email, p.email FROM users u
         LEFT JOIN pending_emails p ON p.user_id = u.id AND p.expires_at > $2
         WHERE u.id = $1"
    );
    SESSION = ("SELECT id FROM sessions WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL");
    CONFIRMED = ("SELECT email, email_folded FROM users WHERE id = $1");
    HOLDER = ("SELECT id FROM users WHERE email_folded = $1");
    SET = ("UPDATE users SET email = $2, email_folded = $3 WHERE id = $1 AND deleted_at IS NULL");
    INSERT_PENDING = (
        "INSERT INTO pending_emails (user_id, email, email_folded, hash, expires_at) VALUES ($1, $2, $3, NULL, $4)"
    );
    DROP_PENDING = ("DELETE FROM pending_emails WHERE user_id = $1");
    PENDING_OF_HASH = (
        "SELECT user_id, email, email_folded FROM pending_emails WHERE hash = $1 AND expires_at > $2"
    );
    // Links that an administrator made do not depend on the address.
    DROP_MAILED_LINKS = ("DELETE FROM password_links WHERE user_id = $1 AND mailed");
}

/// The addresses of an account, for its owner alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emails {
    /// Confirmed address.
    pub confirmed: Option<String>,
    /// Address that waits for its confirmation.
    pub pending: Option<String>,
}

/// Outcome of using a link that confirms an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The address now belongs to this account.
    By(UserId),
    /// Another account confirmed it first. The link is used up, and a mail to the address says so.
    Taken,
}

impl Store {
    /// The addresses of an account.
    pub async fn emails(&self, id: UserId, now: Timestamp) -> Result<Emails, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(
            &mut read.conn(),
            EMAILS,
            [id.as_uuid(), now.as_millis()] => optional (Option<String>, Option<String>)
        )?;
        Ok(row.map(|(confirmed, pending)| Emails { confirmed, pending }).unwrap_or_default())
    }

    /// Lets an address wait for its confirmation, in place of one that waits already, and queues the mail with the
    /// link. `NotFound` if the session has ended, as with a new password; `Unavailable` if too many mails are waiting.
    pub async fn request_email(
        &self,
        (id, session): (UserId, SessionId),
        email: EmailAddress,
        language: Language,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(RequestEmail { id, session, email, language, now, expires_at }).await?;
        self.mails().notify_one();
        Ok(())
    }

    /// Confirms the address that this link was sent to, and ends links that were mailed to an earlier one. The earlier
    /// address is informed, in this language; `None` if the server sends no mail. `NotFound` if the link has expired,
    /// was used or never existed.
    pub async fn confirm_email(
        &self,
        hash: [u8; 32],
        language: Option<Language>,
        now: Timestamp,
    ) -> Result<Confirmed, StoreError> {
        {
            // Anybody can send tokens that were never made; they do not reach the writer.
            let mut read = self.read().await?;
            let args = (hash.as_slice(), now.as_millis());
            on_db!(&mut read.conn(), PENDING_OF_HASH, [args.0, args.1] => optional (Uuid, String, String))?
                .ok_or(StoreError::NotFound)?;
        }
        let confirmed = self.write(ConfirmEmail { hash, language, now }).await?;
        self.mails().notify_one();
        Ok(confirmed)
    }

    /// Removes the account's address and one that waits for its confirmation. The address is informed, in this
    /// language; `None` if the server sends no mail. `NotFound` for a deleted account.
    pub async fn remove_email(
        &self,
        id: UserId,
        language: Option<Language>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(RemoveEmail { id, language, now }).await?;
        self.mails().notify_one();
        Ok(())
    }
}

struct RequestEmail {
    id: UserId,
    session: SessionId,
    email: EmailAddress,
    language: Language,
    now: Timestamp,
    expires_at: Timestamp,
}

impl Mutation for RequestEmail {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { id, ref email, language, now, .. } = *self;
        users::lock(tx, id).await?;
        // A new password, a suspension or a deletion since the password was checked has ended the session.
        let session = (self.session.as_uuid(), id.as_uuid());
        if on_db!(tx.conn(), SESSION, [session.0, session.1] => optional (Uuid,))?.is_none() {
            return Err(StoreError::NotFound.into());
        }
        let folded = email.folded();
        drop_pending(tx, id).await?;
        on_db!(
            tx.conn(),
            INSERT_PENDING,
            [id.as_uuid(), email.as_str(), folded.as_str(), self.expires_at.as_millis()] => count
        )?;
        let kind = LetterKind::Confirm;
        let mail = NewMail { kind, email: email.as_str(), folded: &folded, user_id: Some(id), language, now };
        queue::ask(tx, mail).await
    }
}

struct ConfirmEmail {
    hash: [u8; 32],
    language: Option<Language>,
    now: Timestamp,
}

impl Mutation for ConfirmEmail {
    type Output = Confirmed;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Confirmed, Fault> {
        let now = self.now;
        let find = async |tx: &mut Tx<'_>| -> Result<(Uuid, String, String), Fault> {
            let args = (self.hash.as_slice(), now.as_millis());
            let found =
                on_db!(tx.conn(), PENDING_OF_HASH, [args.0, args.1] => optional (Uuid, String, String))?;
            found.ok_or(Fault::Domain(StoreError::NotFound))
        };
        // One at a time: of two accounts that confirm the same address, the second finds the first.
        writer::lock_server(tx.conn()).await?;
        let (id, ..) = find(tx).await?;
        let user_id = UserId::from_uuid(id);
        users::lock(tx, user_id).await?;
        // Read again under the lock: a suspension or another address may have ended it.
        let (_, email, folded) = find(tx).await?;
        drop_pending(tx, user_id).await?;
        let holder = on_db!(tx.conn(), HOLDER, [folded.as_str()] => optional (Uuid,))?;
        if let Some((holder,)) = holder.filter(|(holder,)| *holder != id) {
            if let Some(language) = self.language {
                let user_id = Some(UserId::from_uuid(holder));
                let kind = LetterKind::Taken;
                let mail = NewMail { kind, email: &email, folded: &folded, user_id, language, now };
                queue::inform(tx, mail).await?;
            }
            return Ok(Confirmed::Taken);
        }
        release(tx, user_id, Some(&folded), self.language, now).await?;
        on_db!(tx.conn(), SET, [id, Some(email.as_str()), Some(folded.as_str())] => count)?;
        record(tx, (user_id, Some(user_id)), AuditAction::EmailChanged, now).await?;
        Ok(Confirmed::By(user_id))
    }
}

struct RemoveEmail {
    id: UserId,
    language: Option<Language>,
    now: Timestamp,
}

impl Mutation for RemoveEmail {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { id, language, now } = *self;
        users::lock(tx, id).await?;
        if User::from(users::load_existing(tx, id).await?).deleted {
            return Err(StoreError::NotFound.into());
        }
        drop_pending(tx, id).await?;
        take_off(tx, (id, Some(id)), language, now).await
    }
}

/// Takes the confirmed address off an account, if it has one. The address is informed, in this language; `None` to
/// inform nobody. Nobody is named in the audit log if there is no actor.
pub(crate) async fn take_off(
    tx: &mut Tx<'_>,
    (id, actor): (UserId, Option<UserId>),
    language: Option<Language>,
    now: Timestamp,
) -> Result<(), Fault> {
    if release(tx, id, None, language, now).await? {
        on_db!(tx.conn(), SET, [id.as_uuid(), None::<&str>, None::<&str>] => count)?;
        record(tx, (id, actor), AuditAction::EmailRemoved, now).await?;
    }
    Ok(())
}

/// Drops an address that waits, with the mail that would confirm it.
async fn drop_pending(tx: &mut Tx<'_>, id: UserId) -> Result<(), Fault> {
    on_db!(tx.conn(), DROP_PENDING, [id.as_uuid()] => count)?;
    queue::forget_confirmations(tx, id).await
}

/// Ends what the account's address allowed, and informs it unless the next one is the same; returns whether there was
/// an address.
async fn release(
    tx: &mut Tx<'_>,
    user_id: UserId,
    next: Option<&str>,
    language: Option<Language>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let id = user_id.as_uuid();
    on_db!(tx.conn(), DROP_MAILED_LINKS, [id] => count)?;
    let before = on_db!(tx.conn(), CONFIRMED, [id] => optional (Option<String>, Option<String>))?;
    let Some((Some(email), Some(folded))) = before else { return Ok(false) };
    if let Some(language) = language.filter(|_| next != Some(&folded)) {
        let (kind, user_id) = (LetterKind::Replaced, Some(user_id));
        let mail = NewMail { kind, email: &email, folded: &folded, user_id, language, now };
        queue::inform(tx, mail).await?;
    }
    Ok(true)
}

async fn record(
    tx: &mut Tx<'_>,
    (id, actor): (UserId, Option<UserId>),
    action: AuditAction,
    at: Timestamp,
) -> Result<(), Fault> {
    audit::record(tx, Entry { target: Some(id), ..audit::server_act(actor, action, at) }).await
}
