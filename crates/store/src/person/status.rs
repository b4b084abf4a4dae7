//! Statuses: what people say about what they are doing, until a given time or until they change it.
//!
//! When a status ends, nothing happens: it is no longer read (see [`crate::person::row`]), and clients stop
//! showing it by themselves.

use confluence_protocol::{Change, Me, SetStatus, Status, Timestamp, User, UserId};

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    person::users,
};

statements! {
    SET = ("UPDATE users SET status_emoji = $2, status_text = $3, status_until = $4 WHERE id = $1");
}

impl Store {
    /// Replaces the user's status. `NotFound` for a deleted account.
    pub async fn set_status(&self, id: UserId, form: SetStatus) -> Result<Me, StoreError> {
        let status = Status {
            emoji: form.emoji.map(String::from).unwrap_or_default(),
            text: form.text.map(String::from).unwrap_or_default(),
            until: form.until,
        };
        self.write(ChangeStatus { id, status: Some(status) }).await
    }

    /// Removes the user's status, if there is one. `NotFound` for a deleted account.
    pub async fn clear_status(&self, id: UserId) -> Result<(), StoreError> {
        self.write(ChangeStatus { id, status: None }).await.map(drop)
    }
}

struct ChangeStatus {
    id: UserId,
    status: Option<Status>,
}

impl Mutation for ChangeStatus {
    type Output = Me;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Me, Fault> {
        // Of two changes at once, on different nodes, the second must see the first.
        users::lock(tx, self.id).await?;
        let before = users::load_existing(tx, self.id).await?.into_me();
        if before.user.deleted {
            return Err(StoreError::NotFound.into());
        }
        // Written even if it is the same for readers: the row may still have one that has ended.
        let status = self.status.as_ref();
        let written = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        on_db!(
            tx.conn(),
            SET,
            [
                self.id.as_uuid(),
                status.and_then(|status| written(&status.emoji)),
                status.and_then(|status| written(&status.text)),
                status.and_then(|status| status.until).map(Timestamp::as_millis),
            ] => count
        )?;
        let user = User { status: self.status.clone(), ..before.user.clone() };
        if user != before.user {
            tx.emit(Change::User { user: user.clone() });
        }
        Ok(Me { user, ..before })
    }
}
