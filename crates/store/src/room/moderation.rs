//! Roles, removals and bans. Moderators act on plain members only, owners on everybody. Both roles are
//! checked again in the transaction, because they may have changed since the caller checked.

use confluence_protocol::{
    AuditAction, Ban, Bans, Description, LeaveReason, Limits, Member, Role, RoomId, SetBan, Timestamp, User,
    UserId, UserRef,
};
use confluence_rights::{Moderator, Proof, Refusal, Seat};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    audit::{self, Entry},
    engine::{
        cursor::{self, Cursor},
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    person::{row::user_ref, users},
    room::{members, seats},
};

statements! {
    BAN = (
        "INSERT INTO bans (room_id, user_id, banned_by, reason, created_at, until) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (room_id, user_id) DO UPDATE
         SET banned_by = excluded.banned_by, reason = excluded.reason, until = excluded.until,
             created_at = CASE WHEN bans.until <= " now " THEN excluded.created_at ELSE bans.created_at END"
    );
    BANNED_AT = ("SELECT created_at FROM bans WHERE room_id = $1 AND user_id = $2");
    UNBAN = ("DELETE FROM bans WHERE room_id = $1 AND user_id = $2");
    PAGE = (
        "SELECT b.user_id, u.username, u.display_name, u.avatar_id, b.reason, b.banned_by, b.created_at, b.until
         FROM bans b JOIN users u ON u.id = b.user_id
         WHERE b.room_id = $1 AND (b.until IS NULL OR b.until > " now ") AND (b.created_at, b.user_id) < ($2, $3)
         ORDER BY b.created_at DESC, b.user_id DESC LIMIT $4"
    );
    SET_MAY_POST = ("UPDATE members SET may_post = $3 WHERE room_id = $1 AND user_id = $2");
    ENDED = ("SELECT user_id FROM bans WHERE until < $1 LIMIT 1");
    // The outer condition is checked again if the ban was renewed in the meantime.
    FORGET_ENDED = (
        "DELETE FROM bans WHERE until < $1
           AND (room_id, user_id) IN (SELECT room_id, user_id FROM bans WHERE until < $1 ORDER BY until LIMIT $2)"
    );
}

/// How long a ban is kept after it ended, in milliseconds: a day. The clock of the database decides whether it has
/// ended, and the clock of this machine whether it is deleted; they need not agree to the second.
const KEEP_MILLIS: i64 = 24 * 3_600_000;
/// Maximum number of bans that one call of [`Store::forget_bans`] deletes.
const FORGET_STEP: i64 = 200;

impl Store {
    /// Gives a member a role; setting the current role changes nothing. `NotFound` if `target` is not a
    /// member, `LastOwner` if the room would have no owner left.
    pub async fn set_role(
        &self,
        by: Moderator,
        target: UserId,
        role: Role,
        now: Timestamp,
    ) -> Result<Member, StoreError> {
        self.write(SetRole { by, target, role, now }).await
    }

    /// Names a member as somebody who may post where only moderators may, or takes that back; the same again changes
    /// nothing. `NotFound` if `target` is not a member.
    pub async fn set_may_post(
        &self,
        by: Moderator,
        target: UserId,
        may_post: bool,
        now: Timestamp,
    ) -> Result<Member, StoreError> {
        self.write(SetMayPost { by, target, may_post, now }).await
    }

    /// Ends a membership. An owner who is alone can also remove themselves, which deletes the room. `NotFound` if
    /// `target` is not a member, `LastOwner`.
    pub async fn remove_member(
        &self,
        by: Moderator,
        target: UserId,
        reason: Option<Description>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(Remove { by, target, reason, now }).await?;
        self.chores().notify_one();
        Ok(())
    }

    /// Bans a user, member or not, and ends their membership; their messages stay. Banning again changes the
    /// reason and the end of the ban; after its end, it is a new ban. `NotFound` if there is no such account, `LastOwner`.
    pub async fn ban(
        &self,
        by: Moderator,
        target: UserId,
        ban: SetBan,
        now: Timestamp,
    ) -> Result<Ban, StoreError> {
        self.write(BanUser { by, target, ban, now }).await
    }

