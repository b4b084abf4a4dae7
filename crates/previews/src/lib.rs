//! Link previews: optional decoration, added after the message.
//!
//! Takes committed messages, fetches each link at most once in a while, and shows the results through [`Cards`]. It
//! never holds a message up: a message that finds the queue full, or the server stopping, gets no previews.

mod address;
mod cards;
mod fetch;
mod links;
mod page;
#[cfg(test)]
mod tests;

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
    time::Duration,
};

use confluence_protocol::{Message, MessageId, Preview, RoomId, ServerFrame};
use reqwest::Url;
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinSet,
};

pub use cards::{Cached, Cards};
use fetch::Fetcher;
pub use fetch::{Lookup, NoClient, Reach};

/// Messages that may wait for their cards; further ones get none.
const WAITING: usize = 256;
/// Messages whose links are fetched concurrently.
const WORKERS: usize = 4;
/// Locks for links: that many can be fetched concurrently.
const DESKS: usize = 32;
/// How long what was found counts.
const FOUND: Duration = Duration::from_hours(24);
/// How long it counts that nothing was found.
const NOTHING: Duration = Duration::from_hours(1);

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
    /// Starts the workers, which stop when the returned tasks are dropped. Fails if the machine has no TLS roots.
    pub fn start(cards: impl Cards, reach: Reach) -> Result<(Self, JoinSet<()>), NoClient> {
        let (sender, jobs) = mpsc::channel(WAITING);
        let desks = std::iter::repeat_with(Mutex::default).take(DESKS).collect();
        let desk = Arc::new(Desk { cards, fetcher: Fetcher::new(reach)?, desks });
        let jobs = Arc::new(Mutex::new(jobs));
        let mut workers = JoinSet::new();
        for _ in 0..WORKERS {
            let (desk, jobs) = (Arc::clone(&desk), Arc::clone(&jobs));
            workers.spawn(async move { work(&desk, &jobs).await });
        }
        Ok((Self(sender), workers))
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

/// What the workers share.
struct Desk<C> {
    cards: C,
    fetcher: Fetcher,
    /// A link's lock is held while it is fetched, so that two messages do not fetch it twice.
    desks: Vec<Mutex<()>>,
}

async fn work<C: Cards>(desk: &Desk<C>, jobs: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let next = jobs.lock().await.recv().await;
        let Some(job) = next else { return };
        if let Err(error) = desk.look_after(job).await {
            tracing::debug!(cause = %error, "cannot add cards to a message");
        }
    }
}

impl<C: Cards> Desk<C> {
    async fn look_after(&self, job: Job) -> Result<(), C::Error> {
        let Job { room_id, id, body, links } = job;
        let mut cards = Vec::with_capacity(links.len());
        for link in &links {
            cards.extend(self.card(link).await?);
        }
        if !cards.is_empty() {
            self.cards.show(room_id, id, body, cards).await?;
        }
        Ok(())
    }

    /// What is known of a link, or is found there now.
    async fn card(&self, link: &Url) -> Result<Option<Preview>, C::Error> {
        let mut hasher = DefaultHasher::new();
        link.hash(&mut hasher);
        let place = usize::try_from(hasher.finish() % DESKS as u64).unwrap_or(0);
        let _held = self.desks[place].lock().await;
        if let Cached::Known(card) = self.cards.known(link.as_str()).await? {
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
        let counts = if card.is_some() { FOUND } else { NOTHING };
        self.cards.keep(link.as_str().to_owned(), card.clone(), counts).await?;
        Ok(card)
    }
}
