//! Accounts: listing them, administrators, suspensions, planned deletions, and ending sessions.

use confluence_protocol::{
    AdminUser, AdminUsers, AuditAction, Change, Limits, Nullable, PatchAdminUser, RoomId, SearchText,
    SetSuspension, Suspension, Timestamp, User, UserId,
};
use confluence_rights::{Administrator, Elevated, Refusal};
use sqlx::FromRow;
use uuid::Uuid;

use super::elevation::By;
use crate::{
    Store, StoreError,
    account::guests,
    audit::{self, Entry},
    engine::{
        cursor::{self, Cursor},
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::fold,
    },
    person::{
        row::{UserRow, user_columns, user_ref},
        sessions, users,
    },
    room::deletion::GRACE_SECONDS,
};

/// Selects [`AccountRow`]s, for one database.
macro_rules! account_select {
    ($db:ident) => {
        $crate::engine::db::sql_text!($db []
            "SELECT " user_columns!(dialect) ", u.delete_after, u.suspended_at, u.suspended_until, u.suspension_reason,
                    b.id AS by_id, b.username AS by_username, b.display_name AS by_name, b.avatar_id AS by_avatar_id,
                    (SELECT max(s.last_used_at) FROM sessions s WHERE s.user_id = u.id) AS last_seen_at,
                    (SELECT count(*) FROM sessions s
                     WHERE s.user_id = u.id AND s.revoked_at IS NULL AND s.expires_at > " now ") AS sessions,
                    (SELECT CAST(COALESCE(sum(f.size), 0) AS BIGINT) FROM uploads f
                     WHERE f.user_id = u.id AND f.removed_at IS NULL) AS storage_bytes,
                    (SELECT count(*) FROM members m JOIN rooms r ON r.id = m.room_id
                     WHERE m.user_id = u.id AND m.role = 'owner' AND r.deleted_at IS NULL) AS rooms_owned
             FROM users u LEFT JOIN users b ON b.id = u.suspended_by "
        )
    };
}

statements! {
    ONE = (account_select!(dialect) "WHERE u.id = $1 AND u.deleted_at IS NULL");
    // Deleted accounts have no username. Reads the accounts from the last page's end on until enough match.
    PAGE = (
        account_select!(dialect) "WHERE u.username > $1
           AND ((u.username >= $2 AND u.username < $3) OR (u.display_name_folded >= $2 AND u.display_name_folded < $3))
         ORDER BY u.username LIMIT $4"
    );
    // What an administrator may do ends with the right, even if they get it back at once.
    LOWER = ("UPDATE sessions SET elevated_until = NULL WHERE user_id = $1 AND elevated_until IS NOT NULL");
    SET_ADMIN = ("UPDATE users SET is_admin = $2 WHERE id = $1 AND deleted_at IS NULL");
    SUSPEND = (
        "UPDATE users SET suspended_at = $2, suspended_until = $3, suspended_by = $4, suspension_reason = $5
         WHERE id = $1 AND deleted_at IS NULL"
    );
    PLAN_DELETION = ("UPDATE users SET delete_after = $2 WHERE id = $1 AND deleted_at IS NULL");
    // Somebody who can still act as an administrator.
    ABLE_ADMIN = (
        "SELECT id FROM users WHERE is_admin AND deleted_at IS NULL AND delete_after IS NULL
           AND (suspended_at IS NULL OR suspended_until <= $1) ORDER BY id LIMIT 1"
    );
}

impl Store {
    /// A page of the accounts whose username or display name begins with `query`, or of all accounts, by username;
    /// `limit` is 1–200. `InvalidCursor`.
    pub async fn accounts(
        &self,
        _by: Administrator,
        query: Option<&SearchText>,
        cursor: Option<&str>,
        limit: u32,
        now: Timestamp,
    ) -> Result<AdminUsers, StoreError> {
        self.accounts_page(query, cursor, limit, now).await
    }

    /// The same list for an operator.
    pub async fn accounts_for_operator(
        &self,
        cursor: Option<&str>,
        now: Timestamp,
    ) -> Result<AdminUsers, StoreError> {
        self.accounts_page(None, cursor, Limits::PAGE_MAX, now).await
    }