    /// Lifts a ban; without one, nothing changes. It does not restore the membership.
    pub async fn unban(&self, by: Moderator, target: UserId, now: Timestamp) -> Result<(), StoreError> {
        self.write(Unban { by, target, now }).await
    }

    /// Deletes some of the bans that ended more than a day ago; returns whether there may be more.
    pub async fn forget_bans(&self, now: Timestamp) -> Result<bool, StoreError> {
        let before = now.as_millis() - KEEP_MILLIS;
        let any = {
            let mut read = self.read_large().await?;
            on_db!(&mut read.conn(), ENDED, [before] => optional (Uuid,))?
        };
        if any.is_none() { Ok(false) } else { self.write(ForgetBans { before }).await }
    }

    /// A page of the room's bans, newest first; `limit` is 1–200. `InvalidCursor`.
    pub async fn bans(&self, by: Moderator, cursor: Option<&str>, limit: u32) -> Result<Bans, StoreError> {
        let (at, user) = Cursor::<(i64, Uuid)>::parse(cursor)?.unwrap_or((i64::MAX, Uuid::max()));
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut read = self.read_large().await?;
        let rows = on_db!(
            &mut read.conn(),
            PAGE,
            [by.room_id().as_uuid(), at, user, cursor::one_more(limit)] => all BanRow
        )?;
        let (rows, more) = cursor::cut(rows, limit);
        let next_cursor =
            rows.last().filter(|_| more).map(|row| Cursor::write(&(row.created_at, row.user_id)));
        Ok(Bans { bans: rows.into_iter().map(Ban::from).collect(), next_cursor })
    }
}

#[derive(FromRow)]
struct BanRow {
    user_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
    reason: String,
    banned_by: Uuid,
    created_at: i64,
    until: Option<i64>,
}

impl From<BanRow> for Ban {
    fn from(row: BanRow) -> Self {
        Self {
            user: user_ref(row.user_id, row.username, row.display_name, row.avatar_id),
            reason: row.reason,
            created_by: UserId::from_uuid(row.banned_by),
            created_at: Timestamp::from_millis(row.created_at),
            until: row.until.map(Timestamp::from_millis),
        }
    }
}

/// The right as it is now, and the seat of `target`, provided that `by` outranks them.
pub(crate) async fn acting_on(
    tx: &mut Tx<'_>,
    by: Moderator,
    target: UserId,
) -> Result<(Moderator, Seat), Fault> {
    let by = seats::still(tx, by).await?;
    let seat = seats::seat_existing(tx, by.room_id(), target).await?;
    by.outranks(seat.role())?;
    Ok((by, seat))
}

struct SetRole {
    by: Moderator,
    target: UserId,
    role: Role,
    now: Timestamp,
}

impl Mutation for SetRole {
    type Output = Member;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Member, Fault> {
        let (target, role) = (self.target, self.role);
        let by = seats::still(tx, self.by).await?;
        by.assigns(target, role)?;
        let room_id = by.room_id();
        let seat = seats::seat_existing(tx, room_id, target).await?;
        let card = match seat.role() {
            None => return Err(StoreError::NotFound.into()),
            Some(before) if before == role => members::card(tx, room_id, target).await?,
            Some(before) => {
                // Even alone in the room: whoever joins later would find nobody who may change anything.
                if before == Role::Owner {
                    members::another_owner(tx, &seat).await?;
                }
                let card = members::set_role(tx, room_id, target, role).await?;
                let act = audit::act(&by, AuditAction::RoleChanged, self.now);
                audit::record(tx, Entry { target: Some(target), detail: role.as_str(), ..act }).await?;
                card
            }
        };
        Ok(members::without_presence(card))
    }
}

struct SetMayPost {
    by: Moderator,
    target: UserId,
    may_post: bool,
    now: Timestamp,
}

