//! A message on its way into the database, and the caller who waits for it.

use std::sync::Arc;

use confluence_protocol::{Message, MessageId, NewMessage, RoomId, Timestamp, UserId};
use tokio::sync::oneshot;

use crate::{Store, StoreError, engine::queue::Job, message::append::sent::Fingerprint};

/// A message to be stored.
#[derive(Clone, Debug)]
pub struct Append {
    /// Where.
    pub room_id: RoomId,
    /// Who says it.
    pub author: UserId,
    /// What.
    pub message: NewMessage,
    /// When.
    pub now: Timestamp,
}

/// A stored message.
#[derive(Clone, Debug)]
pub struct Appended {
    /// As it stands now.
    pub message: Arc<Message>,
    /// Whether this call stored it; false for a repeat.
    pub fresh: bool,
}

impl Store {
    /// Stores a message and resolves once it is durable.
    ///
    /// The id is the idempotency key: a repeat of what was first sent under it is answered with the message
    /// as it stands now, anything else is `IdConflict`. Also `NotFound` (no such room, or a room that the
    /// author must not learn of: a private one, or one that banned them), `NotAMember`, `PostingRestricted`,
    /// `ReplyNotFound`, `UploadNotFound`, `AlreadyAttached`, and the errors of every write.
    pub async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        self.submit(append).await?.stored().await
    }

    /// Puts a message in line to be stored. When this returns, its place in the order is taken: who submits
    /// one after the other has them stored in that order, without waiting for each.
    pub async fn submit(&self, append: Append) -> Result<Submitted, StoreError> {
        let fingerprint = Fingerprint::of(self.send_keys(), append.author, &append.message);
        let (reply, answer) = oneshot::channel();
        let pending = PendingAppend {
            append,
            fingerprint,
            naming: None,
            uncertain: false,
            outcome: None,
            reply: Some(reply),
        };
        self.queue()?.send(Job::Append(pending)).await?;
        Ok(Submitted(answer))
    }
}

/// A message in line. Dropping this does not take it out again.
#[derive(Debug)]
pub struct Submitted(oneshot::Receiver<Result<Appended, StoreError>>);

impl Submitted {
    /// Resolves once it is durable; errors as of [`Store::append`].
    pub async fn stored(self) -> Result<Appended, StoreError> {
        self.0.await.unwrap_or(Err(StoreError::Unavailable))
    }
}

/// What a message is found by.
pub(super) type Key = (RoomId, MessageId);

/// An append in the queue, with its waiting caller.
pub(crate) struct PendingAppend {
    pub(super) append: Append,
    pub(super) fingerprint: Fingerprint,
    /// Whom it mentions, where that is not for its text to say.
    pub(super) naming: Option<Vec<UserId>>,
    /// Whether an earlier attempt may have stored it without anybody hearing of it.
    pub(super) uncertain: bool,
    pub(super) outcome: Option<Result<Appended, StoreError>>,
    reply: Option<oneshot::Sender<Result<Appended, StoreError>>>,
}

impl PendingAppend {
    /// An append within another job, that mentions these people whatever it says.
    pub(crate) const fn naming(append: Append, fingerprint: Fingerprint, people: Vec<UserId>) -> Self {
        Self { append, fingerprint, naming: Some(people), uncertain: false, outcome: None, reply: None }
    }

    /// What it came to, once it was stored.
    pub(crate) fn outcome(self) -> Result<Appended, StoreError> {
        self.outcome.unwrap_or(Err(StoreError::Unavailable))
    }

    /// It was part of a commit that was never answered.
    pub(crate) const fn doubt(&mut self) {
        self.uncertain = true;
    }

    pub(crate) fn body_len(&self) -> usize {
        self.append.message.body.len()
    }

    pub(crate) const fn room_id(&self) -> RoomId {
        self.append.room_id
    }

    pub(crate) fn answer(&mut self, failed: Option<StoreError>) {
        let outcome =
            failed.map(Err).or_else(|| self.outcome.clone()).unwrap_or(Err(StoreError::Unavailable));
        if let Some(reply) = self.reply.take() {
            // Who hung up gets no answer, but the message stands.
            let _ = reply.send(outcome);
        }
    }

    pub(super) fn key(&self) -> Key {
        (self.append.room_id, self.append.message.id)
    }
}
