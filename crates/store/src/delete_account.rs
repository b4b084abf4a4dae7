//! Deleting an account: its rooms go on without it, its messages stay under "Deleted user".

use confluence_protocol::{LeaveReason, Role, RoomId, Timestamp, User, UserId};
use uuid::Uuid;

use crate::{
    Change, Store, StoreError, avatars,
    db::{on_db, statements},
    error::Fault,
    members,
    queue::Mutation,
    rows::DELETED_NAME,
    sessions, sign_up, users,
    writer::Tx,
};

statements! {
    OTHERS = (
        "SELECT count(*), count(CASE WHEN is_admin THEN 1 END) FROM users WHERE deleted_at IS NULL AND id <> $1"
    );
    ROOMS = ("SELECT room_id FROM members WHERE user_id = $1 ORDER BY room_id");
    // Moderators come before members: their word is the greater one.
    HEIR = (
        "SELECT user_id FROM members WHERE room_id = $1 AND user_id <> $2
         ORDER BY role DESC, joined_at, user_id LIMIT 1"
    );
    FORGET_FOLDERS = ("DELETE FROM folders WHERE user_id = $1");
    FORGET_BANS = ("DELETE FROM bans WHERE user_id = $1");
    ERASE = (
        "UPDATE users SET username = NULL, display_name = $2, display_name_folded = '', bio = '', avatar_id = NULL,
                password_hash = NULL, is_admin = FALSE, deleted_at = $3
         WHERE id = $1"
    );
}

impl Store {
    /// Deletes an account: frees its username, hands rooms that it alone owns to the longest-standing
    /// moderator, else member, leaves every room, ends every session. `NotFound`; `LastAdmin` for the only
    /// administrator while others exist.
    pub async fn delete_account(&self, id: UserId, now: Timestamp) -> Result<(), StoreError> {
        self.write(DeleteAccount { id, now }).await
    }
}

struct DeleteAccount {
    id: UserId,
    now: Timestamp,
}

impl Mutation for DeleteAccount {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        sign_up::lock_server(tx).await?;
        users::lock(tx, self.id).await?;
        let row = users::load_existing(tx, self.id).await?;
        let avatar = row.avatar_id;
        let user = User::from(row);
        if user.deleted {
            return Err(StoreError::NotFound.into());
        }
        let id = self.id.as_uuid();
        let (others, admins) = on_db!(tx.conn(), OTHERS, [id] => one (i64, i64))?;
        if user.is_admin && others > 0 && admins == 0 {
            return Err(StoreError::LastAdmin.into());
        }
        for (room,) in on_db!(tx.conn(), ROOMS, [id] => all (Uuid,))? {
            self.go(tx, RoomId::from_uuid(room)).await?;
        }
        sessions::revoke_all(tx, self.id, None).await?;
        avatars::take_off(tx, avatar).await?;
        on_db!(tx.conn(), FORGET_BANS, [id] => count)?;
        on_db!(tx.conn(), FORGET_FOLDERS, [id] => count)?;
        on_db!(tx.conn(), ERASE, [id, DELETED_NAME, self.now.as_millis()] => count)?;
        let user = users::load_existing(tx, self.id).await?.into();
        tx.emit(Change::User { user });
        Ok(())
    }
}

impl DeleteAccount {
    async fn go(&self, tx: &mut Tx<'_>, room_id: RoomId) -> Result<(), Fault> {
        let seat = members::seat_existing(tx, room_id, self.id).await?;
        match members::keep_an_owner(tx, &seat, self.id).await {
            Err(Fault::Domain(StoreError::LastOwner)) => {
                let heir =
                    on_db!(tx.conn(), HEIR, [room_id.as_uuid(), self.id.as_uuid()] => optional (Uuid,))?;
                if let Some((heir,)) = heir {
                    members::set_role(tx, room_id, UserId::from_uuid(heir), Role::Owner).await?;
                }
            }
            kept => kept?,
        }
        members::exit(tx, room_id, self.id, LeaveReason::Left).await
    }
}
