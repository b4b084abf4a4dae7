//! Rooms: making, finding, changing and deleting them.

use confluence_protocol::{
    Description, Directory, PatchRoom, Room, RoomId, RoomKind, RoomName, RoomSummary, Timestamp, UserId,
};

use crate::{Store, StoreError};

/// A room to be made. Its maker is owner and first member.
#[derive(Clone, Debug)]
pub struct NewRoom {
    /// Its id.
    pub id: RoomId,
    /// Public or private.
    pub kind: RoomKind,
    /// Its name.
    pub name: RoomName,
    /// What it is about.
    pub description: Option<Description>,
    /// Who makes it.
    pub created_by: UserId,
    /// When.
    pub now: Timestamp,
}

impl Store {
    /// Makes a room.
    pub async fn create_room(&self, room: NewRoom) -> Result<Room, StoreError> {
        let _ = (room,);
        Err(StoreError::Unavailable)
    }

    /// A room, with the viewer's membership if there is one.
    pub async fn room(&self, id: RoomId, viewer: UserId) -> Result<Option<Room>, StoreError> {
        let _ = (id, viewer);
        Err(StoreError::Unavailable)
    }

    /// The viewer's rooms, the one with the newest activity first.
    pub async fn rooms_of(&self, viewer: UserId) -> Result<Vec<RoomSummary>, StoreError> {
        let _ = (viewer,);
        Err(StoreError::Unavailable)
    }

    /// Public rooms by name, but none that the viewer is banned from. A cursor that is none gives an empty page.
    pub async fn directory(
        &self,
        viewer: UserId,
        query: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Directory, StoreError> {
        let _ = (viewer, query, cursor, limit);
        Err(StoreError::Unavailable)
    }

    /// Changes a room's settings; what changes nothing takes no version. The picture is not taken yet.
    pub async fn update_room(&self, id: RoomId, by: UserId, patch: PatchRoom) -> Result<Room, StoreError> {
        let _ = (id, by, patch);
        Err(StoreError::Unavailable)
    }

    /// Deletes a room and all that is in it.
    pub async fn delete_room(&self, id: RoomId) -> Result<(), StoreError> {
        let _ = (id,);
        Err(StoreError::Unavailable)
    }
}
