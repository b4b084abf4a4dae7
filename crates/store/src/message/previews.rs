//! Link preview cards: those that messages show, and a cache of what was found at each link.
//!
//! Does not fetch anything: callers pass in what they found.

use confluence_protocol::{Message, MessageId, Preview, RoomId, Timestamp};
use confluence_rights::{Member, Proof};

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    message::{edits, messages},
    room::{rooms, seats},
};

/// Stored instead of cards when the author has dismissed them.
const DISMISSED: &str = "[]";

statements! {
    CARD = ("SELECT card FROM page_cards WHERE url = $1 AND expires_at > $2");
    KEEP_CARD = (
        "INSERT INTO page_cards (url, card, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (url) DO UPDATE SET card = excluded.card, expires_at = excluded.expires_at"
    );
    // Runs with every stored card. The limit is above one, so that expired cards of a burst are cleared, too.
    FORGET_CARDS = (
        "DELETE FROM page_cards WHERE url IN (SELECT url FROM page_cards WHERE expires_at <= $1 LIMIT 100)"
    );
    SHOW = ("UPDATE messages SET previews = $3, version = $4 WHERE room_id = $1 AND id = $2");
    DISMISS = ("UPDATE messages SET previews = $3 WHERE room_id = $1 AND id = $2");
}

/// The cache entry of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cached {
    /// Not in the cache or expired: the page must be fetched.
    Unknown,
    /// The page was fetched; `None` if it has no card.
    Known(Option<Preview>),
}

impl Store {
    /// The cached card of a link, unless it has expired.
    pub async fn page_card(&self, url: &str, now: Timestamp) -> Result<Cached, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), CARD, [url, now.as_millis()] => optional (Option<String>,))?;
        Ok(row.map_or(Cached::Unknown, |(card,)| {
            Cached::Known(card.and_then(|card| serde_json::from_str(&card).ok()))
        }))
    }

    /// Caches what was found at a link, and deletes some of the expired cards.
    pub async fn keep_page_card(
        &self,
        url: String,
        card: Option<Preview>,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(KeepCard { url, card, now, expires_at }).await
    }

    /// Shows cards under a message that still has `body`, and emits the change if there is one. Does nothing
    /// and returns `None` if the message is deleted or was edited, or its author dismissed the cards.
    pub async fn show_previews(
        &self,
        room_id: RoomId,
        id: MessageId,
        body: String,
        previews: Vec<Preview>,
    ) -> Result<Option<Message>, StoreError> {
        self.write(Show { room_id, id, body, previews }).await
    }

    /// Removes the cards of the author's own message for good. `NotFound`, `Deleted` for a tombstone.
    pub async fn dismiss_previews(&self, by: Member, id: MessageId) -> Result<(), StoreError> {
        self.write(Dismiss { by, id }).await
    }
}

struct KeepCard {
    url: String,
    card: Option<Preview>,
    now: Timestamp,
    expires_at: Timestamp,
}

impl Mutation for KeepCard {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        on_db!(tx.conn(), FORGET_CARDS, [self.now.as_millis()] => count)?;
        let card = self.card.as_ref().and_then(|card| serde_json::to_string(card).ok());
        on_db!(tx.conn(), KEEP_CARD, [self.url.as_str(), card, self.expires_at.as_millis()] => count)?;
        Ok(())
    }
}

struct Show {
    room_id: RoomId,
    id: MessageId,
    body: String,
    previews: Vec<Preview>,
}

impl Mutation for Show {
    type Output = Option<Message>;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.room_id]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Option<Message>, Fault> {
        let (room_id, id) = (self.room_id, self.id);
        let before = match edits::standing_alive(tx, room_id, id).await {
            Ok(before) => before,
            Err(Fault::Domain(StoreError::NotFound | StoreError::Deleted)) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let shown = before.previews.as_deref();
        if before.body != self.body || shown == Some(DISMISSED) || messages::cards(shown) == self.previews {
            return Ok(None);
        }
        let kept = Some(&self.previews).filter(|previews| !previews.is_empty());
        let kept = kept.and_then(|previews| serde_json::to_string(previews).ok());
        let version = rooms::next_version(tx, room_id).await?;
        on_db!(tx.conn(), SHOW, [room_id.as_uuid(), id.as_uuid(), kept, version] => count)?;
        edits::tell_updated(tx, room_id, id, version, None).await.map(Some)
    }
}

struct Dismiss {
    by: Member,
    id: MessageId,
}

impl Mutation for Dismiss {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = seats::still(tx, self.by).await?;
        let (room_id, id) = (by.room_id(), self.id);
        let before = edits::standing_alive(tx, room_id, id).await?;
        by.wrote(before.author())?;
        let (room, message) = (room_id.as_uuid(), id.as_uuid());
        if messages::cards(before.previews.as_deref()).is_empty() {
            // There is nothing to remove, but this keeps cards that are still being fetched from appearing.
            on_db!(tx.conn(), DISMISS, [room, message, DISMISSED] => count)?;
            return Ok(());
        }
        let version = rooms::next_version(tx, room_id).await?;
        on_db!(tx.conn(), SHOW, [room, message, DISMISSED, version] => count)?;
        edits::tell_updated(tx, room_id, id, version, None).await?;
        Ok(())
    }
}
