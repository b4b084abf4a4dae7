//! The groups themselves: listing, making, renaming and deleting them.

use confluence_protocol::{
    AuditAction, CreateGroup, Group, GroupId, Limits, PatchGroup, RoomId, SearchText, Timestamp, UserId,
    Username, ValueError,
};
use confluence_rights::{Elevated, Member, Owner, Proof, ServerProof};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError, admin,
    audit::{self, Entry},
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::fold,
    },
    room::seats,
};

/// Selects [`GroupRow`]s.
macro_rules! group_select {
    () => {
        "SELECT g.id, g.room_id, g.handle, g.name, g.people FROM people_groups g "
    };
}

statements! {
    OF_SERVER = (group_select!() "WHERE g.room_id IS NULL ORDER BY g.handle LIMIT $1");
    OF_ROOM = (group_select!() "WHERE g.room_id = $1 ORDER BY g.handle LIMIT $2");
    ONE = (group_select!() "WHERE g.id = $1" lock);
    NAMESAKES = (
        "SELECT id FROM people_groups WHERE room_id IS NULL AND handle = $1
         UNION ALL SELECT id FROM people_groups WHERE room_id = $2 AND handle = $1"
    );
    PERSON = ("SELECT id FROM users WHERE username = $1");
    COUNT_OF_SERVER = ("SELECT count(*) FROM people_groups WHERE room_id IS NULL");
    COUNT_OF_ROOM = ("SELECT count(*) FROM people_groups WHERE room_id = $1");
    INSERT = (
        "INSERT INTO people_groups (id, room_id, handle, name, people, created_by, created_at)
         VALUES ($1, $2, $3, $4, 0, $5, $6)"
    );
    RENAME = ("UPDATE people_groups SET handle = $2, name = $3 WHERE id = $1");
    // At most as many as a group has people.
    FORGET_PEOPLE = ("DELETE FROM people_group_members WHERE group_id = $1");
    DELETE = ("DELETE FROM people_groups WHERE id = $1");
}

/// Who changes groups.
#[derive(Clone, Copy, Debug)]
pub enum Keeper {
    /// An administrator, the groups of the server.
    Administrator(Elevated),
    /// An owner, the groups of their room.
    Owner(Owner),
}

impl Keeper {
    /// The room whose groups they change; `None` for those of the server.
    pub(super) fn room_id(self) -> Option<RoomId> {
        match self {
            Self::Administrator(_) => None,
            Self::Owner(by) => Some(by.room_id()),
        }
    }

    /// Checks the right again.
    pub(super) async fn still(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Self, Fault> {
        match self {
            Self::Administrator(by) => Ok(Self::Administrator(admin::still(tx, by, now).await?)),
            Self::Owner(by) => Ok(Self::Owner(seats::still(tx, by).await?)),
        }
    }

    fn user_id(self) -> UserId {
        match self {
            Self::Administrator(by) => by.user_id(),
            Self::Owner(by) => by.user_id(),
        }
    }

    /// The locked group, if they may change it: `NotFound`.
    pub(super) async fn group(self, tx: &mut Tx<'_>, id: GroupId) -> Result<Group, Fault> {
        let row = on_db!(tx.conn(), ONE, [id.as_uuid()] => optional GroupRow)?;
        let group = row.map(Group::try_from).transpose()?;
        group.filter(|group| group.room_id == self.room_id()).ok_or(Fault::Domain(StoreError::NotFound))
    }
}

impl Store {
    /// The groups of the server whose handle or name contains `query`, or all of them.
    pub async fn groups(&self, query: Option<&SearchText>) -> Result<Vec<Group>, StoreError> {
        let mut read = self.read().await?;
        let rows = on_db!(&mut read.conn(), OF_SERVER, [Limits::GROUPS] => all GroupRow)?;
        let groups = rows.into_iter().map(Group::try_from).collect::<Result<Vec<_>, _>>()?;
        let query = query.map(|query| fold(query)).unwrap_or_default();
        let fits = |group: &Group| group.handle.contains(&query) || fold(&group.name).contains(&query);
        Ok(groups.into_iter().filter(fits).collect())
    }

    /// The groups of the member's room.
    pub async fn room_groups(&self, by: Member) -> Result<Vec<Group>, StoreError> {
        let mut read = self.read().await?;
        let rows =
            on_db!(&mut read.conn(), OF_ROOM, [by.room_id().as_uuid(), Limits::ROOM_GROUPS] => all GroupRow)?;
        Ok(rows.into_iter().map(Group::try_from).collect::<Result<_, _>>()?)
    }

    /// Makes an empty group. `HandleTaken` if a person, a group of the server or one of the room has the handle;
    /// `LimitReached`.
    pub async fn create_group(
        &self,
        by: Keeper,
        form: CreateGroup,
        now: Timestamp,
    ) -> Result<Group, StoreError> {
        self.write(Create { by, form, now }).await
    }

    /// Changes the handle and the name of a group. `NotFound`, `HandleTaken`.
    pub async fn change_group(
        &self,
        by: Keeper,
        id: GroupId,
        patch: PatchGroup,
        now: Timestamp,
    ) -> Result<Group, StoreError> {
        self.write(ChangeGroup { by, id, patch, now }).await
    }

