//! Presence by hand: how people chose to appear, until a given time or until they change it.
//!
//! When it ends, nothing is written: it is no longer read (see [`crate::person::row`]), and the hub reads it again.

use confluence_protocol::{Change, Me, OwnPresence, SetPresenceMode, Timestamp, UserId, UserSettings};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        lists::Ids,
        queue::Mutation,
        tx::Tx,
    },
    person::{
        row::{own_presence, settings},
        users,
    },
};

statements! {
    SET = ("UPDATE users SET presence_mode = $2, presence_until = $3 WHERE id = $1");
    OF = (
        "SELECT u.id, u.presence_mode, u.presence_until, u.read_receipts, u.time_zone, u.share_local_time,
                u.quiet_hours FROM users u
         WHERE u.id IN " ids(1) " AND u.deleted_at IS NULL"
    );
}

impl Store {
    /// Replaces the presence that the user chose. `NotFound` for a deleted account.
    pub async fn set_presence(&self, id: UserId, form: SetPresenceMode) -> Result<Me, StoreError> {
        let SetPresenceMode { mode, until } = form;
        self.write(SetPresence { id, presence: OwnPresence { mode, until } }).await
    }

    /// The presence that each of these users chose, even if its time has passed, and their settings. Deleted
    /// accounts are left out.
    pub async fn own_presences(
        &self,
        users: &[UserId],
    ) -> Result<Vec<(UserId, OwnPresence, UserSettings)>, StoreError> {
        let ids = || users.iter().map(|id| id.as_uuid()).collect::<Ids>();
        let mut read = self.read_large().await?;
        let rows = on_db!(&mut read.conn(), OF, [ids()] => all PresenceRow)?;
        Ok(rows.into_iter().map(PresenceRow::read).collect())
    }
}

#[derive(FromRow)]
struct PresenceRow {
    id: Uuid,
    presence_mode: String,
    presence_until: Option<i64>,
    read_receipts: bool,
    time_zone: Option<String>,
    share_local_time: bool,
    quiet_hours: String,
}

impl PresenceRow {
    fn read(self) -> (UserId, OwnPresence, UserSettings) {
        let settings =
            settings(self.read_receipts, self.time_zone.as_ref(), self.share_local_time, &self.quiet_hours);
        (UserId::from_uuid(self.id), own_presence(&self.presence_mode, self.presence_until), settings)
    }
}

struct SetPresence {
    id: UserId,
    presence: OwnPresence,
}

impl Mutation for SetPresence {
    type Output = Me;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Me, Fault> {
        users::lock(tx, self.id).await?;
        let before = users::load_existing(tx, self.id).await?.into_me();
        if before.user.deleted {
            return Err(StoreError::NotFound.into());
        }
        let OwnPresence { mode, until } = self.presence;
        // Written even if it is the same for readers: the row may still have one that has ended.
        on_db!(
            tx.conn(),
            SET,
            [self.id.as_uuid(), mode.as_str(), until.map(Timestamp::as_millis)] => count
        )?;
        if self.presence != before.presence {
            let settings = before.settings.clone();
            tx.emit(Change::Me { user_id: self.id, presence: self.presence, settings });
        }
        Ok(Me { presence: self.presence, ..before })
    }
}
