//! Deletions that were planned: once their time has come, they can no longer be called off.

use confluence_protocol::{RoomId, Timestamp, UserId};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    account::delete_account,
    chore::Chore,
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
    DUE_ACCOUNT = ("SELECT id FROM users WHERE delete_after <= $1 LIMIT 1");
    STILL_DUE = ("SELECT id FROM users WHERE id = $1 AND delete_after <= $2");
    DUE_ROOM = ("SELECT r.id FROM rooms r WHERE r.delete_after <= $1 LIMIT 1");
    GIVE_UP = ("UPDATE rooms SET delete_after = NULL WHERE id = $1 AND delete_after <= $2");
}

impl Store {
    /// Begins one deletion whose time has come, rooms before accounts, so that an account whose deletion fails does not
    /// hold up the rooms; returns whether there may be more. The rows follow in small steps,
    /// see [`Store::do_chore`].
    pub async fn begin_planned_deletion(&self, now: Timestamp) -> Result<bool, StoreError> {
        let (room, account) = {
            let mut read = self.read().await?;
            let conn = &mut read.conn();
            let room = on_db!(conn, DUE_ROOM, [now.as_millis()] => optional (Uuid,))?;
            (room, on_db!(conn, DUE_ACCOUNT, [now.as_millis()] => optional (Uuid,))?)
        };
        if let Some((id,)) = room {
            self.write(DeleteRoom { id: RoomId::from_uuid(id), now }).await?;
        } else if let Some((id,)) = account {
            self.write(DeleteAccount { id: UserId::from_uuid(id), now }).await?;
        } else {
            return Ok(false);
        }
        self.chores().notify_one();
        Ok(true)
    }
}

struct DeleteAccount {
    id: UserId,
    now: Timestamp,
}

impl Mutation for DeleteAccount {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        writer::lock_server(tx.conn()).await?;
        users::lock(tx, self.id).await?;
        // It may have been restored since it was found.
        if on_db!(tx.conn(), STILL_DUE, [self.id.as_uuid(), self.now.as_millis()] => optional (Uuid,))?
            .is_some()
        {
            delete_account::erase(tx, self.id, self.now).await?;
        }
        Ok(())
    }
}

struct DeleteRoom {
    id: RoomId,
    now: Timestamp,
}

impl Mutation for DeleteRoom {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.id]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        if on_db!(tx.conn(), GIVE_UP, [self.id.as_uuid(), self.now.as_millis()] => count)? > 0 {
            Chore::Room(self.id).note(tx).await?;
        }
        Ok(())
    }
}