impl Mutation for SetMayPost {
    type Output = Member;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Member, Fault> {
        let (room_id, target) = (self.by.room_id(), self.target);
        let (by, seat) = acting_on(tx, self.by, target).await?;
        if seat.role().is_none() {
            return Err(StoreError::NotFound.into());
        }
        if seat.may_post() == self.may_post {
            return Ok(members::without_presence(members::card(tx, room_id, target).await?));
        }
        on_db!(tx.conn(), SET_MAY_POST, [room_id.as_uuid(), target.as_uuid(), self.may_post] => count)?;
        let card = members::tell_updated(tx, room_id, target).await?;
        let action = if self.may_post { AuditAction::PostingGranted } else { AuditAction::PostingRevoked };
        let act = audit::act(&by, action, self.now);
        audit::record(tx, Entry { target: Some(target), ..act }).await?;
        Ok(members::without_presence(card))
    }
}

struct Remove {
    by: Moderator,
    target: UserId,
    reason: Option<Description>,
    now: Timestamp,
}

impl Mutation for Remove {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let (by, seat) = acting_on(tx, self.by, self.target).await?;
        if seat.role().is_none() {
            return Err(StoreError::NotFound.into());
        }
        members::keep_an_owner(tx, &seat).await?;
        members::exit(tx, seat.room_id(), self.target, LeaveReason::Removed).await?;
        let detail = self.reason.as_deref().unwrap_or_default();
        let act = audit::act(&by, AuditAction::MemberRemoved, self.now);
        audit::record(tx, Entry { target: Some(self.target), detail, ..act }).await
    }
}

struct BanUser {
    by: Moderator,
    target: UserId,
    ban: SetBan,
    now: Timestamp,
}

impl Mutation for BanUser {
    type Output = Ban;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Ban, Fault> {
        let (target, now) = (self.target, self.now);
        let (proof, seat) = acting_on(tx, self.by, target).await?;
        let by = proof.user_id();
        if by == target {
            return Err(Refusal::Outranked.into());
        }
        let user = User::from(users::load_existing(tx, target).await?);
        if user.deleted {
            return Err(StoreError::NotFound.into());
        }
        let room_id = seat.room_id();
        let reason = self.ban.reason.as_deref().unwrap_or_default();
        let until = self.ban.until.map(Timestamp::as_millis);
        on_db!(
            tx.conn(),
            BAN,
            [room_id.as_uuid(), target.as_uuid(), by.as_uuid(), reason, now.as_millis(), until] => count
        )?;
        let (created_at,) =
            on_db!(tx.conn(), BANNED_AT, [room_id.as_uuid(), target.as_uuid()] => one (i64,))?;
        if seat.role().is_some() {
            members::keep_an_owner(tx, &seat).await?;
            members::exit(tx, room_id, target, LeaveReason::Banned).await?;
        }
        let action = if until.is_some() { AuditAction::MemberSuspended } else { AuditAction::MemberBanned };
        let act = audit::act(&proof, action, now);
        audit::record(tx, Entry { target: Some(target), detail: reason, ..act }).await?;
        Ok(Ban {
            user: UserRef::from(&user),
            reason: reason.to_owned(),
            created_by: by,
            created_at: Timestamp::from_millis(created_at),
            until: self.ban.until,
        })
    }
}

struct Unban {
    by: Moderator,
    target: UserId,
    now: Timestamp,
}

impl Mutation for Unban {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = seats::still(tx, self.by).await?;
        let lifted = on_db!(tx.conn(), UNBAN, [by.room_id().as_uuid(), self.target.as_uuid()] => count)?;
        if lifted > 0 {
            let act = audit::act(&by, AuditAction::BanLifted, self.now);
            audit::record(tx, Entry { target: Some(self.target), ..act }).await?;
        }
        Ok(())
    }
}

struct ForgetBans {
    before: i64,
}

impl Mutation for ForgetBans {
    type Output = bool;

    // Every row may be on a page of its own, and has entries in several indexes.
    fn logged(&self) -> usize {
        1024 * 1024
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        let gone = on_db!(tx.conn(), FORGET_ENDED, [self.before, FORGET_STEP] => count)?;
        Ok(i64::try_from(gone).is_ok_and(|gone| gone >= FORGET_STEP))
    }
}
