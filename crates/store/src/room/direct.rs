//! Direct rooms: the only room of exactly these people.

use std::collections::BTreeSet;

use confluence_protocol::{Role, Room, RoomId, RoomKind, Timestamp, User, UserId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        writer,
    },
    person::users,
    room::{members, rooms},
};

statements! {
    FIND = ("SELECT room_id FROM direct_rooms WHERE people = $1");
    KEEP = ("INSERT INTO direct_rooms (people, room_id) VALUES ($1, $2)");
}

impl Store {
    /// The direct room of `by` and the others, created if it does not exist; also returns whether it was
    /// created. Everybody in it is a plain member. `NotFound` if one of the accounts does not exist or is
    /// deleted, or if there are no others.
    pub async fn direct(
        &self,
        by: UserId,
        others: Vec<UserId>,
        now: Timestamp,
    ) -> Result<(Room, bool), StoreError> {
        let people = others.into_iter().chain([by]).collect();
        let (room, is_new) = self.write(Direct { by, people, now }).await?;
        Ok((self.with_counts(room, by).await?, is_new))
    }
}

struct Direct {
    by: UserId,
    people: BTreeSet<UserId>,
    now: Timestamp,
}

impl Direct {
    /// SHA-256 over the ids of these people, in order: the lookup key of their room.
    fn key(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for person in &self.people {
            hash.update(person.as_uuid().as_bytes());
        }
        hash.finalize().into()
    }

    async fn find(&self, tx: &mut Tx<'_>, key: &[u8; 32]) -> Result<Option<Room>, Fault> {
        let Some((room,)) = on_db!(tx.conn(), FIND, [key.as_slice()] => optional (Uuid,))? else {
            return Ok(None);
        };
        Ok(Some(rooms::load_existing(tx, RoomId::from_uuid(room), self.by).await?))
    }
}

impl Mutation for Direct {
    type Output = (Room, bool);

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(Room, bool), Fault> {
        if self.people.len() < 2 {
            return Err(StoreError::NotFound.into());
        }
        for person in &self.people {
            if User::from(users::load_existing(tx, *person).await?).deleted {
                return Err(StoreError::NotFound.into());
            }
        }
        let key = self.key();
        if let Some(room) = self.find(tx, &key).await? {
            return Ok((room, false));
        }
        // If two nodes create the room at the same moment, the second finds the room of the first.
        writer::lock_server(tx.conn()).await?;
        if let Some(room) = self.find(tx, &key).await? {
            return Ok((room, false));
        }
        let id = RoomId::new(self.now);
        rooms::insert(tx, id, RoomKind::Direct, "", "", self.by, self.now).await?;
        on_db!(tx.conn(), KEEP, [key.as_slice(), id.as_uuid()] => count)?;
        for person in &self.people {
            members::enter(tx, id, *person, Role::Member, self.now).await?;
        }
        Ok((rooms::load_existing(tx, id, self.by).await?, true))
    }
}