    async fn accounts_page(
        &self,
        query: Option<&SearchText>,
        cursor: Option<&str>,
        limit: u32,
        now: Timestamp,
    ) -> Result<AdminUsers, StoreError> {
        let after = Cursor::<String>::parse(cursor)?.unwrap_or_default();
        let from = fold(query.map_or("", SearchText::as_str));
        let to = format!("{from}\u{10FFFF}");
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut read = self.read_large().await?;
        let rows = on_db!(
            &mut read.conn(),
            PAGE,
            [after.as_str(), from.as_str(), to.as_str(), cursor::one_more(limit)] => all AccountRow
        )?;
        let (rows, more) = cursor::cut(rows, limit);
        let users: Vec<AdminUser> = rows.into_iter().map(|row| row.shown(now)).collect();
        let next_cursor = users.last().filter(|_| more).map(|last| Cursor::write(&last.user.username));
        Ok(AdminUsers { users, next_cursor })
    }

    /// Makes somebody an administrator or not, suspends the account or ends its suspension, and turns a guest into a
    /// full account. A suspension ends every session. Guests become no administrators. `NotFound`; `LastAdmin` if no administrator would be left who can act.
    pub async fn change_account(
        &self,
        by: Elevated,
        target: UserId,
        patch: PatchAdminUser,
        now: Timestamp,
    ) -> Result<AdminUser, StoreError> {
        let room = self.room_of_guest(target).await?.filter(|_| patch.guest_until == Nullable::Null);
        self.write(ChangeAccount { by: By::Administrator(by), target, room, patch, now }).await
    }

    /// The same on behalf of an operator.
    pub async fn change_account_as_operator(
        &self,
        target: UserId,
        patch: PatchAdminUser,
        now: Timestamp,
    ) -> Result<AdminUser, StoreError> {
        let room = self.room_of_guest(target).await?.filter(|_| patch.guest_until == Nullable::Null);
        self.write(ChangeAccount { by: By::Operator, target, room, patch, now }).await
    }

    /// Plans the deletion of an account in 7 days and suspends it until then. `NotFound`, `LastAdmin`.
    pub async fn plan_account_deletion(
        &self,
        by: Elevated,
        target: UserId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(PlanDeletion { by, target, now }).await
    }

    /// Calls a planned deletion off and ends the suspension. Does nothing if none is planned. `NotFound`.
    pub async fn restore_account(
        &self,
        by: Elevated,
        target: UserId,
        now: Timestamp,
    ) -> Result<AdminUser, StoreError> {
        self.write(Restore { by, target, now }).await
    }

    /// Ends every session of an account and the links that set its password. `NotFound`.
    pub async fn end_sessions(&self, by: Elevated, target: UserId, now: Timestamp) -> Result<(), StoreError> {
        self.write(EndSessions { by, target, now }).await
    }

    /// Records that a sign-in failed, at this account if the name was that of one.
    pub async fn record_failed_sign_in(
        &self,
        target: Option<UserId>,
        detail: String,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(FailedSignIn { target, detail, now }).await
    }
}

#[derive(FromRow)]
struct AccountRow {
    #[sqlx(flatten)]
    user: UserRow,
    delete_after: Option<i64>,
    suspended_at: Option<i64>,
    suspended_until: Option<i64>,
    suspension_reason: Option<String>,
    by_id: Option<Uuid>,
    by_username: Option<String>,
    by_name: Option<String>,
    by_avatar_id: Option<Uuid>,
    last_seen_at: Option<i64>,
    sessions: i64,
    storage_bytes: i64,
    rooms_owned: i64,
}

impl AccountRow {
    fn suspension(&self, now: Timestamp) -> Option<Suspension> {
        let at = self.suspended_at?;
        if self.suspended_until.is_some_and(|until| until <= now.as_millis()) {
            return None;
        }
        Some(Suspension {
            until: self.suspended_until.map(Timestamp::from_millis),
            reason: self.suspension_reason.clone().unwrap_or_default(),
            at: Timestamp::from_millis(at),
            by: self.by_id.map(|id| {
                user_ref(
                    id,
                    self.by_username.clone(),
                    self.by_name.clone().unwrap_or_default(),
                    self.by_avatar_id,
                )
            }),
        })
    }

