//! Seats: a user's role in a room or their absence from it, from which their rights follow.

use confluence_protocol::{Posting, Role, RoomId, RoomKind, UserId};
use confluence_rights::{Proof, Refusal, Seat, Setting};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{Conn, on_db, statements},
        error::Fault,
        tx::Tx,
        words::word,
    },
};

statements! {
    SEAT = (
        "SELECT r.kind, r.posting, r.archived_at IS NOT NULL AS archived, r.member_count, m.role, m.may_post, b.user_id IS NOT NULL AS banned,
                (SELECT u.guest_until IS NOT NULL FROM users u WHERE u.id = $2) AS guest
         FROM rooms r
         LEFT JOIN members m ON m.room_id = r.id AND m.user_id = $2
         LEFT JOIN bans b ON b.room_id = r.id AND b.user_id = $2 AND (b.until IS NULL OR b.until > " now ")
         WHERE r.id = $1 AND r.deleted_at IS NULL"
    );
    MODERATORS = (
        "SELECT user_id FROM members WHERE room_id = $1 AND role IN ('owner', 'moderator')
         ORDER BY role DESC, joined_at, user_id LIMIT $2"
    );
}

/// Maximum number of moderators of a room that a frame is sent to; the others see its content when they load.
const MOST_TOLD: i64 = 200;

#[derive(FromRow)]
struct SeatRow {
    kind: String,
    posting: String,
    archived: bool,
    member_count: i64,
    role: Option<String>,
    may_post: Option<bool>,
    banned: bool,
    guest: Option<bool>,
}

impl Store {
    /// The user's seat in the room, member or not; `None` if there is no such room.
    pub async fn seat(&self, room_id: RoomId, user_id: UserId) -> Result<Option<Seat>, StoreError> {
        let mut read = self.read().await?;
        Ok(seat(&mut read.conn(), room_id, user_id).await?)
    }
}

/// The user's seat in the room, member or not; `None` if there is no such room.
pub(crate) async fn seat(
    conn: &mut Conn<'_>,
    room_id: RoomId,
    user_id: UserId,
) -> Result<Option<Seat>, sqlx::Error> {
    let row = on_db!(conn, SEAT, [room_id.as_uuid(), user_id.as_uuid()] => optional SeatRow)?;
    row.map(|row| {
        let room = Setting {
            kind: word(RoomKind::from_word, &row.kind)?,
            posting: word(Posting::from_word, &row.posting)?,
            archived: row.archived,
            people: row.member_count,
        };
        let role = row.role.map(|role| word(Role::from_word, &role)).transpose()?;
        #[expect(clippy::disallowed_methods, reason = "this is the store, and the row has just been read")]
        let seat = Seat::read((room_id, user_id), room, role, row.banned, row.guest.unwrap_or_default());
        Ok(seat.of_author(row.may_post.unwrap_or_default()))
    })
    .transpose()
}

/// The user's seat in a room that must exist.
pub(crate) async fn seat_existing(tx: &mut Tx<'_>, room_id: RoomId, user_id: UserId) -> Result<Seat, Fault> {
    let seat = seat(tx.conn(), room_id, user_id).await?;
    seat.ok_or_else(|| Fault::Domain(Refusal::Hidden.into()))
}

/// Makes the same proof again from the seat that this transaction sees, because the right may have ended
/// since.
pub(crate) async fn still<P: Proof>(tx: &mut Tx<'_>, by: P) -> Result<P, Fault> {
    let seat = seat_existing(tx, by.room_id(), by.user_id()).await?;
    Ok(P::of(&seat)?)
}

/// Those who moderate the room: owners, then moderators, at most 200.
pub(crate) async fn moderators(tx: &mut Tx<'_>, room_id: RoomId) -> Result<Vec<UserId>, sqlx::Error> {
    let rows = on_db!(tx.conn(), MODERATORS, [room_id.as_uuid(), MOST_TOLD] => all (Uuid,))?;
    Ok(rows.into_iter().map(|(user,)| UserId::from_uuid(user)).collect())
}
