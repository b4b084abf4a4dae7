//! Deleting entries about failed sign-ins, which anybody can cause, after a while.

use confluence_protocol::{AuditAction, AuditId, Timestamp};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
};

statements! {
    OLD = ("SELECT id FROM audit WHERE action = $1 AND id < $2 LIMIT 1");
    FORGET = (
        "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE action = $1 AND id < $2 ORDER BY id LIMIT $3)"
    );
}

/// How long failed sign-ins are kept, in seconds: 90 days.
const KEPT_SECONDS: i64 = 90 * 24 * 3600;
/// Maximum number of entries deleted in one step.
const STEP: i64 = 500;

impl Store {
    /// Deletes some entries about sign-ins that failed more than 90 days ago; returns whether there may be more.
    pub async fn forget_failed_sign_ins(&self, now: Timestamp) -> Result<bool, StoreError> {
        let before = AuditId::new(now.plus_seconds(-KEPT_SECONDS)).as_uuid();
        let old = {
            let mut read = self.read().await?;
            on_db!(&mut read.conn(), OLD, [AuditAction::SignInFailed.as_str(), before] => optional (Uuid,))?
        };
        if old.is_none() { Ok(false) } else { self.write(Forget { before }).await }
    }
}

struct Forget {
    before: Uuid,
}

impl Mutation for Forget {
    type Output = bool;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        let action = AuditAction::SignInFailed.as_str();
        let gone = on_db!(tx.conn(), FORGET, [action, self.before, STEP] => count)?;
        Ok(i64::try_from(gone).is_ok_and(|gone| gone >= STEP))
    }
}
