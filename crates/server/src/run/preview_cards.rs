//! Link previews: connects their crate to the store, and stops its work when the server drains.

use std::time::Duration;

use confluence_previews::{Cached, Cards, NoClient, Previews, Reach};
use confluence_protocol::{MessageId, Preview, RoomId};
use confluence_store::{Store, StoreError};

use crate::{app::App, clock::Clock};

/// Starts adding previews to messages, until the server drains. Fails if the machine has no TLS roots.
pub fn start(app: &App, reach: Reach) -> Result<Previews, NoClient> {
    let cards = StoredCards { store: app.store.clone(), clock: app.clock.clone() };
    let (previews, workers) = Previews::start(cards, reach)?;
    let lifecycle = app.lifecycle.clone();
    tokio::spawn(async move {
        lifecycle.draining().await;
        drop(workers);
    });
    Ok(previews)
}

struct StoredCards {
    store: Store,
    clock: Clock,
}

impl Cards for StoredCards {
    type Error = StoreError;

    async fn known(&self, link: &str) -> Result<Cached, StoreError> {
        Ok(match self.store.page_card(link, self.clock.now()).await? {
            confluence_store::Cached::Unknown => Cached::Unknown,
            confluence_store::Cached::Known(card) => Cached::Known(card),
        })
    }

    async fn keep(&self, link: String, card: Option<Preview>, counts: Duration) -> Result<(), StoreError> {
        let now = self.clock.now();
        let counts = i64::try_from(counts.as_millis()).unwrap_or(i64::MAX);
        self.store.keep_page_card(link, card, now, now.plus_millis(counts)).await
    }

    async fn show(
        &self,
        room_id: RoomId,
        id: MessageId,
        body: String,
        cards: Vec<Preview>,
    ) -> Result<(), StoreError> {
        self.store.show_previews(room_id, id, body, cards).await.map(drop)
    }
}
