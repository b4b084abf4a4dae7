//! Invites: codes that let anyone who has them into a room, for as long as their creator may invite people to it.

use confluence_protocol::{
    AcceptPreview, AuditAction, Invite, InviteCode, InviteId, InviteRoom, Invites, Limits, Role, Room,
    RoomId, Timestamp, UploadId, UserId, invite_avatar_url,
};
use confluence_rights::{GroupMember, Inviter, Moderator, Proof, Refusal};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    account::guests,
    audit::{self, Entry},
    engine::{
        cursor::{self, Cursor},
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    person::row::user_ref,
    room::{members, rooms, seats},
};

/// Selects [`InviteRow`]s.
macro_rules! invite_select {
    () => {
        "SELECT i.room_id, i.code, i.created_by, i.created_at, i.expires_at, i.max_uses, i.uses, i.guest_until
         FROM invites i "
    };
}

statements! {
    INSERT = (
        "INSERT INTO invites (room_id, code, created_by, created_at, expires_at, max_uses, uses, id, guest_until)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)"
    );
    BY_CODE = (invite_select!() "WHERE i.code = $1");
    // No user has the nil id, so it selects the invites of everybody.
    PAGE = (
        invite_select!() "WHERE i.room_id = $1 AND (i.created_by = $2 OR $2 = $3)
           AND (i.created_at, i.code) < ($4, $5)
         ORDER BY i.created_at DESC, i.code DESC LIMIT $6"
    );
    DELETE = ("DELETE FROM invites WHERE room_id = $1 AND code = $2 AND (created_by = $3 OR $3 = $4)");
    CARD = (
        "SELECT r.id AS room_id, r.name, r.description, r.avatar_id AS room_avatar_id, r.member_count,
                u.id AS user_id, u.username, u.display_name, u.avatar_id
         FROM rooms r JOIN users u ON u.id = $2
         WHERE r.id = $1 AND r.deleted_at IS NULL"
    );
    LOCK_ROOM = ("SELECT version FROM rooms WHERE id = $1 AND deleted_at IS NULL" lock);
    USE = ("UPDATE invites SET uses = uses + 1 WHERE room_id = $1 AND code = $2");
}

/// An invite to create.
#[derive(Clone, Debug)]
pub struct NewInvite {
    /// The secret: at least 80 random bits.
    pub code: InviteCode,
    /// Creation time.
    pub created_at: Timestamp,
    /// Expiry time; `None` if it never expires.
    pub expires_at: Option<Timestamp>,
    /// Number of uses allowed; `None` if unlimited.
    pub max_uses: Option<i64>,
    /// Until when those who sign up with it are guests; `None` if they are not.
    pub guest_until: Option<Timestamp>,
}

impl Store {
    /// Creates an invite to the inviter's room; `url` is left empty. Only moderators invite guests.
    pub async fn create_invite(&self, by: Inviter, invite: NewInvite) -> Result<Invite, StoreError> {
        self.write(CreateInvite { by, invite }).await
    }

    /// A page of the invites to the room, newest first: members see their own, moderators everybody's.
    /// Includes expired and used-up ones; `url` is left empty, `limit` is 1–200. `InvalidCursor`.
    pub async fn invites(
        &self,
        by: GroupMember,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Invites, StoreError> {
        let (created_at, code) = Cursor::<(i64, String)>::parse(cursor)?.unwrap_or((i64::MAX, String::new()));
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut read = self.read_large().await?;
        let rows = on_db!(
            &mut read.conn(),
            PAGE,
            [by.room_id().as_uuid(), made_by(by), Uuid::nil(), created_at, code.as_str(), cursor::one_more(limit)]
                => all InviteRow
        )?;
        let (rows, more) = cursor::cut(rows, limit);
        let invites = rows.into_iter().map(Invite::try_from).collect::<Result<Vec<_>, _>>()?;
        let next_cursor = invites
            .last()
            .filter(|_| more)
            .map(|invite| Cursor::write(&(invite.created_at.as_millis(), invite.code.as_str().to_owned())));
        Ok(Invites { invites, next_cursor })
    }

    /// Revokes an invite: members their own, moderators anybody's. `InviteNotFound`.
    pub async fn delete_invite(
        &self,
        by: GroupMember,
        code: &InviteCode,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(DeleteInvite { by, code: code.clone(), now }).await
    }

    /// What an invite shows before it is used. `InviteNotFound`, `InviteExpired`.
    pub async fn invite_card(&self, code: &InviteCode, now: Timestamp) -> Result<AcceptPreview, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let (card, guest_until) = live_card(conn, code, now).await?;
        Ok(AcceptPreview {
            guest_until,
            room: InviteRoom {
                id: RoomId::from_uuid(card.room_id),
                name: card.name,
                description: card.description,
                // The user may not be signed in, so this URL carries the code, which gives access to this one
                // picture.
                avatar_url: card.room_avatar_id.map(|_| invite_avatar_url(code)),
                member_count: card.member_count,
            },
            inviter: user_ref(card.user_id, card.username, card.display_name, card.avatar_id),
        })
    }

