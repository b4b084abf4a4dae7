//! Reading and changing rooms.

use confluence_protocol::{
    AuditAction, Change, Nullable, PatchRoom, Room, RoomId, RoomKind, ServerFrame, Timestamp, UserId,
};
use confluence_rights::{Moderator, Owner, Proof, Refusal, Visitor};
use uuid::Uuid;

use crate::{
    Portrait, Store, StoreError,
    audit::{self, Entry},
    engine::{
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::fold,
    },
    file::avatars,
    person::row::picture,
    room::{
        counts::counted,
        people,
        row::{RoomRow, room_columns, room_source},
        seats,
    },
};

statements! {
    ROOM = ("SELECT " room_columns!() ", " counted!(dialect) room_source!() "WHERE r.id = $2 AND r.deleted_at IS NULL");
    ROOM_UNCOUNTED = (
        "SELECT " room_columns!() ", CAST(0 AS BIGINT) AS unread, CAST(0 AS BIGINT) AS mentions" room_source!()
        "WHERE r.id = $2 AND r.deleted_at IS NULL"
    );
    INSERT_ROOM = (
        "INSERT INTO rooms (id, kind, name, name_folded, description, created_by, created_at, posting, version,
                            last_seq, members_version, member_count, last_message_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'everyone', 0, 0, 0, 0, $7, " now ")"
    );
    /// Takes the next version of a room; no row if there is no such room.
    NEXT_VERSION = (
        "UPDATE rooms SET version = version + 1, changed_at = " now "
         WHERE id = $1 AND deleted_at IS NULL RETURNING version"
    );
    SETTINGS = (
        "UPDATE rooms SET name = $2, name_folded = $3, description = $4, posting = $5, kind = $6,
                          avatar_id = $7, slow_mode_seconds = $8,
                          archived_at = CASE WHEN $9 THEN COALESCE(archived_at, " now ") END
         WHERE id = $1 AND deleted_at IS NULL"
    );
    /// In a private room only moderators and owners invite. Reads one membership for each invite of the room, all of
    /// them in one step: how many invites a room gets is limited by the rate at which they are created.
    DROP_INVITES_OF_PLAIN_MEMBERS = (
        "DELETE FROM invites WHERE room_id = $1 AND NOT EXISTS (
             SELECT 1 FROM members m
             WHERE m.room_id = invites.room_id AND m.user_id = invites.created_by AND m.role <> 'member')"
    );
    AVATAR = ("SELECT avatar_id FROM rooms WHERE id = $1 AND deleted_at IS NULL");
}

impl Store {
    /// A room with the visitor's membership, if any; `None` if the room is deleted.
    pub async fn room(&self, by: Visitor) -> Result<Option<Room>, StoreError> {
        let mut read = self.read().await?;
        Ok(load(&mut read.conn(), by.room_id(), by.user_id()).await?)
    }

    /// Changes a room's settings and returns the room as `by` sees it; a patch that changes nothing takes no
    /// version. If the patch names an upload, `portrait` must be the picture made from it. Only owners may
    /// change the kind, and never to direct; once a room is private, the invites by plain members are gone.
    /// `UploadNotFound`, `AlreadyAttached`.
    pub async fn update_room(
        &self,
        by: Moderator,
        patch: PatchRoom,
        portrait: Option<Portrait>,
        now: Timestamp,
    ) -> Result<Room, StoreError> {
        let room = self.write(UpdateRoom { by, patch, portrait, now }).await?;
        self.with_counts(room, by.user_id()).await
    }
}

/// Loads a room as `viewer` sees it, with unread counts.
pub(crate) async fn load(
    conn: &mut Conn<'_>,
    id: RoomId,
    viewer: UserId,
) -> Result<Option<Room>, sqlx::Error> {
    let row = on_db!(conn, ROOM, [viewer.as_uuid(), id.as_uuid()] => optional RoomRow)?;
    match row {
        Some(row) => people::introduce(conn, row.try_into()?).await.map(Some),
        None => Ok(None),
    }
}

/// Loads a room, which must exist, as `viewer` sees it but with unread counts of 0. That is correct for a new
/// member; otherwise [`Store::with_counts`] adds the counts after the commit.
pub(crate) async fn load_existing(tx: &mut Tx<'_>, id: RoomId, viewer: UserId) -> Result<Room, Fault> {
    let row = on_db!(tx.conn(), ROOM_UNCOUNTED, [viewer.as_uuid(), id.as_uuid()] => optional RoomRow)?;
    let room = row.ok_or(Fault::Domain(StoreError::NotFound))?.try_into()?;
    Ok(people::introduce(tx.conn(), room).await?)
}

