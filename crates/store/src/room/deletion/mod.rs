//! Deleting a room: it is hidden at once, can be shown again for 7 days, and then loses its rows in small steps.

pub(crate) mod remains;

use confluence_protocol::{
    AuditAction, Change, DeletedRoom, DeletedRooms, Room, RoomId, RoomKind, ServerFrame, Timestamp, UserId,
};
use confluence_rights::{Owner, Proof};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError, audit,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::word,
    },
    room::{create, members, rooms, seats},
};

/// How long a deleted room, or account, can be restored: 7 days.
pub(crate) const GRACE_SECONDS: i64 = 7 * 24 * 3600;

statements! {
    HIDE = (
        "UPDATE rooms SET deleted_at = $2, delete_after = $3, deleted_by_owner = $4, changed_at = " now "
         WHERE id = $1 AND kind <> 'direct' AND deleted_at IS NULL"
    );
    /// While the room was hidden, accounts may have been deleted.
    SHOW = (
        "UPDATE rooms SET deleted_at = NULL, delete_after = NULL,
                member_count = (SELECT count(*) FROM members m WHERE m.room_id = rooms.id)
         WHERE id = $1 AND delete_after IS NOT NULL
           AND EXISTS (SELECT 1 FROM members m WHERE m.room_id = rooms.id)"
    );
    DROP_INVITES = (
        "DELETE FROM invites WHERE room_id = $1 AND NOT EXISTS (
             SELECT 1 FROM members m WHERE m.room_id = invites.room_id AND m.user_id = invites.created_by)"
    );
    MEMBERS = ("SELECT user_id FROM members WHERE room_id = $1 ORDER BY user_id LIMIT 1000");
    /// Whether a room of an owner is hidden, with the time until which they can restore it.
    OWN = (
        "SELECT r.deleted_at IS NOT NULL, CASE WHEN r.deleted_by_owner THEN r.delete_after END
         FROM members m JOIN rooms r ON r.id = m.room_id AND (r.deleted_at IS NULL OR r.delete_after IS NOT NULL)
         WHERE m.room_id = $1 AND m.user_id = $2 AND m.role = 'owner'"
    );
    /// The rooms that an owner can restore. Reads one membership for each room they are in.
    DELETED = (
        "SELECT r.id, r.kind, r.name, r.member_count, r.deleted_at, r.delete_after
         FROM members m JOIN rooms r ON r.id = m.room_id AND r.delete_after > $2 AND r.deleted_by_owner
         WHERE m.user_id = $1 AND m.role = 'owner' ORDER BY r.delete_after DESC, r.id LIMIT 100"
    );
}

impl Store {
    /// Deletes a room. It disappears at once for everybody; for 7 days its owners can restore it.
    pub async fn delete_room(&self, by: Owner, now: Timestamp) -> Result<(), StoreError> {
        self.write(DeleteRoom { by, now }).await
    }

    /// The rooms that an owner of them has deleted and `by`, also an owner, can restore: the newest 100.
    pub async fn deleted_rooms(&self, by: UserId, now: Timestamp) -> Result<DeletedRooms, StoreError> {
        let mut read = self.read().await?;
        let rows = on_db!(&mut read.conn(), DELETED, [by.as_uuid(), now.as_millis()] => all DeletedRow)?;
        let rooms = rows.into_iter().map(DeletedRoom::try_from).collect::<Result<_, _>>()?;
        Ok(DeletedRooms { rooms })
    }

    /// Shows a room again that an owner deleted in the last 7 days. Does nothing if it is there. `NotFound` unless `by`
    /// is an owner of the room; `LimitReached` if they own `most_owned` other rooms.
    pub async fn undelete_room(
        &self,
        by: UserId,
        id: RoomId,
        most_owned: Option<u32>,
        now: Timestamp,
    ) -> Result<Room, StoreError> {
        let room = self.write(Undelete { by, id, most_owned, now }).await?;
        self.with_counts(room, by).await
    }
}

/// Hides a room from everybody, and plans its deletion in 7 days.
pub(crate) async fn hide(
    tx: &mut Tx<'_>,
    id: RoomId,
    by_owner: bool,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let after = now.plus_seconds(GRACE_SECONDS);
    on_db!(tx.conn(), HIDE, [id.as_uuid(), now.as_millis(), after.as_millis(), by_owner] => count)?;
    tx.emit(Change::RoomDeleted { room_id: id });
    Ok(())
}

/// Shows a hidden room again, and returns it as `viewer` sees it. If its owners have deleted their accounts since, it
/// goes to the longest-serving moderator, or else member. `NotFound` if nobody is left.
pub(crate) async fn show(tx: &mut Tx<'_>, id: RoomId, viewer: UserId) -> Result<Room, Fault> {
    if on_db!(tx.conn(), SHOW, [id.as_uuid()] => count)? == 0 {
        return Err(StoreError::NotFound.into());
    }
    if !members::is_owned(tx, id).await? {
        members::hand_over(tx, id, None).await?;
    }
    let version = members::next_members_version(tx, id, 0).await?;
    on_db!(tx.conn(), DROP_INVITES, [id.as_uuid()] => count)?;
    let room = rooms::load_existing(tx, id, viewer).await?;
    tx.emit(Change::Room {
        room_id: id,
        version,
        frame: ServerFrame::RoomUpdated { room_id: id, version, room: Room { you: None, ..room.clone() } },
    });
    // Open sockets of the first thousand members learn of the room at once, others within half a minute, when
    // their memberships are read again.
    for (user,) in on_db!(tx.conn(), MEMBERS, [id.as_uuid()] => all (Uuid,))? {
        tx.emit(Change::Joined { room_id: id, user_id: UserId::from_uuid(user), version });
    }
    Ok(room)
}

#[derive(FromRow)]
struct DeletedRow {
    id: Uuid,
    kind: String,
    name: String,
    member_count: i64,
    deleted_at: i64,
    delete_after: i64,
}

impl TryFrom<DeletedRow> for DeletedRoom {
    type Error = sqlx::Error;

    fn try_from(row: DeletedRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: RoomId::from_uuid(row.id),
            kind: word(RoomKind::from_word, &row.kind)?,
            name: row.name,
            member_count: row.member_count,
            deleted_at: Timestamp::from_millis(row.deleted_at),
            delete_after: Timestamp::from_millis(row.delete_after),
        })
    }
}

struct DeleteRoom {
    by: Owner,
    now: Timestamp,
}

impl Mutation for DeleteRoom {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = seats::still(tx, self.by).await?;
        audit::record(tx, audit::act(&by, AuditAction::RoomDeleted, self.now)).await?;
        Ok(hide(tx, by.room_id(), true, self.now).await?)
    }
}

struct Undelete {
    by: UserId,
    id: RoomId,
    most_owned: Option<u32>,
    now: Timestamp,
}

impl Mutation for Undelete {
    type Output = Room;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.id]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Room, Fault> {
        let Self { by, id, most_owned, now } = *self;
        let own = on_db!(tx.conn(), OWN, [id.as_uuid(), by.as_uuid()] => optional (bool, Option<i64>))?;
        match own {
            Some((false, _)) => return rooms::load_existing(tx, id, by).await,
            Some((true, Some(until))) if until > now.as_millis() => {}
            _ => return Err(StoreError::NotFound.into()),
        }
        create::refuse_too_many(tx, by, most_owned).await?;
        let room = show(tx, id, by).await?;
        let owner = Owner::of(&seats::seat_existing(tx, id, by).await?)?;
        audit::record(tx, audit::act(&owner, AuditAction::RoomUndeleted, now)).await?;
        Ok(room)
    }
}
