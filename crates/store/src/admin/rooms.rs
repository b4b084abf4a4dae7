//! Public and private rooms, as names and numbers: listing them, planned deletions, and rooms without an owner.

use confluence_protocol::{
    AdminRoom, AdminRooms, AuditAction, Limits, Role, RoomId, RoomKind, SearchText, Timestamp, UserId,
    UserRef,
};
use confluence_rights::{Administrator, Elevated, ServerProof};
use sqlx::FromRow;
use uuid::Uuid;

use super::elevation::still;
use crate::{
    Store, StoreError,
    audit::{self, Entry},
    engine::{
        cursor::{self, Cursor},
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::{fold, word},
    },
    person::row::UserRefRow,
    room::{deletion, members, seats},
};

/// Whether the account `u` can act, or will again once its suspension ends.
macro_rules! can_act {
    () => {
        "u.delete_after IS NULL AND (u.suspended_at IS NULL OR u.suspended_until IS NOT NULL)"
    };
}

/// Selects [`RoomRow`]s. A room whose deletion is planned is there, one that was deleted is not.
macro_rules! room_select {
    () => {
        concat!(
            "SELECT r.id, r.kind, r.name, r.member_count, r.last_seq, r.created_at, r.archived_at IS NOT NULL AS archived,
                r.delete_after,
                (SELECT CAST(COALESCE(sum(f.size), 0) AS BIGINT) FROM uploads f
                 WHERE f.room_id = r.id AND f.removed_at IS NULL) AS storage_bytes,
                (SELECT count(*) FROM members m JOIN users u ON u.id = m.user_id
                 WHERE m.room_id = r.id AND m.role = 'owner' AND ",
            can_act!(),
            ") AS owner_count
         FROM rooms r "
        )
    };
}

/// Selects the ids of a page of rooms of a kind, in the order of their index.
macro_rules! some_rooms {
    ($kind:literal) => {
        concat!(
            "SELECT * FROM (
                SELECT r.id FROM rooms r WHERE r.kind = '",
            $kind,
            "' AND r.name_folded >= $1 AND r.name_folded < $2 AND (r.name_folded, r.id) > ($3, $4)
                   AND (r.deleted_at IS NULL OR r.delete_after IS NOT NULL)
                ORDER BY r.kind, r.name_folded, r.id LIMIT $5
            ) AS by_name "
        )
    };
}

statements! {
    ONE = (
        room_select!() "WHERE r.id = $1 AND r.kind <> 'direct' AND (r.deleted_at IS NULL OR r.delete_after IS NOT NULL)"
    );
    PAGE = (
        room_select!() "WHERE r.id IN (" some_rooms!("public") "UNION ALL " some_rooms!("private") ")
         ORDER BY r.name_folded, r.id LIMIT $5"
    );
    // Whether the deletion of the room is planned.
    PLANNED = (
        "SELECT r.delete_after IS NOT NULL FROM rooms r
         WHERE r.id = $1 AND r.kind <> 'direct' AND (r.deleted_at IS NULL OR r.delete_after IS NOT NULL)"
    );
    ABLE_OWNER = (
        "SELECT m.user_id FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = $1 AND m.role = 'owner' AND " can_act!() " LIMIT 1"
    );
    CAN_ACT = ("SELECT u.id FROM users u WHERE u.id = $1 AND u.deleted_at IS NULL AND " can_act!());
    OWNERS = (
        "SELECT m.user_id, u.username, u.display_name, u.avatar_id FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = $1 AND m.role = 'owner' ORDER BY m.role DESC, m.joined_at, m.user_id LIMIT 10"
    );
}