    /// The avatar of the invite's room, if it has one. `InviteNotFound`, `InviteExpired`.
    pub async fn invite_avatar(
        &self,
        code: &InviteCode,
        now: Timestamp,
    ) -> Result<Option<UploadId>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let (card, _) = live_card(&mut snapshot.conn(), code, now).await?;
        Ok(card.room_avatar_id.map(UploadId::from_uuid))
    }

    /// Makes the user a member of the invite's room. For a member it uses nothing up and returns the room. Guests can
    /// only use invites for guests, and only while they are in no room. `InviteNotFound`, `InviteExpired`, `Banned`.
    pub async fn accept_invite(
        &self,
        code: &InviteCode,
        user_id: UserId,
        now: Timestamp,
    ) -> Result<Room, StoreError> {
        let room = self.room_of_invite(code).await?;
        let room = self.write(AcceptInvite { code: code.clone(), room, user_id, now }).await?;
        self.with_counts(room, user_id).await
    }

    /// The room of an invite, which a write that uses the invite has to lock.
    pub(crate) async fn room_of_invite(&self, code: &InviteCode) -> Result<Option<RoomId>, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), BY_CODE, [code.as_str()] => optional InviteRow)?;
        Ok(row.map(|row| RoomId::from_uuid(row.room_id)))
    }
}

#[derive(FromRow)]
struct InviteRow {
    room_id: Uuid,
    code: String,
    created_by: Uuid,
    created_at: i64,
    expires_at: Option<i64>,
    max_uses: Option<i64>,
    uses: i64,
    guest_until: Option<i64>,
}

impl InviteRow {
    fn lives(&self, now: Timestamp) -> bool {
        [self.expires_at, self.guest_until].into_iter().flatten().all(|end| now.as_millis() < end)
            && self.max_uses.is_none_or(|most| self.uses < most)
    }
}

impl TryFrom<InviteRow> for Invite {
    type Error = sqlx::Error;

    fn try_from(row: InviteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            code: InviteCode::try_from(row.code).map_err(|error| sqlx::Error::Decode(error.into()))?,
            url: String::new(),
            room_id: RoomId::from_uuid(row.room_id),
            created_by: UserId::from_uuid(row.created_by),
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: row.expires_at.map(Timestamp::from_millis),
            max_uses: row.max_uses,
            uses: row.uses,
            guest_until: row.guest_until.map(Timestamp::from_millis),
        })
    }
}

#[derive(FromRow)]
struct CardRow {
    room_id: Uuid,
    name: String,
    description: String,
    room_avatar_id: Option<Uuid>,
    member_count: i64,
    user_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
}

/// What an invite shows, and until when it makes guests, provided that it is still valid.
async fn live_card(
    conn: &mut Conn<'_>,
    code: &InviteCode,
    now: Timestamp,
) -> Result<(CardRow, Option<Timestamp>), StoreError> {
    let row = on_db!(conn, BY_CODE, [code.as_str()] => optional InviteRow)?;
    let invite = row.ok_or(StoreError::InviteNotFound)?;
    if !invite.lives(now) {
        return Err(StoreError::InviteExpired);
    }
    let card = on_db!(conn, CARD, [invite.room_id, invite.created_by] => optional CardRow)?;
    let guest_until = invite.guest_until.map(Timestamp::from_millis);
    card.map(|card| (card, guest_until)).ok_or(StoreError::InviteNotFound)
}

/// Until when those who sign up with the invite are guests; `None` if they are not, or if there is no such invite.
pub(crate) async fn makes_guests(tx: &mut Tx<'_>, code: &InviteCode) -> Result<Option<Timestamp>, Fault> {
    let row = on_db!(tx.conn(), BY_CODE, [code.as_str()] => optional InviteRow)?;
    Ok(row.and_then(|row| row.guest_until).map(Timestamp::from_millis))
}

