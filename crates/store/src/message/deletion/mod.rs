//! Deleting messages: one, or the recent ones of somebody at once.

pub(crate) mod remains;

use confluence_protocol::{
    AuditAction, Change, Description, MessageId, MessagesDeleted, RoomId, ServerFrame, Timestamp, UserId,
};
use confluence_rights::{Member, Moderator, Proof};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    audit::{self, Entry},
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::{PAGE, Tx},
    },
    file::uploads,
    message::{
        append::authors,
        edits::{Standing, standing},
        mentions,
    },
    room::{rooms, seats},
};

statements! {
    BURY = (
        "UPDATE messages SET kind = NULL, body = '', attachments = NULL, previews = NULL, deleted_at = $3, version = $4,
                pinned_at = NULL, mentions_room = FALSE, mentions_groups = NULL
         WHERE room_id = $1 AND id = $2"
    );
    // In the order of the index of each author's undeleted messages.
    RECENT = (
        "SELECT id, created_at FROM messages
         WHERE room_id = $1 AND author_id = $2 AND deleted_at IS NULL ORDER BY seq DESC LIMIT $3"
    );
}

/// Maximum number of messages that one transaction deletes.
const STEP: i64 = 50;
/// Maximum number of transactions of one call of [`Store::delete_recent_messages`].
const STEPS: usize = 20;

impl Store {
    /// Turns a message into a tombstone, without body, history, reactions, mentions or pin; allowed to its
    /// author and to moderators, who may give a reason. Deleting a tombstone changes nothing. `NotFound`.
    pub async fn delete_message(
        &self,
        by: Member,
        id: MessageId,
        reason: Option<Description>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(Delete { by, id, reason, now }).await?;
        self.chores().notify_one();
        Ok(())
    }

    /// Deletes the messages that `author`, member or not, sent since a moment: the newest first, up to 1,000 in a
    /// call, in small steps.
    pub async fn delete_recent_messages(
        &self,
        by: Moderator,
        author: UserId,
        since: Timestamp,
        reason: Option<Description>,
        now: Timestamp,
    ) -> Result<MessagesDeleted, StoreError> {
        let mut all = MessagesDeleted { deleted: 0, more: true };
        for _ in 0..STEPS {
            let reason = reason.clone();
            let is_first = all.deleted == 0;
            let step = self.write(DeleteRecent { by, author, since, reason, is_first, now }).await?;
            all = MessagesDeleted { deleted: all.deleted + step.deleted, more: step.more };
            if !all.more {
                break;
            }
        }
        self.chores().notify_one();
        Ok(all)
    }
}

/// Turns a message into a tombstone and emits that.
async fn bury(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    id: MessageId,
    before: &Standing,
    now: Timestamp,
) -> Result<(), Fault> {
    let version = rooms::next_version(tx, room_id).await?;
    on_db!(tx.conn(), BURY, [room_id.as_uuid(), id.as_uuid(), now.as_millis(), version] => count)?;
    // All in one statement, because a mention counts for as long as its row exists. The length of a body
    // bounds their number.
    mentions::forget(tx.conn(), room_id, id).await?;
    remains::start(tx, room_id, id).await?;
    uploads::let_go_of_message(tx, room_id, id).await?;
    authors::refresh(tx.conn(), room_id, before.author()).await?;
    let (seq, deleted_at) = (before.seq, now);
    let frame = ServerFrame::MessageDeleted { room_id, version, message_id: id, seq, deleted_at };
    tx.emit(Change::Room { room_id, version, frame });
    Ok(())
}

struct Delete {
    by: Member,
    id: MessageId,
    reason: Option<Description>,
    now: Timestamp,
}

impl Mutation for Delete {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = seats::still(tx, self.by).await?;
        let (room_id, id) = (by.room_id(), self.id);
        let before = standing(tx.conn(), room_id, id).await?.ok_or(Fault::Domain(StoreError::NotFound))?;
        let author = before.author();
        by.oversees(author)?;
        if before.deleted_at.is_some() {
            return Ok(());
        }
        bury(tx, room_id, id, &before, self.now).await?;
        if author == by.user_id() {
            return Ok(());
        }
        let detail = self.reason.as_deref().unwrap_or_default();
        let act = audit::act(&by, AuditAction::MessageDeleted, self.now);
        audit::record(tx, Entry { target: Some(author), detail, ..act }).await
    }
}

struct DeleteRecent {
    by: Moderator,
    author: UserId,
    since: Timestamp,
    reason: Option<Description>,
    /// Whether nothing was deleted by this call so far: only one act is recorded.
    is_first: bool,
    now: Timestamp,
}

impl Mutation for DeleteRecent {
    type Output = MessagesDeleted;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    // The message, its mentions, its author's counts and its history, each on a page of its own.
    fn logged(&self) -> usize {
        usize::try_from(STEP).unwrap_or_default() * 4 * PAGE
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<MessagesDeleted, Fault> {
        let by = seats::still(tx, self.by).await?;
        let (room_id, author) = (by.room_id(), self.author);
        by.outranks(seats::seat_existing(tx, room_id, author).await?.role())?;
        let rows =
            on_db!(tx.conn(), RECENT, [room_id.as_uuid(), author.as_uuid(), STEP + 1] => all (Uuid, i64))?;
        let mut step = MessagesDeleted { deleted: 0, more: false };
        for (id, sent_at) in rows {
            if sent_at < self.since.as_millis() {
                break;
            }
            if i64::from(step.deleted) == STEP {
                step.more = true;
                break;
            }
            let id = MessageId::from_uuid(id);
            if let Some(before) = standing(tx.conn(), room_id, id).await? {
                bury(tx, room_id, id, &before, self.now).await?;
                step.deleted += 1;
            }
        }
        if self.is_first && step.deleted > 0 && author != by.user_id() {
            let detail = self.reason.as_deref().unwrap_or_default();
            let act = audit::act(&by, AuditAction::MessagesDeleted, self.now);
            audit::record(tx, Entry { target: Some(author), detail, ..act }).await?;
        }
        Ok(step)
    }
}
