//! Blocks: whom a user does not want to hear from. Nobody else learns of them.
//!
//! Their effects are elsewhere: [`crate::room::counts`] leaves out what blocked people write, and
//! [`Store::direct`] refuses their direct messages.

use confluence_protocol::{Change, Limits, Timestamp, User, UserId, UserRef};

use crate::{
    Store, StoreError,
    engine::{
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    person::{row::UserRefRow, users},
};

statements! {
    LIST = (
        "SELECT b.blocked_id AS user_id, u.username, u.display_name, u.avatar_id
         FROM blocks b JOIN users u ON u.id = b.blocked_id AND u.deleted_at IS NULL
         WHERE b.user_id = $1 ORDER BY b.created_at DESC, b.blocked_id DESC"
    );
    ADD = ("INSERT INTO blocks (user_id, blocked_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    COUNT = ("SELECT count(*) FROM blocks WHERE user_id = $1");
    REMOVE = ("DELETE FROM blocks WHERE user_id = $1 AND blocked_id = $2");
}

/// Maximum number of people whom one person blocks.
#[expect(clippy::cast_possible_wrap, reason = "it is a thousand")]
const MOST: i64 = Limits::BLOCKS as i64;

impl Store {
    /// Everybody whom the user blocks, the one blocked last first.
    pub async fn blocks(&self, by: UserId) -> Result<Vec<UserRef>, StoreError> {
        let mut read = self.read_large().await?;
        Ok(load(&mut read.conn(), by).await?)
    }

    /// Blocks somebody; blocking them again changes nothing. `NotFound` if either account does not exist or is
    /// deleted; `LimitReached` if `by` already blocks as many people as one may.
    pub async fn block(&self, by: UserId, target: UserId, now: Timestamp) -> Result<(), StoreError> {
        self.write(Block { by, target, since: Some(now) }).await
    }

    /// Lifts a block, if there is one. `NotFound` if either account does not exist or is deleted.
    pub async fn unblock(&self, by: UserId, target: UserId) -> Result<(), StoreError> {
        self.write(Block { by, target, since: None }).await
    }
}

async fn load(conn: &mut Conn<'_>, by: UserId) -> Result<Vec<UserRef>, sqlx::Error> {
    let rows = on_db!(conn, LIST, [by.as_uuid()] => all UserRefRow)?;
    Ok(rows.into_iter().map(UserRef::from).collect())
}

struct Block {
    by: UserId,
    target: UserId,
    /// When it begins; `None` lifts it.
    since: Option<Timestamp>,
}

impl Mutation for Block {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        // Both are locked, so that two devices cannot exceed the limit together, and that no block appears after
        // the blocks of a deleted account were removed. Always in the same order, so that two people who block
        // each other do not wait for each other.
        for id in [self.by.min(self.target), self.by.max(self.target)] {
            users::lock(tx, id).await?;
            if User::from(users::load_existing(tx, id).await?).deleted {
                return Err(StoreError::NotFound.into());
            }
        }
        let (by, target) = (self.by.as_uuid(), self.target.as_uuid());
        let changed = match self.since {
            Some(since) => on_db!(tx.conn(), ADD, [by, target, since.as_millis()] => count)?,
            None => on_db!(tx.conn(), REMOVE, [by, target] => count)?,
        };
        if changed == 0 {
            return Ok(());
        }
        let (blocks,) = on_db!(tx.conn(), COUNT, [by] => one (i64,))?;
        if self.since.is_some() && blocks > MOST {
            return Err(StoreError::LimitReached.into());
        }
        let blocked = load(tx.conn(), self.by).await?.into_iter().map(|user| user.id).collect();
        tx.emit(Change::Blocks { user_id: self.by, blocked });
        Ok(())
    }
}
