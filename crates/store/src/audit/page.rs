//! Reading the log, newest first.

use confluence_protocol::{
    AuditAction, AuditEntry, AuditId, AuditPage, Limits, RoomAct, RoomActs, RoomId, Timestamp, UserId,
    UserRef,
};
use confluence_rights::{Moderator, Proof};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        cursor::{self, Cursor},
        db::{Conn, on_db, statements},
        words::word,
    },
    person::row::user_ref,
};

/// Selects [`EntryRow`]s.
macro_rules! entry_select {
    () => {
        "SELECT a.id, a.at, a.action, a.detail, a.private AND a.room_id IS NOT NULL AS private,
                a.room_id, r.name AS room_name, a.after_seq,
                a.actor_id, actor.username AS actor_username, actor.display_name AS actor_name,
                actor.avatar_id AS actor_avatar_id,
                a.target_id, target.username AS target_username, target.display_name AS target_name,
                target.avatar_id AS target_avatar_id
         FROM audit a
         LEFT JOIN rooms r ON r.id = a.room_id AND r.deleted_at IS NULL
         LEFT JOIN users actor ON actor.id = a.actor_id
         LEFT JOIN users target ON target.id = a.target_id "
    };
}

statements! {
    ONE = (entry_select!() "WHERE a.id = $1");
    ALL = (entry_select!() "WHERE a.id < $1 ORDER BY a.id DESC LIMIT $2");
    BY_ROOM = (entry_select!() "WHERE a.room_id = $3 AND a.id < $1 ORDER BY a.id DESC LIMIT $2");
    BY_ACTOR = (entry_select!() "WHERE a.actor_id = $3 AND NOT a.private AND a.id < $1 ORDER BY a.id DESC LIMIT $2");
    BY_ACTION = (entry_select!() "WHERE a.action = $3 AND a.id < $1 ORDER BY a.id DESC LIMIT $2");
    ACTS = (
        entry_select!() "WHERE a.room_id = $1 AND a.after_seq >= $2 AND (a.after_seq, a.id) < ($3, $4)
         ORDER BY a.after_seq DESC, a.id DESC LIMIT $5"
    );
}

/// Maximum number of steps for one page. If the filter lets few entries through, the page is short after that.
const STEPS: u32 = 10;

/// Which entries to list; the fields narrow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what this user did, without what they did in private and direct rooms.
    pub actor: Option<UserId>,
    /// Only this action.
    pub action: Option<AuditAction>,
    /// Only what was done in this room.
    pub room: Option<RoomId>,
}

impl Store {
    /// A page of the audit log, newest first; `limit` is 1–200. It reads a limited number of entries, so that with a
    /// filter of several fields a page may be short or empty before the last one. `InvalidCursor`.
    pub async fn audit_page(
        &self,
        filter: AuditFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<AuditPage, StoreError> {
        let mut before = Cursor::<Uuid>::parse(cursor)?.unwrap_or(Uuid::max());
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut entries = Vec::new();
        let mut snapshot = self.snapshot().await?;
        for _ in 0..STEPS {
            let rows = step(&mut snapshot.conn(), filter, before, cursor::one_more(limit)).await?;
            let (rows, more) = cursor::cut(rows, limit);
            let mut rows = rows.into_iter();
            while entries.len() < limit as usize
                && let Some(row) = rows.next()
            {
                before = row.id;
                if filter.admits(&row) {
                    entries.push(AuditEntry::try_from(row)?);
                }
            }
            if !more && rows.len() == 0 {
                return Ok(AuditPage { entries, next_cursor: None });
            }
            if entries.len() == limit as usize {
                break;
            }
        }
        Ok(AuditPage { entries, next_cursor: Some(Cursor::write(&before)) })
    }
}

/// Which acts in a room to list, by their place in the conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActsRange {
    /// Only acts at or after the message with this `seq`.
    pub after_seq: Option<i64>,
    /// Only acts before the message with this `seq`.
    pub before_seq: Option<i64>,
}