/// Uses an invite: makes `user_id` a member of its room, unless they already are.
pub(crate) async fn accept(
    tx: &mut Tx<'_>,
    code: &InviteCode,
    user_id: UserId,
    now: Timestamp,
) -> Result<RoomId, Fault> {
    let find = async |tx: &mut Tx<'_>| -> Result<InviteRow, Fault> {
        let row = on_db!(tx.conn(), BY_CODE, [code.as_str()] => optional InviteRow)?;
        row.ok_or(Fault::Domain(StoreError::InviteNotFound))
    };
    let room = find(tx).await?.room_id;
    on_db!(tx.conn(), LOCK_ROOM, [room] => all (i64,))?;
    // Read again under the lock: if several people compete for the last use, only one gets it.
    let invite = find(tx).await?;
    let room_id = RoomId::from_uuid(room);
    let seat = seats::seat(tx.conn(), room_id, user_id).await?.ok_or(StoreError::InviteNotFound)?;
    if seat.role().is_some() {
        return Ok(room_id);
    }
    if seat.is_banned() {
        return Err(StoreError::Banned.into());
    }
    if !invite.lives(now) {
        return Err(StoreError::InviteExpired.into());
    }
    if seat.is_guest() {
        let until = invite.guest_until.ok_or(Fault::Domain(Refusal::Guest.into()))?;
        guests::arrive(tx, user_id, Timestamp::from_millis(until), now).await?;
    }
    on_db!(tx.conn(), USE, [room, code.as_str()] => count)?;
    members::enter(tx, room_id, user_id, Role::Member, now).await?;
    Ok(room_id)
}

struct CreateInvite {
    by: Inviter,
    invite: NewInvite,
}

impl Mutation for CreateInvite {
    type Output = Invite;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Invite, Fault> {
        let by = seats::still(tx, self.by).await?;
        let NewInvite { code, created_at, expires_at, max_uses, guest_until } = self.invite.clone();
        if guest_until.is_some() {
            Moderator::of(by.seat())?;
        }
        on_db!(
            tx.conn(),
            INSERT,
            [
                by.room_id().as_uuid(),
                code.as_str(),
                by.user_id().as_uuid(),
                created_at.as_millis(),
                expires_at.map(Timestamp::as_millis),
                max_uses,
                InviteId::new(created_at).as_uuid(),
                guest_until.map(Timestamp::as_millis),
            ] => count
        )?;
        let detail = guest_until.map(|until| until.to_string()).unwrap_or_default();
        let act = invite_act(&by, AuditAction::InviteCreated, created_at);
        audit::record(tx, Entry { detail: &detail, ..act }).await?;
        Ok(Invite {
            code,
            url: String::new(),
            room_id: by.room_id(),
            created_by: by.user_id(),
            created_at,
            expires_at,
            max_uses,
            uses: 0,
            guest_until,
        })
    }
}

/// The entry for an act with an invite. What plain members do with theirs is not shown between the messages.
fn invite_act<'a>(by: &impl Proof, action: AuditAction, at: Timestamp) -> Entry<'a> {
    Entry { shown: Moderator::of(by.seat()).is_ok(), ..audit::act(by, action, at) }
}

/// Whose invites the member may see and revoke: their own, or everybody's for a moderator, expressed as the
/// nil id.
fn made_by(by: GroupMember) -> Uuid {
    if Moderator::of(by.seat()).is_ok() { Uuid::nil() } else { by.user_id().as_uuid() }
}

struct DeleteInvite {
    by: GroupMember,
    code: InviteCode,
    now: Timestamp,
}

impl Mutation for DeleteInvite {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = seats::still(tx, self.by).await?;
        let deleted = on_db!(
            tx.conn(),
            DELETE,
            [by.room_id().as_uuid(), self.code.as_str(), made_by(by), Uuid::nil()] => count
        )?;
        if deleted == 0 {
            return Err(StoreError::InviteNotFound.into());
        }
        audit::record(tx, invite_act(&by, AuditAction::InviteRevoked, self.now)).await
    }
}

struct AcceptInvite {
    code: InviteCode,
    room: Option<RoomId>,
    user_id: UserId,
    now: Timestamp,
}

impl Mutation for AcceptInvite {
    type Output = Room;

    fn rooms(&self) -> Vec<RoomId> {
        self.room.into_iter().collect()
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Room, Fault> {
        let room_id = accept(tx, &self.code, self.user_id, self.now).await?;
        rooms::load_existing(tx, room_id, self.user_id).await
    }
}