/// Inserts a room without any members.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: RoomId,
    kind: RoomKind,
    name: &str,
    description: &str,
    by: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on_db!(
        tx.conn(),
        INSERT_ROOM,
        [id.as_uuid(), kind.as_str(), name, fold(name), description, by.as_uuid(), now.as_millis()] => count
    )
    .map(drop)
}

/// Takes the next version of a room.
pub(crate) async fn next_version(tx: &mut Tx<'_>, id: RoomId) -> Result<i64, Fault> {
    let row = on_db!(tx.conn(), NEXT_VERSION, [id.as_uuid()] => optional (i64,))?;
    row.map(|(version,)| version).ok_or(Fault::Domain(StoreError::NotFound))
}

struct UpdateRoom {
    by: Moderator,
    patch: PatchRoom,
    portrait: Option<Portrait>,
    now: Timestamp,
}

impl Mutation for UpdateRoom {
    type Output = Room;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Room, Fault> {
        let by = seats::still(tx, self.by).await?;
        let (id, user_id) = (by.room_id(), by.user_id());
        if self.patch.kind.is_some() || self.patch.archived.is_some() {
            Owner::of(by.seat())?;
        }
        let before = load_existing(tx, id, user_id).await?;
        if self.patch.kind == Some(RoomKind::Direct) {
            return Err(Refusal::DirectRoom.into());
        }
        let mut after = before.clone();
        if let Some(name) = &self.patch.name {
            after.name = name.to_string();
        }
        if let Some(description) = &self.patch.description {
            after.description = description.to_string();
        }
        after.posting = self.patch.posting.unwrap_or(before.posting);
        after.kind = self.patch.kind.unwrap_or(before.kind);
        after.slow_mode_seconds = self.patch.slow_mode_seconds.unwrap_or(before.slow_mode_seconds);
        after.archived = self.patch.archived.unwrap_or(before.archived);
        let (mut avatar,) = on_db!(tx.conn(), AVATAR, [id.as_uuid()] => one (Option<Uuid>,))?;
        match self.patch.avatar_upload_id {
            Nullable::Absent => {}
            Nullable::Null => {
                avatars::take_off(tx, avatar.take()).await?;
            }
            Nullable::Value(_) => {
                let portrait = self.portrait.ok_or(StoreError::UploadNotFound)?;
                avatar = Some(avatars::put_on(tx, user_id, portrait, Some(id), avatar).await?);
            }
        }
        after.avatar_url = avatar.map(picture);
        if after == before {
            return Ok(before);
        }
        on_db!(
            tx.conn(),
            SETTINGS,
            [
                id.as_uuid(),
                after.name.as_str(),
                fold(&after.name),
                after.description.as_str(),
                after.posting.as_str(),
                after.kind.as_str(),
                avatar,
                i64::from(after.slow_mode_seconds),
                after.archived,
            ] => count
        )?;
        if after.kind != before.kind && after.kind == RoomKind::Private {
            on_db!(tx.conn(), DROP_INVITES_OF_PLAIN_MEMBERS, [id.as_uuid()] => count)?;
        }
        after.version = next_version(tx, id).await?;
        let room = Room { you: None, ..after.clone() };
        let version = after.version;
        tx.emit(Change::Room {
            room_id: id,
            version,
            frame: ServerFrame::RoomUpdated { room_id: id, version, room },
        });
        record(tx, by, &before, &after, self.now).await?;
        Ok(after)
    }
}

/// Records those changes of a room's settings that are acts of moderation.
async fn record(
    tx: &mut Tx<'_>,
    by: Moderator,
    before: &Room,
    after: &Room,
    now: Timestamp,
) -> Result<(), Fault> {
    let archiving = if after.archived { AuditAction::RoomArchived } else { AuditAction::RoomRestored };
    let pause = after.slow_mode_seconds.to_string();
    let acts = [
        (before.posting != after.posting, AuditAction::PostingChanged, after.posting.as_str()),
        (before.kind != after.kind, AuditAction::KindChanged, after.kind.as_str()),
        (before.slow_mode_seconds != after.slow_mode_seconds, AuditAction::SlowModeChanged, &pause),
        (before.archived != after.archived, archiving, ""),
    ];
    for (_, action, detail) in acts.into_iter().filter(|(is_changed, ..)| *is_changed) {
        audit::record(tx, Entry { detail, ..audit::act(&by, action, now) }).await?;
    }
    Ok(())
}
