//! Cards for the links in messages: optional decoration, added after the message.
//!
//! Committed messages are offered here. Their links are fetched, each at most once in a while, and the cards
//! are added through the store, like every other change. Messages are never delayed: if the queue is full or
//! the server is stopping, there is no card.

mod address;
mod fetch;
mod links;
mod page;
#[cfg(test)]
mod tests;

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use confluence_protocol::{Message, MessageId, Preview, RoomId, ServerFrame, Timestamp};
use confluence_store::{Cached, Store, StoreError};
use reqwest::Url;
use tokio::sync::{Mutex, mpsc};

pub use fetch::{Lookup, Reach};

use crate::{clock::Clock, run::lifecycle::Lifecycle};
use fetch::Fetcher;

/// Messages that may wait for their cards; further ones get none.
const WAITING: usize = 256;
/// Messages whose links are fetched concurrently.
const WORKERS: usize = 4;
/// Locks for links: that many can be fetched concurrently.
const DESKS: usize = 32;
/// How long a card is cached.
const FOUND_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// How long the absence of a card is cached.
const NOTHING_MILLIS: i64 = 60 * 60 * 1000;

/// A message with links.
struct Job {
    room_id: RoomId,
    id: MessageId,
    body: String,
    links: Vec<Url>,
}

/// Accepts messages to add cards to.
#[derive(Debug)]
pub struct Previews(mpsc::Sender<Job>);

impl Previews {
    /// Starts workers that run until the server is draining. Fails if the system has no TLS roots.
    pub fn start(
        store: Store,
        clock: Clock,
        reach: Reach,
        lifecycle: &Lifecycle,
    ) -> Result<Self, reqwest::Error> {
        let (sender, jobs) = mpsc::channel(WAITING);
        let desks = std::iter::repeat_with(Mutex::default).take(DESKS).collect();
        let desk = Arc::new(Desk { store, clock, fetcher: Fetcher::new(reach)?, desks });
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..WORKERS {
            let (desk, jobs, lifecycle) = (Arc::clone(&desk), Arc::clone(&jobs), lifecycle.clone());
            tokio::spawn(async move {
                tokio::select! {
                    () = work(&desk, &jobs) => {}
                    () = lifecycle.draining() => {}
                }
            });
        }
        Ok(Self(sender))
    }

    /// Queues a committed message if its text is new or edited.
    pub fn offer(&self, frame: &ServerFrame) {
        let message = match frame {
            ServerFrame::MessageCreated { message, .. } => message,
            ServerFrame::MessageUpdated { message, .. } if message.edited_at.is_some() => message,
            _ => return,
        };
        // A message with cards has been processed: an edit removes them.
        if !message.previews.is_empty() || message.deleted_at.is_some() {
            return;
        }
        let links = links::links(&message.body);
        if links.is_empty() {
            return;
        }
        let Message { room_id, id, body, .. } = message;
        let job = Job { room_id: *room_id, id: *id, body: body.clone(), links };
        if self.0.try_send(job).is_err() {
            tracing::debug!("too many messages are waiting for cards: one gets none");
        }
    }
}

/// State shared by the workers.
struct Desk {
    store: Store,
    clock: Clock,
    fetcher: Fetcher,
    /// A link's lock is held while it is fetched, so that two messages do not fetch it twice.
    desks: Vec<Mutex<()>>,
}

async fn work(desk: &Desk, jobs: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let next = jobs.lock().await.recv().await;
        let Some(job) = next else { return };
        if let Err(error) = desk.look_after(job).await {
            tracing::debug!(cause = %error, "cannot add cards to a message");
        }
    }
}

impl Desk {
    async fn look_after(&self, job: Job) -> Result<(), StoreError> {
        let Job { room_id, id, body, links } = job;
        let mut cards = Vec::with_capacity(links.len());
        for link in &links {
            cards.extend(self.card(link).await?);
        }
        if !cards.is_empty() {
            self.store.show_previews(room_id, id, body, cards).await?;
        }
        Ok(())
    }

    /// The cached card of a link, or a newly fetched one.
    async fn card(&self, link: &Url) -> Result<Option<Preview>, StoreError> {
        let mut hasher = DefaultHasher::new();
        link.hash(&mut hasher);
        let place = usize::try_from(hasher.finish() % DESKS as u64).unwrap_or(0);
        let _held = self.desks[place].lock().await;
        if let Cached::Known(card) = self.store.page_card(link.as_str(), self.clock.now()).await? {
            return Ok(card);
        }
        let card = match self.fetcher.card(link).await {
            Ok(card) => Some(card),
            Err(why) => {
                // The link is part of a message, so it stays out of the log.
                tracing::debug!(cause = %why, "a link has no card");
                None
            }
        };
        let now = self.clock.now();
        let counts = if card.is_some() { FOUND_MILLIS } else { NOTHING_MILLIS };
        let expires_at = Timestamp::from_millis(now.as_millis() + counts);
        self.store.keep_page_card(link.as_str().to_owned(), card.clone(), now, expires_at).await?;
        Ok(card)
    }
}
