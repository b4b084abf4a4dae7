//! Guests: accounts that are in one room until a date, after which they leave it and cannot sign in.

use confluence_protocol::{AuditAction, Change, LeaveReason, Member, RoomId, Timestamp, UserId};
use confluence_rights::{Moderator, Proof as _, Refusal};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    audit::{self, Entry},
    engine::{
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    group::leaving,
    person::{sessions, users},
    room::{members, moderation},
};

statements! {
    SET_UNTIL = ("UPDATE users SET guest_until = $2, guest_leave_at = $2 WHERE id = $1 AND guest_until IS NOT NULL");
    PROMOTE = ("UPDATE users SET guest_until = NULL, guest_leave_at = NULL WHERE id = $1");
    ROOM_OF = ("SELECT m.room_id FROM members m WHERE m.user_id = $1 ORDER BY m.room_id LIMIT 1");
    IS_HIDDEN = ("SELECT id FROM rooms WHERE id = $1 AND deleted_at IS NOT NULL");
    FORGET_MEMBER = ("DELETE FROM members WHERE room_id = $1 AND user_id = $2");
    FORGET_FOLDER = ("DELETE FROM folder_rooms WHERE user_id = $2 AND room_id = $1");
    OVER = ("SELECT id FROM users WHERE guest_leave_at <= $1 ORDER BY guest_leave_at LIMIT 1");
    STILL_OVER = ("SELECT id FROM users WHERE id = $1 AND guest_leave_at <= $2" lock);
    LEFT = ("UPDATE users SET guest_leave_at = NULL WHERE id = $1");
}

