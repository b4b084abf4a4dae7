//! Deleting an account: its rooms continue without it, and its messages stay under "Deleted user".

use confluence_protocol::{Change, LeaveReason, RoomId, Timestamp, User, UserId};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    chore::{Chore, STEP},
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        writer,
    },
    file::avatars,
    group::leaving,
    person::{row::DELETED_NAME, sessions, users},
    room::{members, seats},
};

statements! {
    ANOTHER = (
        "SELECT id FROM users WHERE display_name_folded >= '' AND deleted_at IS NULL AND id <> $1
         ORDER BY display_name_folded LIMIT 1"
    );
    // Somebody else who can act as an administrator.
    ANOTHER_ADMIN = (
        "SELECT id FROM users WHERE is_admin AND deleted_at IS NULL AND id <> $1 AND delete_after IS NULL
           AND (suspended_at IS NULL OR suspended_until <= " now ") ORDER BY id LIMIT 1"
    );
    ROOMS = ("SELECT room_id FROM members WHERE user_id = $1 ORDER BY room_id LIMIT $2");
    // Rooms whose deletion is planned as well: they may be restored at the same moment.
    LOCK_ROOM = ("SELECT id FROM rooms WHERE id = $1" lock);
    ACCOUNT_BANS = (
        "DELETE FROM bans WHERE user_id = $1
           AND room_id IN (SELECT room_id FROM bans WHERE user_id = $1 LIMIT $2)"
    );
    BLOCKS_BY = (
        "DELETE FROM blocks WHERE user_id = $1
           AND blocked_id IN (SELECT blocked_id FROM blocks WHERE user_id = $1 LIMIT $2)"
    );
    BLOCKS_OF = (
        "DELETE FROM blocks WHERE blocked_id = $1
           AND user_id IN (SELECT user_id FROM blocks WHERE blocked_id = $1 LIMIT $2)"
    );
    FORGET_MEMBER = ("DELETE FROM members WHERE room_id = $1 AND user_id = $2");
    FORGET_FOLDERS = ("DELETE FROM folders WHERE user_id = $1");
    // Those that wait for the account, and requests for a new password under its address.
    FORGET_MAILS = (
        "DELETE FROM mails WHERE user_id = $1
           OR email_folded = (SELECT u.email_folded FROM users u WHERE u.id = $1)"
    );
    ERASE = (
        "UPDATE users SET username = NULL, display_name = $2, display_name_folded = '', bio = '', avatar_id = NULL,
                password_hash = NULL, email = NULL, email_folded = NULL, is_admin = FALSE,
                status_emoji = NULL, status_text = NULL, status_until = NULL,
                presence_mode = 'auto', presence_until = NULL,
                time_zone = NULL, share_local_time = FALSE, quiet_hours = '[]',
                suspended_at = NULL, suspended_until = NULL, suspended_by = NULL, suspension_reason = NULL,
                delete_after = NULL, guest_until = NULL, guest_leave_at = NULL, deleted_at = $3
         WHERE id = $1"
    );
}

/// Maximum number of rooms left in one step.
const ROOMS_STEP: i64 = 20;

impl Store {
    /// Deletes an account: frees its username, ends every session and leaves every room. A room that it alone
    /// owns goes to the longest-standing moderator, or member if there is none. The first 20 rooms are left
    /// at once, the others later in small steps, see [`Store::do_chore`]. `NotFound`; `LastAdmin` for the
    /// only administrator while other accounts exist.
    pub async fn delete_account(&self, id: UserId, now: Timestamp) -> Result<(), StoreError> {
        self.write(DeleteAccount { id, now }).await?;
        self.chores().notify_one();
        Ok(())
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
        let user = User::from(users::load_existing(tx, self.id).await?);
        if user.deleted {
            return Err(StoreError::NotFound.into());
        }
        let id = self.id.as_uuid();
        if user.is_admin
            && on_db!(tx.conn(), ANOTHER_ADMIN, [id] => optional (Uuid,))?.is_none()
            && on_db!(tx.conn(), ANOTHER, [id] => optional (Uuid,))?.is_some()
        {
            return Err(StoreError::LastAdmin.into());
        }
        erase(tx, self.id, self.now).await
    }
}

/// Deletes an account that the caller has locked and found to exist, administrator or not.
pub(crate) async fn erase(tx: &mut Tx<'_>, user_id: UserId, now: Timestamp) -> Result<(), Fault> {
    let id = user_id.as_uuid();
    let avatar = users::load_existing(tx, user_id).await?.avatar_id;
    if step(tx, user_id).await? {
        Chore::Account(user_id).note(tx).await?;
    }
    sessions::revoke_all(tx, user_id, None).await?;
    avatars::take_off(tx, avatar).await?;
    users::drop_links(tx, user_id).await?;
    on_db!(tx.conn(), FORGET_MAILS, [id] => count)?;
    on_db!(tx.conn(), FORGET_FOLDERS, [id] => count)?;
    on_db!(tx.conn(), ERASE, [id, DELETED_NAME, now.as_millis()] => count)?;
    let user = users::load_existing(tx, user_id).await?.into();
    tx.emit(Change::User { user });
    Ok(())
}

/// Leaves some rooms of a deleted account or, after the last one, deletes some of its bans, of the blocks by
/// it and of it, and of its groups; returns whether there may be more.
pub(crate) async fn step(tx: &mut Tx<'_>, id: UserId) -> Result<bool, Fault> {
    if leave_some_rooms(tx, id).await? {
        return Ok(true);
    }
    for part in [ACCOUNT_BANS, BLOCKS_BY, BLOCKS_OF] {
        let gone = on_db!(tx.conn(), part, [id.as_uuid(), STEP] => count)?;
        if i64::try_from(gone).is_ok_and(|gone| gone >= STEP) {
            return Ok(true);
        }
    }
    let groups = leaving::leave_server(tx, id, STEP).await?;
    Ok(i64::try_from(groups).is_ok_and(|groups| groups >= STEP))
}

/// Leaves up to [`ROOMS_STEP`] of its rooms; returns whether there may be more.
async fn leave_some_rooms(tx: &mut Tx<'_>, id: UserId) -> Result<bool, Fault> {
    let rooms = on_db!(tx.conn(), ROOMS, [id.as_uuid(), ROOMS_STEP] => all (Uuid,))?;
    let more = i64::try_from(rooms.len()).is_ok_and(|left| left >= ROOMS_STEP);
    for (room,) in rooms {
        go(tx, RoomId::from_uuid(room), id).await?;
    }
    Ok(more)
}

async fn go(tx: &mut Tx<'_>, room_id: RoomId, id: UserId) -> Result<(), Fault> {
    // On PostgreSQL the owners and the heir may be leaving on another node: they are read under the lock.
    on_db!(tx.conn(), LOCK_ROOM, [room_id.as_uuid()] => all (Uuid,))?;
    let Some(seat) = seats::seat(tx.conn(), room_id, id).await? else {
        // The room itself is being deleted.
        on_db!(tx.conn(), FORGET_MEMBER, [room_id.as_uuid(), id.as_uuid()] => count)?;
        return Ok(());
    };
    if seat.role().is_none() {
        // They were removed while this waited for the room.
        return Ok(());
    }
    match members::keep_an_owner(tx, &seat).await {
        Err(Fault::Domain(StoreError::LastOwner)) => {
            members::hand_over(tx, room_id, Some(id)).await?;
        }
        kept => kept?,
    }
    members::exit(tx, room_id, id, LeaveReason::Left).await
}
