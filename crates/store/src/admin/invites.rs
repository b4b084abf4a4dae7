//! Invites of all rooms, without their codes.

use confluence_protocol::{
    AdminInvite, AdminInvites, AuditAction, InviteId, Limits, NamedRoom, RoomId, RoomKind, Timestamp,
};
use confluence_rights::{Administrator, Elevated, ServerProof};
use sqlx::FromRow;
use uuid::Uuid;

use super::elevation::still;
use crate::{
    Store, StoreError,
    audit::{self, Entry},
    engine::{
        cursor::{self, Cursor},
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::word,
    },
    person::row::user_ref,
};

statements! {
    PAGE = (
        "SELECT i.id, i.created_at, i.expires_at, i.max_uses, i.uses, r.id AS room_id, r.name AS room_name,
                r.kind AS room_kind, u.id AS user_id, u.username, u.display_name, u.avatar_id
         FROM invites i JOIN rooms r ON r.id = i.room_id JOIN users u ON u.id = i.created_by
         WHERE (i.created_at, i.id) < ($1, $2) AND r.deleted_at IS NULL
         ORDER BY i.created_at DESC, i.id DESC LIMIT $3"
    );
    REVOKE = ("DELETE FROM invites WHERE id = $1 RETURNING room_id");
}

impl Store {
    /// A page of the invites of all rooms, newest first, with those that have expired; `limit` is 1–200.
    /// `InvalidCursor`.
    pub async fn all_invites(
        &self,
        _by: Administrator,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<AdminInvites, StoreError> {
        let (created_at, id) = Cursor::<(i64, Uuid)>::parse(cursor)?.unwrap_or((i64::MAX, Uuid::nil()));
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut read = self.read_large().await?;
        let rows =
            on_db!(&mut read.conn(), PAGE, [created_at, id, cursor::one_more(limit)] => all InviteRow)?;
        let (rows, more) = cursor::cut(rows, limit);
        let invites = rows.into_iter().map(AdminInvite::try_from).collect::<Result<Vec<_>, _>>()?;
        let next_cursor = invites
            .last()
            .filter(|_| more)
            .map(|last| Cursor::write(&(last.created_at.as_millis(), last.id.as_uuid())));
        Ok(AdminInvites { invites, next_cursor })
    }

    /// Revokes an invite. `InviteNotFound`.
    pub async fn revoke_invite(&self, by: Elevated, id: InviteId, now: Timestamp) -> Result<(), StoreError> {
        self.write(Revoke { by, id, now }).await
    }
}

#[derive(FromRow)]
struct InviteRow {
    id: Uuid,
    created_at: i64,
    expires_at: Option<i64>,
    max_uses: Option<i64>,
    uses: i64,
    room_id: Uuid,
    room_name: String,
    room_kind: String,
    user_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
}

impl TryFrom<InviteRow> for AdminInvite {
    type Error = sqlx::Error;

    fn try_from(row: InviteRow) -> Result<Self, sqlx::Error> {
        let kind = word(RoomKind::from_word, &row.room_kind)?;
        let creator = user_ref(row.user_id, row.username, row.display_name, row.avatar_id);
        Ok(Self {
            id: InviteId::from_uuid(row.id),
            room: NamedRoom { id: RoomId::from_uuid(row.room_id), name: row.room_name, kind },
            // Whoever invites to a private room is in it.
            created_by: (kind == RoomKind::Public).then_some(creator),
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: row.expires_at.map(Timestamp::from_millis),
            max_uses: row.max_uses,
            uses: row.uses,
        })
    }
}

struct Revoke {
    by: Elevated,
    id: InviteId,
    now: Timestamp,
}

impl Mutation for Revoke {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = still(tx, self.by, self.now).await?;
        let gone = on_db!(tx.conn(), REVOKE, [self.id.as_uuid()] => optional (Uuid,))?;
        let (room,) = gone.ok_or(Fault::Domain(StoreError::InviteNotFound))?;
        let act = audit::server_act(Some(by.user_id()), AuditAction::InviteRevoked, self.now);
        audit::record(tx, Entry { room: Some(RoomId::from_uuid(room)), ..act }).await
    }
}
