//! Links with which their holder sets a new password, once. Only hashes of their tokens are stored.

use confluence_protocol::{AuditAction, Timestamp, User, UserId};
use confluence_rights::Elevated;
use uuid::Uuid;

use super::elevation::By;
use crate::{
    Store, StoreError,
    audit::{self, Entry},
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    mail,
    person::users,
};

statements! {
    INSERT = ("INSERT INTO password_links (hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)");
    // Setting a password deletes the account's links, so a link is there only until it has been used.
    OWNER = ("SELECT user_id, mailed FROM password_links WHERE hash = $1 AND expires_at > $2");
    EXPIRED = ("SELECT hash FROM password_links WHERE expires_at <= $1 LIMIT 1");
    FORGET = ("DELETE FROM password_links WHERE expires_at <= $1");
}

impl Store {
    /// Makes a link for an account; earlier links of the account stop working. `NotFound`.
    pub async fn make_password_link(
        &self,
        by: Elevated,
        target: UserId,
        hash: [u8; 32],
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(MakeLink { by, target, hash, now, expires_at }).await
    }

    /// The account whose password this link sets; `None` if the link has expired, was used or never existed.
    pub async fn owner_of_password_link(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let mut read = self.read().await?;
        let conn = &mut read.conn();
        let owner = on_db!(conn, OWNER, [hash.as_slice(), now.as_millis()] => optional (Uuid, bool))?;
        let Some((id, _)) = owner else { return Ok(None) };
        Ok(users::load(conn, UserId::from_uuid(id)).await?.map(User::from).filter(|user| !user.deleted))
    }

    /// Sets the password with a link, which is used up, and ends every session of the account. `NotFound` if the link
    /// has expired, was used or never existed.
    pub async fn use_password_link(
        &self,
        hash: [u8; 32],
        password_hash: String,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(UseLink { hash, password_hash, now }).await
    }

    /// Sets a password for an operator and ends every session of the account. `NotFound`.
    pub async fn reset_password_as_operator(
        &self,
        target: UserId,
        password_hash: String,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(ResetPassword { target, password_hash, now }).await
    }

    /// Deletes the links that have expired.
    pub async fn forget_password_links(&self, now: Timestamp) -> Result<(), StoreError> {
        let expired = {
            let mut read = self.read().await?;
            on_db!(&mut read.conn(), EXPIRED, [now.as_millis()] => optional (Vec<u8>,))?
        };
        if expired.is_none() { Ok(()) } else { self.write(ForgetLinks { now }).await }
    }
}

struct MakeLink {
    by: Elevated,
    target: UserId,
    hash: [u8; 32],
    now: Timestamp,
    expires_at: Timestamp,
}

impl Mutation for MakeLink {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { target, now, .. } = *self;
        let actor = By::Administrator(self.by).actor(tx, now).await?;
        users::lock(tx, target).await?;
        if User::from(users::load_existing(tx, target).await?).deleted {
            return Err(StoreError::NotFound.into());
        }
        users::drop_password_links(tx, target).await?;
        on_db!(
            tx.conn(),
            INSERT,
            [self.hash.as_slice(), target.as_uuid(), now.as_millis(), self.expires_at.as_millis()] => count
        )?;
        let act = audit::server_act(actor, AuditAction::PasswordLinkMade, now);
        audit::record(tx, Entry { target: Some(target), ..act }).await
    }
}

struct UseLink {
    hash: [u8; 32],
    password_hash: String,
    now: Timestamp,
}

impl Mutation for UseLink {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let find = async |tx: &mut Tx<'_>| -> Result<(UserId, bool), Fault> {
            let args = (self.hash.as_slice(), self.now.as_millis());
            let owner = on_db!(tx.conn(), OWNER, [args.0, args.1] => optional (Uuid, bool))?;
            owner
                .map(|(id, mailed)| (UserId::from_uuid(id), mailed))
                .ok_or(Fault::Domain(StoreError::NotFound))
        };
        // Read again under the lock: of two people with the same link, one is too late.
        let (target, mailed) = find(tx).await?;
        users::lock(tx, target).await?;
        find(tx).await?;
        if mailed {
            reset(tx, target, &self.password_hash, self.now).await
        } else {
            give_back(tx, target, &self.password_hash, self.now).await
        }
    }
}

/// Sets the password of an account whose owner is not signed in.
async fn reset(tx: &mut Tx<'_>, target: UserId, password_hash: &str, now: Timestamp) -> Result<(), Fault> {
    users::put_password(tx, target, password_hash, None).await?;
    let act = audit::server_act(None, AuditAction::PasswordReset, now);
    audit::record(tx, Entry { target: Some(target), ..act }).await
}

/// Gives an account back to its owner with a new password. Its e-mail address is taken off: a thief may have confirmed
/// their own, and could set another password with it.
async fn give_back(
    tx: &mut Tx<'_>,
    target: UserId,
    password_hash: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    reset(tx, target, password_hash, now).await?;
    mail::take_off(tx, (target, None), None, now).await
}

struct ResetPassword {
    target: UserId,
    password_hash: String,
    now: Timestamp,
}

impl Mutation for ResetPassword {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        users::lock(tx, self.target).await?;
        give_back(tx, self.target, &self.password_hash, self.now).await
    }
}

struct ForgetLinks {
    now: Timestamp,
}

impl Mutation for ForgetLinks {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        on_db!(tx.conn(), FORGET, [self.now.as_millis()] => count)?;
        Ok(())
    }
}
