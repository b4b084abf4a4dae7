//! Editing messages, and their edit history.

use confluence_protocol::{
    Change, HERE, History, HistoryEntry, Limits, Message, MessageBody, MessageId, MessageKind, Reading,
    RoomId, ServerFrame, Timestamp, UserId, read_text,
};
use confluence_rights::{Member, Poster, Proof};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        cursor,
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    message::{
        append::authors,
        complete::for_everybody,
        mentions::{self, Whom},
        messages,
    },
    room::{rooms, seats},
};

statements! {
    STANDING = (
        "SELECT seq, author_id, kind, body, created_at, edited_at, deleted_at, pinned_at, previews, mentions_room,
                mentions_groups
         FROM messages
         WHERE room_id = $1 AND id = $2"
    );
    KEEP_WORDING = (
        "INSERT INTO wordings (room_id, message_id, version, body, written_at) VALUES ($1, $2, $3, $4, $5)"
    );
    EDIT = (
        "UPDATE messages SET kind = NULL, body = $3, edited_at = $4, version = $5, mentions_room = $6,
                mentions_groups = $7, previews = CASE WHEN previews = '[]' THEN previews END
         WHERE room_id = $1 AND id = $2"
    );
    ORIGINAL = (
        "SELECT version, body, written_at FROM wordings WHERE room_id = $1 AND message_id = $2 ORDER BY version LIMIT 1"
    );
    NEWEST_WORDINGS = (
        "SELECT body, written_at FROM wordings WHERE room_id = $1 AND message_id = $2 AND version > $3
         ORDER BY version DESC LIMIT $4"
    );
}

impl Store {
    /// Edits the author's own message; an identical body changes nothing. `NotFound`, `Deleted` for a
    /// tombstone.
    pub async fn edit_message(
        &self,
        by: Poster,
        id: MessageId,
        body: MessageBody,
        now: Timestamp,
    ) -> Result<Message, StoreError> {
        self.write(Edit { by, id, body, now }).await
    }

    /// The edit history of a message: the original, then the newest versions that fit into an answer, the
    /// current one last. Empty for a tombstone, `None` when there is no such message.
    pub async fn history(&self, by: Member, id: MessageId) -> Result<Option<History>, StoreError> {
        let room_id = by.room_id();
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let Some(message) = standing(conn, room_id, id).await? else { return Ok(None) };
        if message.deleted_at.is_some() {
            return Ok(Some(History { edits: Vec::new() }));
        }
        let (room, id) = (room_id.as_uuid(), id.as_uuid());
        let written_at = message.written_at();
        let mut rows = vec![(message.body, written_at)];
        if let Some((version, body, at)) = on_db!(conn, ORIGINAL, [room, id] => optional (i64, String, i64))?
        {
            rows.extend(
                on_db!(conn, NEWEST_WORDINGS, [room, id, version, Limits::WORDINGS] => all (String, i64))?,
            );
            rows.truncate(cursor::fitting(rows.iter().map(|(body, _)| cursor::json_bytes(body))));
            rows.push((body, at));
        }
        let edits = rows
            .into_iter()
            .rev()
            .map(|(body, at)| HistoryEntry { body, edited_at: Timestamp::from_millis(at) })
            .collect();
        Ok(Some(History { edits }))
    }
}

/// The columns of a message that its changes depend on.
#[derive(FromRow)]
pub(crate) struct Standing {
    pub seq: i64,
    author_id: Uuid,
    kind: Option<String>,
    pub body: String,
    created_at: i64,
    edited_at: Option<i64>,
    pub deleted_at: Option<i64>,
    pub pinned_at: Option<i64>,
    pub previews: Option<String>,
    mentions_room: bool,
    mentions_groups: Option<String>,
}

impl Standing {
    pub(crate) const fn author(&self) -> UserId {
        UserId::from_uuid(self.author_id)
    }

    /// Whether it is a reminder of another message, in words that were not edited.
    pub(crate) fn is_reminder(&self) -> bool {
        self.kind.as_deref() == Some(MessageKind::Reminder.as_str())
    }

    /// When the current body was written, in milliseconds.
    fn written_at(&self) -> i64 {
        self.edited_at.unwrap_or(self.created_at)
    }
}

