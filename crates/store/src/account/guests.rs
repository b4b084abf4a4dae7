//! Guests: accounts that are in one room until a date, after which they leave it and cannot sign in.

use confluence_protocol::{AuditAction, Change, LeaveReason, Member, RoomId, Timestamp, UserId};
use confluence_rights::{Moderator, Proof as _, Refusal};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    audit::{self, Entry},
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    person::{sessions, users},
    room::{members, moderation, seats},
};

statements! {
    SET_UNTIL = ("UPDATE users SET guest_until = $2, guest_leave_at = $2 WHERE id = $1 AND guest_until IS NOT NULL");
    PROMOTE = ("UPDATE users SET guest_until = NULL, guest_leave_at = NULL WHERE id = $1");
    // Also rooms that are deleted and can be restored.
    ROOM_OF = ("SELECT m.room_id FROM members m WHERE m.user_id = $1 ORDER BY m.room_id LIMIT 1");
    LOCK_ROOM = ("SELECT id FROM rooms WHERE id = $1" lock);
    HIDDEN = ("SELECT id FROM rooms WHERE id = $1 AND deleted_at IS NOT NULL");
    FORGET_MEMBER = ("DELETE FROM members WHERE room_id = $1 AND user_id = $2");
    OVER = ("SELECT id FROM users WHERE guest_leave_at <= $1 ORDER BY guest_leave_at LIMIT 1");
    OVER_STILL = ("SELECT id FROM users WHERE id = $1 AND guest_leave_at <= $2");
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
        match over {
            None => Ok(false),
            Some(_) => self.write(EndGuest { now }).await,
        }
    }
}

/// Lets a guest who is in no room enter one, until that time.
pub(crate) async fn arrive(tx: &mut Tx<'_>, user_id: UserId, until: Timestamp) -> Result<(), Fault> {
    // Locked, so that a guest who uses two invites at once enters one room.
    users::lock(tx, user_id).await?;
    if let Some(room_id) = room_of(tx, user_id).await? {
        if !is_hidden(tx, room_id).await? {
            return Err(Fault::Domain(Refusal::Guest.into()));
        }
        // If that room is restored, it comes back without them.
        on_db!(tx.conn(), FORGET_MEMBER, [room_id.as_uuid(), user_id.as_uuid()] => count)?;
    }
    set_until(tx, user_id, until).await
}

/// Turns a guest into a full account.
pub(crate) async fn promote(tx: &mut Tx<'_>, user_id: UserId) -> Result<(), Fault> {
    on_db!(tx.conn(), PROMOTE, [user_id.as_uuid()] => count)?;
    tell(tx, user_id).await?;
    if let Some(room_id) = room_of(tx, user_id).await?
        && !is_hidden(tx, room_id).await?
    {
        members::tell_updated(tx, room_id, user_id).await?;
    }
    Ok(())
}

/// The room of a guest, locked.
async fn room_of(tx: &mut Tx<'_>, user_id: UserId) -> Result<Option<RoomId>, Fault> {
    let room = on_db!(tx.conn(), ROOM_OF, [user_id.as_uuid()] => optional (Uuid,))?;
    if let Some((room,)) = room {
        on_db!(tx.conn(), LOCK_ROOM, [room] => all (Uuid,))?;
    }
    Ok(room.map(|(room,)| RoomId::from_uuid(room)))
}

async fn is_hidden(tx: &mut Tx<'_>, room_id: RoomId) -> Result<bool, Fault> {
    Ok(on_db!(tx.conn(), HIDDEN, [room_id.as_uuid()] => optional (Uuid,))?.is_some())
}

async fn set_until(tx: &mut Tx<'_>, user_id: UserId, until: Timestamp) -> Result<(), Fault> {
    on_db!(tx.conn(), SET_UNTIL, [user_id.as_uuid(), until.as_millis()] => count)?;
    sessions::shorten(tx, user_id, until).await?;
    tell(tx, user_id).await
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
        if members::card(tx, room_id, target).await?.guest_until != Some(until) {
            set_until(tx, target, until).await?;
            members::tell_updated(tx, room_id, target).await?;
            let detail = until.to_string();
            let act = audit::act(&by, AuditAction::GuestUntilSet, now);
            audit::record(tx, Entry { target: Some(target), detail: &detail, ..act }).await?;
        }
        Ok(members::without_presence(members::card(tx, room_id, target).await?))
    }
}

struct EndGuest {
    now: Timestamp,
}

impl Mutation for EndGuest {
    type Output = bool;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        let over = on_db!(tx.conn(), OVER, [self.now.as_millis()] => optional (Uuid,))?;
        let Some((guest,)) = over else { return Ok(false) };
        let user_id = UserId::from_uuid(guest);
        users::lock(tx, user_id).await?;
        // Somebody may have let them stay in the meantime.
        let still_over = on_db!(tx.conn(), OVER_STILL, [guest, self.now.as_millis()] => optional (Uuid,))?;
        if still_over.is_none() {
            return Ok(true);
        }
        sessions::revoke_all(tx, user_id, None).await?;
        if let Some(room_id) = room_of(tx, user_id).await? {
            if is_hidden(tx, room_id).await? {
                on_db!(tx.conn(), FORGET_MEMBER, [room_id.as_uuid(), guest] => count)?;
            } else if seats::seat_existing(tx, room_id, user_id).await?.role().is_some() {
                members::exit(tx, room_id, user_id, LeaveReason::Left).await?;
            }
        }
        on_db!(tx.conn(), LEFT, [guest] => count)?;
        Ok(true)
    }
}