impl Store {
    /// Lets a guest of the room stay until that time. `NotFound` if `target` is not a guest of the room.
    pub async fn set_guest_until(
        &self,
        by: Moderator,
        target: UserId,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Member, StoreError> {
        self.write(SetUntil { by, target, until, now }).await
    }

    /// Takes a guest whose time is over out of their room; returns whether there may be more.
    pub async fn end_guests(&self, now: Timestamp) -> Result<bool, StoreError> {
        let over = {
            let mut read = self.read().await?;
            on_db!(&mut read.conn(), OVER, [now.as_millis()] => optional (Uuid,))?
        };
        let Some((guest,)) = over else { return Ok(false) };
        let guest = UserId::from_uuid(guest);
        let room = self.room_of_guest(guest).await?;
        self.write(EndGuest { guest, room, now }).await
    }

    /// The room that a guest is in, perhaps one that is deleted and can be restored. Writes about both lock the room
    /// before the account.
    pub(crate) async fn room_of_guest(&self, guest: UserId) -> Result<Option<RoomId>, StoreError> {
        let mut read = self.read().await?;
        Ok(room_of(&mut read.conn(), guest).await?)
    }
}

/// Lets a guest who is in no room enter one, until that time.
pub(crate) async fn arrive(
    tx: &mut Tx<'_>,
    user_id: UserId,
    until: Timestamp,
    now: Timestamp,
) -> Result<(), Fault> {
    // Locked, so that a guest who uses two invites at once enters one room.
    users::lock(tx, user_id).await?;
    if let Some(room_id) = room_of(tx.conn(), user_id).await? {
        if !is_hidden(tx, room_id).await? {
            return Err(Fault::Domain(Refusal::Guest.into()));
        }
        // If that room is restored, it comes back without them.
        forget(tx, room_id, user_id).await?;
    }
    set_until(tx, user_id, until, now).await.map(drop)
}

/// Turns a guest into a full account. `room`, which the caller has locked, is the room that they are in; if it has no
/// owner, because only guests were left, it goes to its longest-serving member.
pub(crate) async fn promote(
    tx: &mut Tx<'_>,
    user_id: UserId,
    room: Option<RoomId>,
    now: Timestamp,
) -> Result<(), Fault> {
    on_db!(tx.conn(), PROMOTE, [user_id.as_uuid()] => count)?;
    sessions::refit(tx, user_id, None, now).await?;
    tell(tx, user_id).await?;
    let room = room_of(tx.conn(), user_id).await?.filter(|found| Some(*found) == room);
    let Some(room_id) = room else { return Ok(()) };
    if is_hidden(tx, room_id).await? {
        return Ok(());
    }
    members::tell_updated(tx, room_id, user_id).await?;
    if !members::is_owned(tx, room_id).await? {
        members::hand_over(tx, room_id, None).await?;
    }
    Ok(())
}

async fn room_of(conn: &mut Conn<'_>, user_id: UserId) -> Result<Option<RoomId>, sqlx::Error> {
    let room = on_db!(conn, ROOM_OF, [user_id.as_uuid()] => optional (Uuid,))?;
    Ok(room.map(|(room,)| RoomId::from_uuid(room)))
}

async fn is_hidden(tx: &mut Tx<'_>, room_id: RoomId) -> Result<bool, Fault> {
    Ok(on_db!(tx.conn(), IS_HIDDEN, [room_id.as_uuid()] => optional (Uuid,))?.is_some())
}

/// Ends a membership of a hidden room, whose members are counted again if it is restored.
async fn forget(tx: &mut Tx<'_>, room_id: RoomId, user_id: UserId) -> Result<(), Fault> {
    for statement in [FORGET_MEMBER, FORGET_FOLDER] {
        on_db!(tx.conn(), statement, [room_id.as_uuid(), user_id.as_uuid()] => count)?;
    }
    Ok(leaving::leave_room(tx, room_id, user_id).await?)
}

/// Moves the end of a guest; returns false if the account is no guest any more.
async fn set_until(
    tx: &mut Tx<'_>,
    user_id: UserId,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool, Fault> {
    if on_db!(tx.conn(), SET_UNTIL, [user_id.as_uuid(), until.as_millis()] => count)? == 0 {
        return Ok(false);
    }
    sessions::refit(tx, user_id, Some(until), now).await?;
    tell(tx, user_id).await?;
    Ok(true)
}

async fn tell(tx: &mut Tx<'_>, user_id: UserId) -> Result<(), Fault> {
    let user = users::load_existing(tx, user_id).await?.into();
    tx.emit(Change::User { user });
    Ok(())
}

struct SetUntil {
    by: Moderator,
    target: UserId,
    until: Timestamp,
    now: Timestamp,
}

impl Mutation for SetUntil {
    type Output = Member;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Member, Fault> {
        let Self { target, until, now, .. } = *self;
        let (by, seat) = moderation::acting_on(tx, self.by, target).await?;
        if seat.role().is_none() || !seat.is_guest() {
            return Err(StoreError::NotFound.into());
        }
        let room_id = by.room_id();
        if members::card(tx, room_id, target).await?.guest_until == Some(until) {
            return Ok(members::without_presence(members::card(tx, room_id, target).await?));
        }
        if !set_until(tx, target, until, now).await? {
            return Err(StoreError::NotFound.into());
        }
        let card = members::tell_updated(tx, room_id, target).await?;
        let detail = until.to_string();
        let act = audit::act(&by, AuditAction::GuestUntilSet, now);
        audit::record(tx, Entry { target: Some(target), detail: &detail, ..act }).await?;
        Ok(members::without_presence(card))
    }
}

struct EndGuest {
    guest: UserId,
    room: Option<RoomId>,
    now: Timestamp,
}

impl Mutation for EndGuest {
    type Output = bool;

    fn rooms(&self) -> Vec<RoomId> {
        self.room.into_iter().collect()
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        let Self { guest, room, now } = *self;
        // Somebody may have let them stay in the meantime, or they may have entered another room.
        let over =
            on_db!(tx.conn(), STILL_OVER, [guest.as_uuid(), now.as_millis()] => optional (Uuid,))?.is_some();
        if !over || room_of(tx.conn(), guest).await? != room {
            return Ok(true);
        }
        sessions::revoke_all(tx, guest, None).await?;
        if let Some(room_id) = room {
            if is_hidden(tx, room_id).await? {
                forget(tx, room_id, guest).await?;
            } else {
                members::exit(tx, room_id, guest, LeaveReason::Left).await?;
            }
        }
        on_db!(tx.conn(), LEFT, [guest.as_uuid()] => count)?;
        Ok(true)
    }
}
