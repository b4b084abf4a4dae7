//! Cards of links: those that messages show, and what was found at each link, kept until it is asked anew.
//!
//! Refuses to fetch anything: it is told what was found.

use confluence_protocol::{Message, MessageId, Preview, RoomId, Timestamp};
use confluence_rights::{Member, Proof};

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        writer::Tx,
    },
    message::edits,
    room::{rooms, seats},
};

/// What stands in place of the cards of a message whose author wants none.
const DISMISSED: &str = "[]";

statements! {
    CARD = ("SELECT card FROM page_cards WHERE url = $1 AND expires_at > $2");
    KEEP_CARD = (
        "INSERT INTO page_cards (url, card, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (url) DO UPDATE SET card = excluded.card, expires_at = excluded.expires_at"
    );
    // Each card that is kept makes room for itself, and for others that a burst left.
    FORGET_CARDS = (
        "DELETE FROM page_cards WHERE url IN (SELECT url FROM page_cards WHERE expires_at <= $1 LIMIT 100)"
    );
    SHOW = ("UPDATE messages SET previews = $3, version = $4 WHERE room_id = $1 AND id = $2");
    DISMISS = ("UPDATE messages SET previews = $3 WHERE room_id = $1 AND id = $2");
}

/// What is known of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cached {
    /// Nothing, or nothing any more: it has to be asked.
    Unknown,
    /// It was asked, and this was found, which may be nothing.
    Known(Option<Preview>),
}

impl Store {
    /// What was found at a link, while that counts.
    pub async fn page_card(&self, url: &str, now: Timestamp) -> Result<Cached, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), CARD, [url, now.as_millis()] => optional (Option<String>,))?;
        Ok(row.map_or(Cached::Unknown, |(card,)| {
            Cached::Known(card.and_then(|card| serde_json::from_str(&card).ok()))
        }))
    }

    /// Keeps what was found at a link, and forgets what does not count any more.
    pub async fn keep_page_card(
        &self,
        url: String,
        card: Option<Preview>,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(KeepCard { url, card, now, expires_at }).await
    }

    /// Shows cards under a message that still has that body; tells the room where that changes something.
    /// Nothing happens to a message that is gone or was edited, or whose author wants none.
    pub async fn show_previews(
        &self,
        room_id: RoomId,
        id: MessageId,
        body: String,
        previews: Vec<Preview>,
    ) -> Result<Option<Message>, StoreError> {
        self.write(Show { room_id, id, body, previews }).await
    }

    /// Takes the cards away from a message of one's own, for good. `NotFound`, `Deleted` for a tombstone.
    pub async fn dismiss_previews(&self, by: Member, id: MessageId) -> Result<(), StoreError> {
        self.write(Dismiss { by, id }).await
    }
}

/// The cards of a text that was kept. What cannot be read counts as none: the message is worth more.
pub(crate) fn read(text: Option<&str>) -> Vec<Preview> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
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
        if before.body != self.body || shown == Some(DISMISSED) || read(shown) == self.previews {
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
        if read(before.previews.as_deref()).is_empty() {
            // Nobody sees a difference, but what is on its way shall not come any more.
            on_db!(tx.conn(), DISMISS, [room, message, DISMISSED] => count)?;
            return Ok(());
        }
        let version = rooms::next_version(tx, room_id).await?;
        on_db!(tx.conn(), SHOW, [room, message, DISMISSED, version] => count)?;
        edits::tell_updated(tx, room_id, id, version, None).await?;
        Ok(())
    }
}