    /// Deletes a group. Messages that mentioned it stay as they are. `NotFound`.
    pub async fn delete_group(&self, by: Keeper, id: GroupId, now: Timestamp) -> Result<(), StoreError> {
        self.write(DeleteGroup { by, id, now }).await
    }
}

#[derive(FromRow)]
struct GroupRow {
    id: Uuid,
    room_id: Option<Uuid>,
    handle: String,
    name: String,
    people: i64,
}

impl TryFrom<GroupRow> for Group {
    type Error = sqlx::Error;

    fn try_from(row: GroupRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: GroupId::from_uuid(row.id),
            room_id: row.room_id.map(RoomId::from_uuid),
            handle: row.handle.try_into().map_err(unreadable)?,
            name: row.name.try_into().map_err(unreadable)?,
            people: row.people,
        })
    }
}

fn unreadable(error: ValueError) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}

/// Fails with `HandleTaken` if somebody or another group that its messages could mean has the handle.
///
/// Of a person and a group that take the same name at the same moment on two nodes, messages mean the person.
async fn check_handle(tx: &mut Tx<'_>, room_id: Option<RoomId>, handle: &Username) -> Result<(), Fault> {
    let (handle, room) = (handle.as_str(), room_id.map(RoomId::as_uuid));
    let is_taken = on_db!(tx.conn(), PERSON, [handle] => optional (Uuid,))?.is_some()
        || on_db!(tx.conn(), NAMESAKES, [handle, room] => optional (Uuid,))?.is_some();
    if is_taken { Err(StoreError::HandleTaken.into()) } else { Ok(()) }
}

/// Adds an act on a group to the audit log.
pub(super) async fn record(
    tx: &mut Tx<'_>,
    by: Keeper,
    action: AuditAction,
    target: Option<UserId>,
    handle: &Username,
    at: Timestamp,
) -> Result<(), Fault> {
    let act = match by {
        Keeper::Administrator(by) => audit::server_act(Some(by.user_id()), action, at),
        Keeper::Owner(by) => audit::act(&by, action, at),
    };
    audit::record(tx, Entry { target, detail: handle, ..act }).await
}

struct Create {
    by: Keeper,
    form: CreateGroup,
    now: Timestamp,
}

impl Mutation for Create {
    type Output = Group;

    fn rooms(&self) -> Vec<RoomId> {
        self.by.room_id().into_iter().collect()
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Group, Fault> {
        let by = self.by.still(tx, self.now).await?;
        let room_id = self.by.room_id();
        let CreateGroup { handle, name } = self.form.clone();
        check_handle(tx, room_id, &handle).await?;
        let (count, most) = match room_id {
            None => (on_db!(tx.conn(), COUNT_OF_SERVER, [] => one (i64,))?.0, Limits::GROUPS),
            Some(room) => {
                (on_db!(tx.conn(), COUNT_OF_ROOM, [room.as_uuid()] => one (i64,))?.0, Limits::ROOM_GROUPS)
            }
        };
        if count >= most {
            return Err(StoreError::LimitReached.into());
        }
        let id = GroupId::new(self.now);
        on_db!(
            tx.conn(),
            INSERT,
            [
                id.as_uuid(),
                room_id.map(RoomId::as_uuid),
                handle.as_str(),
                name.as_str(),
                by.user_id().as_uuid(),
                self.now.as_millis(),
            ] => count
        )?;
        record(tx, by, AuditAction::GroupCreated, None, &handle, self.now).await?;
        Ok(Group { id, room_id, handle, name, people: 0 })
    }
}

struct ChangeGroup {
    by: Keeper,
    id: GroupId,
    patch: PatchGroup,
    now: Timestamp,
}

impl Mutation for ChangeGroup {
    type Output = Group;

    fn rooms(&self) -> Vec<RoomId> {
        self.by.room_id().into_iter().collect()
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Group, Fault> {
        let by = self.by.still(tx, self.now).await?;
        let before = self.by.group(tx, self.id).await?;
        let PatchGroup { handle, name } = self.patch.clone();
        let after = Group {
            handle: handle.unwrap_or_else(|| before.handle.clone()),
            name: name.unwrap_or_else(|| before.name.clone()),
            ..before.clone()
        };
        if after == before {
            return Ok(before);
        }
        if after.handle != before.handle {
            check_handle(tx, after.room_id, &after.handle).await?;
        }
        on_db!(tx.conn(), RENAME, [self.id.as_uuid(), after.handle.as_str(), after.name.as_str()] => count)?;
        record(tx, by, AuditAction::GroupChanged, None, &after.handle, self.now).await?;
        Ok(after)
    }
}

struct DeleteGroup {
    by: Keeper,
    id: GroupId,
    now: Timestamp,
}

impl Mutation for DeleteGroup {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        self.by.room_id().into_iter().collect()
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = self.by.still(tx, self.now).await?;
        let group = self.by.group(tx, self.id).await?;
        on_db!(tx.conn(), FORGET_PEOPLE, [self.id.as_uuid()] => count)?;
        on_db!(tx.conn(), DELETE, [self.id.as_uuid()] => count)?;
        record(tx, by, AuditAction::GroupDeleted, None, &group.handle, self.now).await
    }
}
