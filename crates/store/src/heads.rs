//! Versions of rooms: what tells a node that it missed something.

use std::collections::{BTreeMap, HashMap};

use confluence_protocol::{RoomId, UserId};

use crate::{Store, StoreError};

/// Where the last poll ended, by the clock of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadsCursor(i64);

impl Store {
    /// The versions of these rooms, from one snapshot; rooms that are gone are absent.
    pub async fn heads(&self, rooms: &[RoomId]) -> Result<HashMap<RoomId, i64>, StoreError> {
        let _ = (rooms,);
        Err(StoreError::Unavailable)
    }

    /// The versions of the user's rooms, from one snapshot.
    pub async fn heads_of(&self, user_id: UserId) -> Result<BTreeMap<RoomId, i64>, StoreError> {
        let _ = (user_id,);
        Err(StoreError::Unavailable)
    }

    /// Rooms that changed since the last poll and in the 30 s before it; without a cursor in the last 30 s.
    pub async fn heads_changed(
        &self,
        cursor: Option<HeadsCursor>,
    ) -> Result<(Vec<(RoomId, i64)>, HeadsCursor), StoreError> {
        let _ = (cursor,);
        Err(StoreError::Unavailable)
    }

    /// Which rooms these users are in.
    pub async fn rooms_of_users(&self, users: &[UserId]) -> Result<Vec<(UserId, RoomId)>, StoreError> {
        let _ = (users,);
        Err(StoreError::Unavailable)
    }
}
