//! Direct rooms: the only room of exactly these people.

use std::collections::BTreeSet;

use confluence_protocol::{Change, Limits, Notify, Role, Room, RoomId, RoomKind, Timestamp, User, UserId};
use confluence_rights::{Member, Proof};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        lists::Ids,
        queue::Mutation,
        tx::Tx,
        words::word,
        writer,
    },
    person::users,
    room::{members, rooms, seats},
};

statements! {
    FIND = ("SELECT room_id FROM direct_rooms WHERE people = $1");
    BLOCKED = (
        "SELECT 1 AS one FROM " ids(1) " p JOIN blocks b ON b.user_id = p.id AND b.blocked_id = $2 LIMIT 1"
    );
    /// The others see the room once somebody writes in it.
    HIDE = ("UPDATE members SET closed_seq = 0 WHERE room_id = $1 AND user_id <> $2");
    /// No row unless it was closed.
    OPEN = (
        "UPDATE members SET closed_seq = NULL WHERE room_id = $1 AND user_id = $2
           AND closed_seq >= (SELECT last_seq FROM rooms WHERE id = $1 AND deleted_at IS NULL)
         RETURNING notify, favourite"
    );
    /// Number of direct rooms that a user created, counted up to the second parameter.
    CREATED = (
        "SELECT COUNT(*) FROM (
             SELECT 1 AS one FROM rooms
             WHERE created_by = $1 AND kind = 'direct' AND deleted_at IS NULL LIMIT $2) AS owned"
    );
    KEEP = ("INSERT INTO direct_rooms (people, room_id) VALUES ($1, $2)");
}

impl Store {
    /// The direct room of `by` and the others, created if it does not exist; also returns whether it was
    /// created. Everybody in it is a plain member. If `by` had closed it, it opens again; the others see a new
    /// room once somebody writes in it. `NotFound` if one of the accounts does not exist or is deleted, or if
    /// there are no others; `CannotMessage` if one of them blocks `by` or is a guest; `LimitReached` if it does not exist and
    /// `by` has created as many as one person may.
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

    /// Fails unless all these people have accounts and none of them blocks `by`.
    async fn check(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        for person in &self.people {
            let user = User::from(users::load_existing(tx, *person).await?);
            if user.deleted {
                return Err(StoreError::NotFound.into());
            }
            if user.guest_until.is_some() {
                return Err(StoreError::CannotMessage.into());
            }
        }
        let people: Ids = self.people.iter().map(|id| id.as_uuid()).collect();
        let blocked = on_db!(tx.conn(), BLOCKED, [people, self.by.as_uuid()] => optional (i32,))?;
        if blocked.is_some() { Err(StoreError::CannotMessage.into()) } else { Ok(()) }
    }

    /// The room, open for `by`, if it exists.
    async fn find(&self, tx: &mut Tx<'_>, key: &[u8; 32]) -> Result<Option<Room>, Fault> {
        let Some((room,)) = on_db!(tx.conn(), FIND, [key.as_slice()] => optional (Uuid,))? else {
            return Ok(None);
        };
        let room_id = RoomId::from_uuid(room);
        let by = Member::of(&seats::seat_existing(tx, room_id, self.by).await?)?;
        let (room_id, user_id) = (by.room_id(), by.user_id());
        let opened =
            on_db!(tx.conn(), OPEN, [room_id.as_uuid(), user_id.as_uuid()] => optional (String, bool))?;
        if let Some((notify, favourite)) = opened {
            let notify = word(Notify::from_word, &notify)?;
            tx.emit(Change::Membership { user_id, room_id, notify, closed: false, favourite });
        }
        Ok(Some(rooms::load_existing(tx, room_id, self.by).await?))
    }
}

impl Mutation for Direct {
    type Output = (Room, bool);

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(Room, bool), Fault> {
        if self.people.len() < 2 {
            return Err(StoreError::NotFound.into());
        }
        self.check(tx).await?;
        let key = self.key();
        if let Some(room) = self.find(tx, &key).await? {
            return Ok((room, false));
        }
        // If two nodes create the room at the same moment, the second finds the room of the first.
        writer::lock_server(tx.conn()).await?;
        // In the order of their ids, as a block does. Until the commit none of them can be deleted or block anybody.
        for person in &self.people {
            users::lock(tx, *person).await?;
        }
        self.check(tx).await?;
        if let Some(room) = self.find(tx, &key).await? {
            return Ok((room, false));
        }
        // Their account is locked, so two nodes cannot both create the last allowed room.
        let (created,) = on_db!(tx.conn(), CREATED, [self.by.as_uuid(), Limits::DIRECT_ROOMS] => one (i64,))?;
        if created >= Limits::DIRECT_ROOMS {
            return Err(StoreError::LimitReached.into());
        }
        let id = RoomId::new(self.now);
        rooms::insert(tx, id, RoomKind::Direct, "", "", self.by, self.now).await?;
        on_db!(tx.conn(), KEEP, [key.as_slice(), id.as_uuid()] => count)?;
        for person in &self.people {
            members::enter(tx, id, *person, Role::Member, self.now).await?;
        }
        on_db!(tx.conn(), HIDE, [id.as_uuid(), self.by.as_uuid()] => count)?;
        Ok((rooms::load_existing(tx, id, self.by).await?, true))
    }
}