impl Store {
    /// A page of the acts of moderation in a room, newest first; `limit` is 1–200. `InvalidCursor`.
    pub async fn acts(
        &self,
        by: Moderator,
        range: ActsRange,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<RoomActs, StoreError> {
        let first = (range.before_seq.unwrap_or(i64::MAX), Uuid::nil());
        let (seq, id) = Cursor::<(i64, Uuid)>::parse(cursor)?.map_or(first, |place| place.min(first));
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let (room, from) = (by.room_id().as_uuid(), range.after_seq.unwrap_or(0));
        let mut read = self.read_large().await?;
        let rows =
            on_db!(&mut read.conn(), ACTS, [room, from, seq, id, cursor::one_more(limit)] => all EntryRow)?;
        let (rows, more) = cursor::cut(rows, limit);
        let acts = rows.into_iter().map(RoomAct::try_from).collect::<Result<Vec<_>, _>>()?;
        let next_cursor =
            acts.last().filter(|_| more).map(|act| Cursor::write(&(act.after_seq, act.id.as_uuid())));
        Ok(RoomActs { acts, next_cursor })
    }
}

/// The act in a room with this id.
pub(crate) async fn act(conn: &mut Conn<'_>, id: AuditId) -> Result<Option<RoomAct>, sqlx::Error> {
    let row = on_db!(conn, ONE, [id.as_uuid()] => optional EntryRow)?;
    row.map(RoomAct::try_from).transpose()
}

/// The next entries of the index that narrows the most.
async fn step(
    conn: &mut Conn<'_>,
    filter: AuditFilter,
    before: Uuid,
    most: i64,
) -> Result<Vec<EntryRow>, sqlx::Error> {
    match filter {
        AuditFilter { room: Some(room), .. } => {
            on_db!(conn, BY_ROOM, [before, most, room.as_uuid()] => all EntryRow)
        }
        AuditFilter { actor: Some(actor), .. } => {
            on_db!(conn, BY_ACTOR, [before, most, actor.as_uuid()] => all EntryRow)
        }
        AuditFilter { action: Some(action), .. } => {
            on_db!(conn, BY_ACTION, [before, most, action.as_str()] => all EntryRow)
        }
        AuditFilter { .. } => on_db!(conn, ALL, [before, most] => all EntryRow),
    }
}

impl AuditFilter {
    /// Whether an entry passes those fields that its index did not narrow already.
    fn admits(&self, row: &EntryRow) -> bool {
        self.actor.is_none_or(|actor| !row.private && row.actor_id == Some(actor.as_uuid()))
            && self.action.is_none_or(|action| row.action == action.as_str())
            && self.room.is_none_or(|room| row.room_id == Some(room.as_uuid()))
    }
}

#[derive(FromRow)]
struct EntryRow {
    id: Uuid,
    at: i64,
    action: String,
    detail: String,
    private: bool,
    room_id: Option<Uuid>,
    room_name: Option<String>,
    after_seq: Option<i64>,
    actor_id: Option<Uuid>,
    actor_username: Option<String>,
    actor_name: Option<String>,
    actor_avatar_id: Option<Uuid>,
    target_id: Option<Uuid>,
    target_username: Option<String>,
    target_name: Option<String>,
    target_avatar_id: Option<Uuid>,
}

impl EntryRow {
    fn action(&self) -> Result<AuditAction, sqlx::Error> {
        word(AuditAction::from_word, &self.action)
    }

    fn actor(&self) -> Option<UserRef> {
        let (username, name) = (self.actor_username.clone(), self.actor_name.clone());
        self.actor_id.map(|id| user_ref(id, username, name.unwrap_or_default(), self.actor_avatar_id))
    }

    fn target(&self) -> Option<UserRef> {
        let (username, name) = (self.target_username.clone(), self.target_name.clone());
        self.target_id.map(|id| user_ref(id, username, name.unwrap_or_default(), self.target_avatar_id))
    }
}

impl TryFrom<EntryRow> for AuditEntry {
    type Error = sqlx::Error;

    fn try_from(row: EntryRow) -> Result<Self, sqlx::Error> {
        let named = !row.private;
        Ok(Self {
            id: AuditId::from_uuid(row.id),
            at: Timestamp::from_millis(row.at),
            actor: row.actor().filter(|_| named),
            action: row.action()?,
            room_id: row.room_id.map(RoomId::from_uuid),
            target: row.target().filter(|_| named),
            room_name: row.room_name,
            detail: if named { row.detail } else { String::new() },
            private: row.private,
        })
    }
}

impl TryFrom<EntryRow> for RoomAct {
    type Error = sqlx::Error;

    fn try_from(row: EntryRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: AuditId::from_uuid(row.id),
            after_seq: row.after_seq.unwrap_or_default(),
            at: Timestamp::from_millis(row.at),
            actor: row.actor(),
            action: row.action()?,
            target: row.target(),
            detail: row.detail,
        })
    }
}