    fn shown(self, now: Timestamp) -> AdminUser {
        AdminUser {
            suspended: self.suspension(now),
            delete_after: self.delete_after.map(Timestamp::from_millis),
            last_seen_at: self.last_seen_at.map(Timestamp::from_millis),
            storage_bytes: self.storage_bytes,
            sessions: self.sessions,
            rooms_owned: self.rooms_owned,
            user: self.user.into(),
        }
    }
}

async fn load(conn: &mut Conn<'_>, id: UserId, now: Timestamp) -> Result<AdminUser, Fault> {
    let row = on_db!(conn, ONE, [id.as_uuid()] => optional AccountRow)?;
    row.map(|row| row.shown(now)).ok_or(Fault::Domain(StoreError::NotFound))
}

/// Whether the account can act as an administrator.
fn is_able(account: &AdminUser) -> bool {
    account.user.is_admin && account.suspended.is_none() && account.delete_after.is_none()
}

/// Fails with `LastAdmin` if the account was able to act as an administrator before, and now nobody is.
async fn keep_an_administrator(tx: &mut Tx<'_>, before: &AdminUser, now: Timestamp) -> Result<(), Fault> {
    if is_able(before) && on_db!(tx.conn(), ABLE_ADMIN, [now.as_millis()] => optional (Uuid,))?.is_none() {
        return Err(StoreError::LastAdmin.into());
    }
    Ok(())
}

/// An act on an account, as the audit log keeps it.
struct Act<'a> {
    actor: Option<UserId>,
    action: AuditAction,
    target: UserId,
    detail: &'a str,
    now: Timestamp,
}

impl Act<'_> {
    async fn record(self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { actor, action, target, detail, now } = self;
        audit::record(tx, Entry { target: Some(target), detail, ..audit::server_act(actor, action, now) })
            .await
    }
}

/// Suspends an account, and ends its sessions and links.
async fn suspend(
    tx: &mut Tx<'_>,
    target: UserId,
    actor: Option<UserId>,
    suspension: &SetSuspension,
    now: Timestamp,
) -> Result<(), Fault> {
    let reason = suspension.reason.as_ref().map_or("", |reason| reason.as_str());
    on_db!(
        tx.conn(),
        SUSPEND,
        [
            target.as_uuid(),
            Some(now.as_millis()),
            suspension.until.map(Timestamp::as_millis),
            actor.map(UserId::as_uuid),
            Some(reason),
        ] => count
    )?;
    shut_out(tx, target).await
}

/// Ends every session of an account and the links that were sent to it or made for it.
async fn shut_out(tx: &mut Tx<'_>, target: UserId) -> Result<(), Fault> {
    users::drop_links(tx, target).await?;
    sessions::revoke_all(tx, target, None).await
}

async fn reinstate(tx: &mut Tx<'_>, target: UserId) -> Result<(), Fault> {
    let none = (None::<i64>, None::<Uuid>, None::<&str>);
    on_db!(tx.conn(), SUSPEND, [target.as_uuid(), none.0, none.0, none.1, none.2] => count)?;
    Ok(())
}

struct ChangeAccount {
    by: By,
    target: UserId,
    /// The room of a guest who becomes a full account.
    room: Option<RoomId>,
    patch: PatchAdminUser,
    now: Timestamp,
}

impl Mutation for ChangeAccount {
    type Output = AdminUser;

