//! Reading the log, newest first.

use confluence_protocol::{AuditAction, AuditEntry, AuditId, AuditPage, Limits, RoomId, Timestamp, UserId};
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

/// Selects [`EntryRow`]s in the order of an index that begins with the columns in the condition.
macro_rules! entries {
    ($condition:literal) => {
        concat!(
            "SELECT a.id, a.at, a.action, a.detail, a.room_id, r.name AS room_name,
                    a.actor_id, actor.username AS actor_username, actor.display_name AS actor_name,
                    actor.avatar_id AS actor_avatar_id,
                    a.target_id, target.username AS target_username, target.display_name AS target_name,
                    target.avatar_id AS target_avatar_id
             FROM audit a
             LEFT JOIN rooms r ON r.id = a.room_id AND r.deleted_at IS NULL
             LEFT JOIN users actor ON actor.id = a.actor_id
             LEFT JOIN users target ON target.id = a.target_id
             WHERE ",
            $condition,
            " a.id < $1 ORDER BY a.id DESC LIMIT $2"
        )
    };
}

statements! {
    ALL = (entries!(""));
    BY_ROOM = (entries!("a.room_id = $3 AND"));
    BY_ACTOR = (entries!("a.actor_id = $3 AND"));
    BY_ACTION = (entries!("a.action = $3 AND"));
}

/// Maximum number of steps for one page. If the filter lets few entries through, the page is short after that.
const STEPS: u32 = 10;

/// Which entries to list; the fields narrow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what this user did.
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
        self.actor.is_none_or(|actor| row.actor_id == Some(actor.as_uuid()))
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
    room_id: Option<Uuid>,
    room_name: Option<String>,
    actor_id: Option<Uuid>,
    actor_username: Option<String>,
    actor_name: Option<String>,
    actor_avatar_id: Option<Uuid>,
    target_id: Option<Uuid>,
    target_username: Option<String>,
    target_name: Option<String>,
    target_avatar_id: Option<Uuid>,
}

impl TryFrom<EntryRow> for AuditEntry {
    type Error = sqlx::Error;

    fn try_from(row: EntryRow) -> Result<Self, sqlx::Error> {
        let person = |id: Option<Uuid>, username, name: Option<String>, avatar| {
            id.map(|id| user_ref(id, username, name.unwrap_or_default(), avatar))
        };
        Ok(Self {
            id: AuditId::from_uuid(row.id),
            at: Timestamp::from_millis(row.at),
            actor: person(row.actor_id, row.actor_username, row.actor_name, row.actor_avatar_id),
            action: word(AuditAction::from_word, &row.action)?,
            room_id: row.room_id.map(RoomId::from_uuid),
            room_name: row.room_name,
            target: person(row.target_id, row.target_username, row.target_name, row.target_avatar_id),
            detail: row.detail,
        })
    }
}
