//! A message on its way into the database, and its waiting caller.

use std::sync::Arc;

use confluence_protocol::{Message, MessageId, MessageKind, NewMessage, RoomId, Timestamp, UserId};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::tx::{Apply, Job, Merge, ROW},
    message::append::sent::Fingerprint,
};

/// A message to be stored.
#[derive(Clone, Debug)]
pub struct Append {
    /// Room to append to.
    pub room_id: RoomId,
    /// Author of the message.
    pub author: UserId,
    /// Message with its id, which is the idempotency key.
    pub message: NewMessage,
    /// Members who are active at that moment, if the text mentions `@here` and presence is shown in the room;
    /// otherwise `@here` is plain text. A repeat is answered whatever this is.
    pub active: Option<Vec<UserId>>,
    /// Time of the send.
    pub now: Timestamp,
}

/// A stored message.
#[derive(Clone, Debug)]
pub struct Appended {
    /// Current state of the message.
    pub message: Arc<Message>,
    /// Whether this call stored it; false for a repeat.
    pub fresh: bool,
}

impl Store {
    /// Stores a message and resolves once it is durable.
    ///
    /// The id is the idempotency key: a repeat of what was first sent under it is answered with the message's
    /// current state, anything else is `IdConflict`. Also `NotFound` (no such room, or a room that the
    /// author must not learn of: a private one, or one that banned them), `NotAMember`, `Archived`, `PostingRestricted`,
    /// `SlowMode`, `ReplyNotFound`, `UploadNotFound`, `AlreadyAttached`, and the errors of every write.
    pub async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        self.submit(append).await?.stored().await
    }

    /// Queues a message to be stored. When this returns, its place in the order is fixed: messages submitted one
    /// after another are stored in that order, without waiting for each.
    pub async fn submit(&self, append: Append) -> Result<Submitted, StoreError> {
        let fingerprint = Fingerprint::of(self.send_keys(), append.author, &append.message);
        let (reply, answer) = oneshot::channel();
        let pending = PendingAppend {
            append,
            fingerprint,
            made: None,
            uncertain: false,
            outcome: None,
            reply: Some(reply),
        };
        self.queue()?.send(pending).await?;
        Ok(Submitted(answer))
    }
}

/// A queued message. Dropping this does not remove it from the queue.
#[derive(Debug)]
pub struct Submitted(oneshot::Receiver<Result<Appended, StoreError>>);

impl Submitted {
    /// Resolves once it is durable; errors as of [`Store::append`].
    pub async fn stored(self) -> Result<Appended, StoreError> {
        self.0.await.unwrap_or(Err(StoreError::Unavailable))
    }
}

/// Key of a message.
pub(super) type Key = (RoomId, MessageId);

/// An append in the queue, with its waiting caller.
pub(crate) struct PendingAppend {
    pub(super) append: Append,
    pub(super) fingerprint: Fingerprint,
    /// What the message is and whom it mentions, if that does not follow from its text.
    pub(super) made: Option<(MessageKind, Vec<UserId>)>,
    /// Whether an earlier attempt may have stored it without emitting it.
    pub(super) uncertain: bool,
    pub(super) outcome: Option<Result<Appended, StoreError>>,
    reply: Option<oneshot::Sender<Result<Appended, StoreError>>>,
}

impl PendingAppend {
    /// An append that is part of another job and mentions these users, whatever its text says.
    pub(crate) const fn made(
        append: Append,
        fingerprint: Fingerprint,
        kind: MessageKind,
        mentions: Vec<UserId>,
    ) -> Self {
        let made = Some((kind, mentions));
        Self { append, fingerprint, made, uncertain: false, outcome: None, reply: None }
    }

    /// Outcome, once the append was applied.
    pub(crate) fn outcome(self) -> Result<Appended, StoreError> {
        self.outcome.unwrap_or(Err(StoreError::Unavailable))
    }

    pub(super) fn key(&self) -> Key {
        (self.append.room_id, self.append.message.id)
    }
}

impl Job for PendingAppend {
    fn rooms(&self, into: &mut Vec<Uuid>) {
        into.push(self.append.room_id.as_uuid());
    }

    fn weight(&self) -> usize {
        self.append.message.body.len() + ROW
    }

    fn apply(&mut self) -> Apply<'_> {
        Apply::Together(Merge::of::<Self>())
    }

    /// A message that is already stored is found by its id.
    fn doubt(&mut self) -> bool {
        self.uncertain = true;
        true
    }

    fn answer(&mut self, failed: Option<StoreError>) {
        let outcome =
            failed.map(Err).or_else(|| self.outcome.clone()).unwrap_or(Err(StoreError::Unavailable));
        if let Some(reply) = self.reply.take() {
            // The caller may be gone; the message is stored all the same.
            let _ = reply.send(outcome);
        }
    }
}