    fn rooms(&self) -> Vec<RoomId> {
        self.room.into_iter().collect()
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<AdminUser, Fault> {
        let Self { target, now, .. } = *self;
        let actor = self.by.actor(tx, now).await?;
        users::lock(tx, target).await?;
        let before = load(tx.conn(), target, now).await?;
        let act = |action| Act { actor, action, target, detail: "", now };
        let mut is_guest = before.user.guest_until.is_some();
        if is_guest && self.patch.guest_until == Nullable::Null {
            guests::promote(tx, target, self.room, now).await?;
            act(AuditAction::GuestPromoted).record(tx).await?;
            is_guest = false;
        }
        if is_guest && self.patch.is_admin == Some(true) {
            return Err(Fault::Domain(Refusal::Guest.into()));
        }
        if let Some(is_admin) = self.patch.is_admin.filter(|is_admin| *is_admin != before.user.is_admin) {
            on_db!(tx.conn(), SET_ADMIN, [target.as_uuid(), is_admin] => count)?;
            on_db!(tx.conn(), LOWER, [target.as_uuid()] => count)?;
            act(if is_admin { AuditAction::AdminAdded } else { AuditAction::AdminRemoved })
                .record(tx)
                .await?;
            let user: User = users::load_existing(tx, target).await?.into();
            tx.emit(Change::User { user });
        }
        match &self.patch.suspended {
            Nullable::Absent => {}
            Nullable::Null => {
                if before.suspended.is_some() {
                    reinstate(tx, target).await?;
                    act(AuditAction::UserReinstated).record(tx).await?;
                }
            }
            Nullable::Value(suspension) => {
                suspend(tx, target, actor, suspension, now).await?;
                let detail = describe(suspension);
                Act { detail: &detail, ..act(AuditAction::UserSuspended) }.record(tx).await?;
            }
        }
        keep_an_administrator(tx, &before, now).await?;
        load(tx.conn(), target, now).await
    }
}

/// End and reason of a suspension, in one line.
fn describe(suspension: &SetSuspension) -> String {
    let until = suspension.until.map(|until| format!("until {until}"));
    let reason = suspension.reason.as_ref().map(|reason| reason.as_str().to_owned());
    [until, reason].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

struct PlanDeletion {
    by: Elevated,
    target: UserId,
    now: Timestamp,
}

impl Mutation for PlanDeletion {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { target, now, .. } = *self;
        let actor = By::Administrator(self.by).actor(tx, now).await?;
        users::lock(tx, target).await?;
        let before = load(tx.conn(), target, now).await?;
        if before.delete_after.is_some() {
            return Ok(());
        }
        let lasting = before.suspended.as_ref().is_some_and(|suspension| suspension.until.is_none());
        let after = now.plus_seconds(GRACE_SECONDS).as_millis();
        on_db!(tx.conn(), PLAN_DELETION, [target.as_uuid(), Some(after)] => count)?;
        if !lasting {
            suspend(tx, target, actor, &SetSuspension::default(), now).await?;
        }
        keep_an_administrator(tx, &before, now).await?;
        Act { actor, action: AuditAction::UserDeleted, target, detail: "", now }.record(tx).await
    }
}

struct Restore {
    by: Elevated,
    target: UserId,
    now: Timestamp,
}

impl Mutation for Restore {
    type Output = AdminUser;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<AdminUser, Fault> {
        let Self { target, now, .. } = *self;
        let actor = By::Administrator(self.by).actor(tx, now).await?;
        users::lock(tx, target).await?;
        let before = load(tx.conn(), target, now).await?;
        if before.delete_after.is_none() {
            return Ok(before);
        }
        on_db!(tx.conn(), PLAN_DELETION, [target.as_uuid(), None::<i64>] => count)?;
        reinstate(tx, target).await?;
        Act { actor, action: AuditAction::UserRestored, target, detail: "", now }.record(tx).await?;
        load(tx.conn(), target, now).await
    }
}

struct EndSessions {
    by: Elevated,
    target: UserId,
    now: Timestamp,
}

impl Mutation for EndSessions {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { target, now, .. } = *self;
        let actor = By::Administrator(self.by).actor(tx, now).await?;
        load(tx.conn(), target, now).await?;
        shut_out(tx, target).await?;
        Act { actor, action: AuditAction::SessionsEnded, target, detail: "", now }.record(tx).await
    }
}

struct FailedSignIn {
    target: Option<UserId>,
    detail: String,
    now: Timestamp,
}

impl Mutation for FailedSignIn {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { target, ref detail, now } = *self;
        let act = audit::server_act(None, AuditAction::SignInFailed, now);
        audit::record(tx, Entry { target, detail, ..act }).await
    }
}
