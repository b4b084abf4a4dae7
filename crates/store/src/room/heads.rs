//! Versions of rooms, by which a node notices that it missed changes.

use std::collections::{BTreeMap, HashMap};

use confluence_protocol::{RoomId, UserId};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        lists::Ids,
    },
};

statements! {
    HEADS = ("SELECT id, version FROM rooms WHERE deleted_at IS NULL AND id IN " ids(1));
    HEADS_OF = (
        "SELECT r.id, r.version FROM members m JOIN rooms r ON r.id = m.room_id
         WHERE m.user_id = $1 AND r.deleted_at IS NULL"
    );
    NOW = ("SELECT " now);
    CHANGED = ("SELECT id, version FROM rooms WHERE changed_at >= $1 AND deleted_at IS NULL");
    MEMBERSHIPS = (
        "SELECT m.user_id, m.room_id FROM members m JOIN rooms r ON r.id = m.room_id
         WHERE r.deleted_at IS NULL AND m.user_id IN " ids(1)
    );
}

/// How much later a commit may become visible than the time it recorded, in milliseconds.
const OVERLAP_MILLIS: i64 = 30_000;

/// Time of the last poll, in milliseconds of the database's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadsCursor(i64);

impl Store {
    /// The versions of these rooms, from one snapshot; deleted rooms are left out.
    pub async fn heads(&self, rooms: &[RoomId]) -> Result<HashMap<RoomId, i64>, StoreError> {
        let list = || rooms.iter().copied().map(RoomId::as_uuid).collect::<Ids>();
        let mut read = self.read().await?;
        Ok(named(on_db!(&mut read.conn(), HEADS, [list()] => all (Uuid, i64))?).collect())
    }

    /// The versions of the user's rooms, from one snapshot.
    pub async fn heads_of(&self, user_id: UserId) -> Result<BTreeMap<RoomId, i64>, StoreError> {
        let mut read = self.read().await?;
        Ok(named(on_db!(&mut read.conn(), HEADS_OF, [user_id.as_uuid()] => all (Uuid, i64))?).collect())
    }

    /// Rooms that changed since the last poll or in the 30 s before it; without a cursor, in the last 30 s.
    /// Deleted rooms are left out.
    pub async fn heads_changed(
        &self,
        cursor: Option<HeadsCursor>,
    ) -> Result<(Vec<(RoomId, i64)>, HeadsCursor), StoreError> {
        let mut read = self.read().await?;
        let conn = &mut read.conn();
        let (now,) = on_db!(conn, NOW, [] => one (i64,))?;
        let since = cursor.map_or(now, |cursor| cursor.0) - OVERLAP_MILLIS;
        let changed = named(on_db!(conn, CHANGED, [since] => all (Uuid, i64))?).collect();
        Ok((changed, HeadsCursor(now)))
    }

    /// All memberships of these users.
    pub async fn rooms_of_users(&self, users: &[UserId]) -> Result<Vec<(UserId, RoomId)>, StoreError> {
        let list = || users.iter().copied().map(UserId::as_uuid).collect::<Ids>();
        let mut read = self.read().await?;
        let rows = on_db!(&mut read.conn(), MEMBERSHIPS, [list()] => all (Uuid, Uuid))?;
        Ok(rows.into_iter().map(|(user, room)| (UserId::from_uuid(user), RoomId::from_uuid(room))).collect())
    }
}

fn named(rows: Vec<(Uuid, i64)>) -> impl Iterator<Item = (RoomId, i64)> {
    rows.into_iter().map(|(room, version)| (RoomId::from_uuid(room), version))
}
