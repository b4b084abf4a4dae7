//! The standing of a session on the server, and its elevation: the permission to make changes for a while.

use confluence_protocol::{AuditAction, SessionId, Timestamp, UserId};
use confluence_rights::{Administrator, Elevated, Refusal, ServerProof, Standing};

use crate::{
    Store, StoreError, audit,
    engine::{
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        writer,
    },
};

statements! {
    STANDING = (
        "SELECT u.is_admin, s.elevated_until FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.id = $1 AND s.user_id = $2 AND s.revoked_at IS NULL AND u.deleted_at IS NULL"
    );
    ELEVATE = ("UPDATE sessions SET elevated_until = $2 WHERE id = $1 AND revoked_at IS NULL");
}

impl Store {
    /// The session's standing at `now`; `None` if the session has ended.
    pub async fn standing(
        &self,
        user_id: UserId,
        session_id: SessionId,
        now: Timestamp,
    ) -> Result<Option<Standing>, StoreError> {
        let mut read = self.read().await?;
        Ok(standing(&mut read.conn(), user_id, session_id, now).await?.map(|(standing, _)| standing))
    }

    /// When the session's elevation ends; `None` if it has none, or if that time has passed.
    pub async fn elevated_until(
        &self,
        by: Administrator,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut read = self.read().await?;
        let found = standing(&mut read.conn(), by.user_id(), by.session_id(), now).await?;
        Ok(found.and_then(|(_, until)| until).filter(|until| now < *until))
    }

    /// Elevates the session until then. The caller has just checked the password.
    pub async fn elevate(
        &self,
        by: Administrator,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(Elevate { by, now, until }).await
    }
}

async fn standing(
    conn: &mut Conn<'_>,
    user_id: UserId,
    session_id: SessionId,
    now: Timestamp,
) -> Result<Option<(Standing, Option<Timestamp>)>, sqlx::Error> {
    let row = on_db!(
        conn,
        STANDING,
        [session_id.as_uuid(), user_id.as_uuid()] => optional (bool, Option<i64>)
    )?;
    Ok(row.map(|(is_admin, until)| {
        let until = until.map(Timestamp::from_millis);
        let elevated = until.is_some_and(|until| now < until);
        #[expect(clippy::disallowed_methods, reason = "this is the store, and the row has just been read")]
        let standing = Standing::read(user_id, session_id, is_admin, elevated);
        (standing, until)
    }))
}

/// Makes the same proof again from what this transaction sees. Acts of administration wait for each other, so that
/// of two administrators who remove each other one is too late.
pub(crate) async fn still<P: ServerProof>(tx: &mut Tx<'_>, by: P, now: Timestamp) -> Result<P, Fault> {
    writer::lock_server(tx.conn()).await?;
    let found = standing(tx.conn(), by.user_id(), by.session_id(), now).await?;
    let (standing, _) = found.ok_or(Fault::Domain(Refusal::NotAdministrator.into()))?;
    Ok(P::of(&standing)?)
}

/// Who acts on an account.
#[derive(Clone, Copy, Debug)]
pub(super) enum By {
    Administrator(Elevated),
    /// Somebody at the server's machine.
    Operator,
}

impl By {
    /// The user to name in the audit log. Checks the right of an administrator again, and waits for other acts.
    pub(super) async fn actor(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<UserId>, Fault> {
        match self {
            Self::Administrator(by) => Ok(Some(still(tx, by, now).await?.user_id())),
            Self::Operator => {
                writer::lock_server(tx.conn()).await?;
                Ok(None)
            }
        }
    }
}

struct Elevate {
    by: Administrator,
    now: Timestamp,
    until: Timestamp,
}

impl Mutation for Elevate {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = still(tx, self.by, self.now).await?;
        on_db!(tx.conn(), ELEVATE, [by.session_id().as_uuid(), self.until.as_millis()] => count)?;
        audit::record(tx, audit::server_act(Some(by.user_id()), AuditAction::Elevated, self.now)).await
    }
}