pub(crate) async fn standing(
    conn: &mut Conn<'_>,
    room_id: RoomId,
    id: MessageId,
) -> Result<Option<Standing>, sqlx::Error> {
    on_db!(conn, STANDING, [room_id.as_uuid(), id.as_uuid()] => optional Standing)
}

/// Loads a message that must exist and must not be a tombstone: `NotFound`, `Deleted`.
pub(crate) async fn standing_alive(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    id: MessageId,
) -> Result<Standing, Fault> {
    let standing = standing(tx.conn(), room_id, id).await?.ok_or(Fault::Domain(StoreError::NotFound))?;
    if standing.deleted_at.is_some() {
        return Err(StoreError::Deleted.into());
    }
    Ok(standing)
}

/// Emits the changed message to the room under `version`, and returns it as `viewer` sees it.
pub(crate) async fn tell_updated(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    id: MessageId,
    version: i64,
    viewer: Option<UserId>,
) -> Result<Message, Fault> {
    let message = messages::load_existing(tx, room_id, id, viewer).await?;
    let told = for_everybody(message.clone());
    let frame = ServerFrame::MessageUpdated { room_id, version, message: told };
    tx.emit(Change::Room { room_id, version, frame });
    Ok(message)
}

struct Edit {
    by: Poster,
    id: MessageId,
    body: MessageBody,
    now: Timestamp,
}

impl Mutation for Edit {
    type Output = Message;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Message, Fault> {
        let by = Member::from(seats::still(tx, self.by).await?);
        let (room_id, user_id, id) = (by.room_id(), by.user_id(), self.id);
        let before = standing_alive(tx, room_id, id).await?;
        by.wrote(before.author())?;
        if before.body == self.body.as_str() {
            return messages::load_existing(tx, room_id, id, Some(user_id)).await;
        }
        let version = rooms::next_version(tx, room_id).await?;
        let (room, message) = (room_id.as_uuid(), id.as_uuid());
        on_db!(
            tx.conn(),
            KEEP_WORDING,
            [room, message, version, before.body.as_str(), before.written_at()] => count
        )?;
        let whom = whom(tx, by, id, &before, &read_text(&self.body)).await?;
        let (body, groups) = (self.body.as_str(), whom.kept_groups());
        on_db!(
            tx.conn(),
            EDIT,
            [room, message, body, self.now.as_millis(), version, whom.room, groups.as_deref()] => count
        )?;
        let named: Vec<_> = whom.people.iter().map(|user| (*user, id)).collect();
        mentions::insert(tx.conn(), room_id, &named).await?;
        if whom.room != before.mentions_room {
            authors::refresh(tx.conn(), room_id, user_id).await?;
        }
        tell_updated(tx, room_id, id, version, Some(user_id)).await
    }
}

/// Whom the message mentions with its new text; its mentions up to now are forgotten.
///
/// An edit calls nobody with `@here`: it happens at another moment. Those whom the message mentioned stay mentioned
/// while the text keeps its `@here`.
async fn whom(
    tx: &mut Tx<'_>,
    by: Member,
    id: MessageId,
    before: &Standing,
    reading: &Reading,
) -> Result<Whom, sqlx::Error> {
    let room_id = by.room_id();
    let mentioned = mentions::forget(tx.conn(), room_id, id).await?;
    let names = mentions::find(tx.conn(), &[(room_id, reading.names.clone())]).await?;
    let mut whom = Whom::named((room_id, by.user_id()), reading, by.may_call_everybody(), &names);
    let had_here = mentions::read_groups(before.mentions_groups.as_deref()).iter().any(|name| name == HERE);
    if had_here && reading.here {
        let people = mentioned.into_iter().map(|user| (room_id, user));
        let members = mentions::members(tx.conn(), people).await?;
        // Several edits must not gather more people than one message can mention.
        let author = by.user_id();
        let others = members.into_iter().map(|(_, user)| user).filter(|user| *user != author);
        let mut kept: Vec<UserId> = others.filter(|user| !whom.people.contains(user)).collect();
        kept.sort_unstable();
        kept.truncate(mentions::MOST_ACTIVE.saturating_sub(whom.people.len()));
        whom.and_here(kept);
    }
    Ok(whom)
}
