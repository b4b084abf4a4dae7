//! The people in a group: listing, adding and removing them.

use confluence_protocol::{AuditAction, GroupId, Limits, RoomId, Timestamp, User, UserId, UserRef};
use confluence_rights::{Administrator, Member, Proof, Refusal};
use uuid::Uuid;

use super::groups::{Keeper, record};
use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    person::{row::UserRefRow, users},
    room::seats,
};

statements! {
    ROOM = ("SELECT room_id FROM people_groups WHERE id = $1");
    PEOPLE = (
        "SELECT p.user_id, u.username, u.display_name, u.avatar_id
         FROM people_group_members p JOIN users u ON u.id = p.user_id AND u.deleted_at IS NULL
         WHERE p.group_id = $1 ORDER BY u.display_name_folded, p.user_id LIMIT $2"
    );
    ADD = ("INSERT INTO people_group_members (group_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING");
    REMOVE = ("DELETE FROM people_group_members WHERE group_id = $1 AND user_id = $2");
    COUNT = ("UPDATE people_groups SET people = people + $2 WHERE id = $1");
}

/// Who sees the people in a group.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    /// An administrator, of the groups of the server.
    Administrator(Administrator),
    /// A member, of the groups of the room.
    Member(Member),
}

impl Reader {
    fn room_id(self) -> Option<RoomId> {
        match self {
            Self::Administrator(_) => None,
            Self::Member(by) => Some(by.room_id()),
        }
    }
}

impl Store {
    /// The people in a group, by name. `NotFound`.
    pub async fn group_people(&self, by: Reader, id: GroupId) -> Result<Vec<UserRef>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let room = on_db!(conn, ROOM, [id.as_uuid()] => optional (Option<Uuid>,))?;
        if room.map(|(room,)| room.map(RoomId::from_uuid)) != Some(by.room_id()) {
            return Err(StoreError::NotFound);
        }
        let rows = on_db!(conn, PEOPLE, [id.as_uuid(), Limits::GROUP_PEOPLE] => all UserRefRow)?;
        Ok(rows.into_iter().map(UserRef::from).collect())
    }

    /// Adds somebody to a group, or changes nothing if they are in it. `NotFound` if there is no such group;
    /// `PersonNotFound` if there is no such account or, in a group of a room, they are not a member; `LimitReached`.
    pub async fn add_to_group(
        &self,
        by: Keeper,
        id: GroupId,
        target: UserId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(Add { by, id, target, now }).await
    }

    /// Removes somebody from a group, or changes nothing if they are not in it. `NotFound`.
    pub async fn remove_from_group(
        &self,
        by: Keeper,
        id: GroupId,
        target: UserId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(Remove { by, id, target, now }).await
    }
}

struct Add {
    by: Keeper,
    id: GroupId,
    target: UserId,
    now: Timestamp,
}

impl Mutation for Add {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        self.by.room_id().into_iter().collect()
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = self.by.still(tx, self.now).await?;
        let group = self.by.group(tx, self.id).await?;
        let is_there = if let Some(room_id) = group.room_id {
            seats::seat_existing(tx, room_id, self.target).await?.role().is_some()
        } else {
            // Locked, so that nobody is added after a deleted account was removed from its groups.
            users::lock(tx, self.target).await?;
            let user = users::load(tx.conn(), self.target).await?.map(User::from);
            if user.as_ref().is_some_and(|user| user.guest_until.is_some()) {
                return Err(Fault::Domain(Refusal::Guest.into()));
            }
            user.is_some_and(|user| !user.deleted)
        };
        if !is_there {
            return Err(StoreError::PersonNotFound.into());
        }
        let (id, target) = (self.id.as_uuid(), self.target.as_uuid());
        if on_db!(tx.conn(), ADD, [id, target] => count)? == 0 {
            return Ok(());
        }
        if group.people >= Limits::GROUP_PEOPLE {
            return Err(StoreError::LimitReached.into());
        }
        on_db!(tx.conn(), COUNT, [id, 1_i64] => count)?;
        let action = AuditAction::GroupMemberAdded;
        record(tx, by, action, Some(self.target), &group.handle, self.now).await
    }
}

struct Remove {
    by: Keeper,
    id: GroupId,
    target: UserId,
    now: Timestamp,
}

impl Mutation for Remove {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        self.by.room_id().into_iter().collect()
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = self.by.still(tx, self.now).await?;
        let group = self.by.group(tx, self.id).await?;
        let (id, target) = (self.id.as_uuid(), self.target.as_uuid());
        if on_db!(tx.conn(), REMOVE, [id, target] => count)? == 0 {
            return Ok(());
        }
        on_db!(tx.conn(), COUNT, [id, -1_i64] => count)?;
        let action = AuditAction::GroupMemberRemoved;
        record(tx, by, action, Some(self.target), &group.handle, self.now).await
    }
}