impl Store {
    /// A page of the public and private rooms whose name begins with `query`, or of all, by name; `limit` is 1–200.
    /// `InvalidCursor`.
    pub async fn rooms_as_numbers(
        &self,
        _by: Administrator,
        query: Option<&SearchText>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<AdminRooms, StoreError> {
        let (name, id) = Cursor::<(String, Uuid)>::parse(cursor)?.unwrap_or((String::new(), Uuid::nil()));
        let from = fold(query.map_or("", SearchText::as_str));
        let to = format!("{from}\u{10FFFF}");
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let rows = on_db!(
            conn,
            PAGE,
            [from.as_str(), to.as_str(), name.as_str(), id, cursor::one_more(limit)] => all RoomRow
        )?;
        let (rows, more) = cursor::cut(rows, limit);
        let mut rooms = Vec::with_capacity(rows.len());
        for row in rows {
            rooms.push(row.shown(conn).await?);
        }
        let next_cursor =
            rooms.last().filter(|_| more).map(|room| Cursor::write(&(fold(&room.name), room.id.as_uuid())));
        Ok(AdminRooms { rooms, next_cursor })
    }

    /// Hides a room from everybody, and deletes it in 7 days. `NotFound` for a direct room as well.
    pub async fn plan_room_deletion(
        &self,
        by: Elevated,
        id: RoomId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(Hide { by, id, now }).await
    }

    /// Shows a room again whose deletion is planned. Does nothing if none is planned. If its owners have deleted their
    /// accounts since, it goes to the longest-serving moderator, or else member. `NotFound`, also if every member has
    /// deleted their account.
    pub async fn restore_room(
        &self,
        by: Elevated,
        id: RoomId,
        now: Timestamp,
    ) -> Result<AdminRoom, StoreError> {
        self.write(Show { by, id, now }).await?;
        self.room_as_numbers(id).await
    }

    /// Makes a member an owner of a room without an owner who can act. `NotFound` if there is no such room, or it is
    /// direct; `Refused` if the person is not a member, or cannot act themselves; `HasOwner`.
    pub async fn set_owner(
        &self,
        by: Elevated,
        id: RoomId,
        target: UserId,
        now: Timestamp,
    ) -> Result<AdminRoom, StoreError> {
        self.write(SetOwner { by, id, target, now }).await?;
        self.room_as_numbers(id).await
    }

    async fn room_as_numbers(&self, id: RoomId) -> Result<AdminRoom, StoreError> {
        let mut read = self.read_large().await?;
        let conn = &mut read.conn();
        let row = on_db!(conn, ONE, [id.as_uuid()] => optional RoomRow)?;
        Ok(row.ok_or(StoreError::NotFound)?.shown(conn).await?)
    }
}

#[derive(FromRow)]
struct RoomRow {
    id: Uuid,
    kind: String,
    name: String,
    member_count: i64,
    last_seq: i64,
    created_at: i64,
    archived: bool,
    delete_after: Option<i64>,
    storage_bytes: i64,
    owner_count: i64,
}

impl RoomRow {
    async fn shown(self, conn: &mut Conn<'_>) -> Result<AdminRoom, sqlx::Error> {
        let kind = word(RoomKind::from_word, &self.kind)?;
        let owners = if kind == RoomKind::Public {
            on_db!(conn, OWNERS, [self.id] => all UserRefRow)?.into_iter().map(UserRef::from).collect()
        } else {
            Vec::new()
        };
        Ok(AdminRoom {
            id: RoomId::from_uuid(self.id),
            kind,
            name: self.name,
            member_count: self.member_count,
            message_count: self.last_seq,
            storage_bytes: self.storage_bytes,
            owner_count: self.owner_count,
            owners,
            created_at: Timestamp::from_millis(self.created_at),
            archived: self.archived,
            delete_after: self.delete_after.map(Timestamp::from_millis),
        })
    }
}

/// Whether the deletion of the room is planned. `NotFound` for a direct room as well.
async fn is_planned(tx: &mut Tx<'_>, id: RoomId) -> Result<bool, Fault> {
    let row = on_db!(tx.conn(), PLANNED, [id.as_uuid()] => optional (bool,))?;
    row.map(|(planned,)| planned).ok_or(Fault::Domain(StoreError::NotFound))
}

async fn record(
    tx: &mut Tx<'_>,
    by: Elevated,
    action: AuditAction,
    (room, target): (RoomId, Option<UserId>),
    at: Timestamp,
) -> Result<(), Fault> {
    let act = audit::server_act(Some(by.user_id()), action, at);
    audit::record(tx, Entry { room: Some(room), target, ..act }).await
}

struct Hide {
    by: Elevated,
    id: RoomId,
    now: Timestamp,
}

impl Mutation for Hide {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.id]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { by, id, now } = *self;
        still(tx, by, now).await?;
        if is_planned(tx, id).await? {
            return Ok(());
        }
        deletion::hide(tx, id, false, now).await?;
        record(tx, by, AuditAction::RoomDeleted, (id, None), now).await
    }
}

struct Show {
    by: Elevated,
    id: RoomId,
    now: Timestamp,
}

impl Mutation for Show {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.id]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { by, id, now } = *self;
        still(tx, by, now).await?;
        if !is_planned(tx, id).await? {
            return Ok(());
        }
        deletion::show(tx, id, by.user_id()).await?;
        record(tx, by, AuditAction::RoomUndeleted, (id, None), now).await
    }
}

struct SetOwner {
    by: Elevated,
    id: RoomId,
    target: UserId,
    now: Timestamp,
}

impl Mutation for SetOwner {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.id]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let Self { by, id, target, now } = *self;
        still(tx, by, now).await?;
        if is_planned(tx, id).await? {
            return Err(StoreError::NotFound.into());
        }
        let seat = seats::seat_existing(tx, id, target).await?;
        if on_db!(tx.conn(), ABLE_OWNER, [id.as_uuid()] => optional (Uuid,))?.is_some() {
            return Err(StoreError::HasOwner.into());
        }
        let can_act = on_db!(tx.conn(), CAN_ACT, [target.as_uuid()] => optional (Uuid,))?.is_some();
        if seat.role().is_none() || !can_act {
            return Err(Fault::Domain(confluence_rights::Refusal::NotAMember.into()));
        }
        members::set_role(tx, id, target, Role::Owner).await?;
        record(tx, by, AuditAction::OwnerSet, (id, Some(target)), now).await
    }
}
