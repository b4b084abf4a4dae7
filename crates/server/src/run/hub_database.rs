//! The database as the hub sees it: every query goes to the store, nothing is cached.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use confluence_hub::{Answer, Appearance, Database, Unavailable};
use confluence_protocol::{Room, RoomId, SessionId, UserId};
use confluence_rights::{Member, Proof as _};
use confluence_store::{Store, StoreError};

use crate::{appearance::appearance, clock::Clock};

/// The hub's access to the store.
pub struct HubDatabase {
    store: Store,
    clock: Clock,
}

impl HubDatabase {
    /// The database behind this store.
    pub const fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock }
    }
}

impl Database for HubDatabase {
    fn heads<'a>(&'a self, rooms: &'a [RoomId]) -> Answer<'a, HashMap<RoomId, i64>> {
        Box::pin(async { told(self.store.heads(rooms).await) })
    }

    fn heads_of(&self, user_id: UserId) -> Answer<'_, BTreeMap<RoomId, i64>> {
        Box::pin(async move { told(self.store.heads_of(user_id).await) })
    }

    fn room(&self, room_id: RoomId, member: UserId) -> Answer<'_, Option<Room>> {
        Box::pin(async move {
            let seat = told(self.store.seat(room_id, member).await)?;
            let Some(by) = seat.and_then(|seat| Member::of(&seat).ok()) else { return Ok(None) };
            told(self.store.room(by.into()).await.map(|room| room.filter(|room| room.you.is_some())))
        })
    }

    fn memberships<'a>(&'a self, users: &'a [UserId]) -> Answer<'a, Vec<(UserId, RoomId)>> {
        Box::pin(async { told(self.store.rooms_of_users(users).await) })
    }

    fn appearances<'a>(
        &'a self,
        users: &'a [UserId],
    ) -> Answer<'a, Vec<(UserId, Appearance, Option<Duration>)>> {
        Box::pin(async move {
            let found = told(self.store.own_presences(users).await)?;
            let now = self.clock.now();
            let appears = |(user_id, presence, settings)| {
                let (appears, lasts) = appearance(presence, &settings, now);
                (user_id, appears, lasts)
            };
            Ok(found.into_iter().map(appears).collect())
        })
    }

    fn session_holds(&self, session_id: SessionId) -> Answer<'_, bool> {
        Box::pin(async move {
            let live = told(self.store.live_sessions(&[session_id], self.clock.now()).await)?;
            Ok(live.contains(&session_id))
        })
    }
}

fn told<T>(answer: Result<T, StoreError>) -> Result<T, Unavailable> {
    answer.map_err(|error| {
        tracing::warn!(cause = %error, "the hub's query failed");
        Unavailable
    })
}
