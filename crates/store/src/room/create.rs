//! Creating rooms.

use confluence_protocol::{Description, Role, Room, RoomId, RoomKind, RoomName, Timestamp, UserId};

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    person::users,
    room::{members, rooms},
};

statements! {
    /// Number of rooms that a user owns, counted up to the second parameter. Direct rooms have no owner.
    OWNED = (
        "SELECT COUNT(*) FROM (
             SELECT 1 AS one FROM members m JOIN rooms r ON r.id = m.room_id AND r.deleted_at IS NULL
             WHERE m.user_id = $1 AND m.role = 'owner' LIMIT $2) AS owned"
    );
}

/// A room to create. Its creator becomes its owner and first member.
#[derive(Clone, Debug)]
pub struct NewRoom {
    /// Id of the new room.
    pub id: RoomId,
    /// Public or private.
    pub kind: RoomKind,
    /// Name shown in lists; need not be unique.
    pub name: RoomName,
    /// Topic or purpose of the room.
    pub description: Option<Description>,
    /// The user who creates it.
    pub created_by: UserId,
    /// How many rooms its creator may own, including this one; `None` for no limit. Rooms that others made them an
    /// owner of count as well, but are never refused.
    pub most_owned: Option<u32>,
    /// Creation time.
    pub now: Timestamp,
}

impl Store {
    /// Creates a room. `LimitReached` if its creator already owns as many as allowed.
    pub async fn create_room(&self, room: NewRoom) -> Result<Room, StoreError> {
        self.write(room).await
    }
}

impl Mutation for NewRoom {
    type Output = Room;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Room, Fault> {
        refuse_too_many(tx, self.created_by, self.most_owned).await?;
        let description = self.description.as_deref().unwrap_or_default();
        rooms::insert(tx, self.id, self.kind, &self.name, description, self.created_by, self.now).await?;
        members::enter(tx, self.id, self.created_by, Role::Owner, self.now).await?;
        rooms::load_existing(tx, self.id, self.created_by).await
    }
}

/// Refuses a room to somebody who owns `most` already: `LimitReached`.
pub(super) async fn refuse_too_many(tx: &mut Tx<'_>, id: UserId, most: Option<u32>) -> Result<(), Fault> {
    let Some(most) = most.map(i64::from) else { return Ok(()) };
    // The lock keeps two nodes from both giving the last allowed room.
    users::lock(tx, id).await?;
    let (owned,) = on_db!(tx.conn(), OWNED, [id.as_uuid(), most] => one (i64,))?;
    if owned < most { Ok(()) } else { Err(StoreError::LimitReached.into()) }
}
