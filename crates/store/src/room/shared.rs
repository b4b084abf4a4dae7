//! The rooms that two people share, for the profile that one of them sees of the other.

use confluence_protocol::{
    Limits, Presence, Profile, Role, RoomId, RoomKind, SharedRoom, User, UserId, ZoneName,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{Conn, on_db, statements},
        words::word,
    },
    person::{row::picture, users},
};

statements! {
    // Both memberships are looked up by their key, room by room: a join may read all rooms of one of the two.
    // The inner limit keeps PostgreSQL from undoing that, and a range of one id can only be looked up too.
    // So do the ranges from the least to the greatest id: for a single user it may read all their rooms and sort them.
    // Direct rooms come last, because they are not shown; a single row tells that the two share a room.
    SHARED = (
        "SELECT r.id, r.kind, r.name, r.avatar_id, p.role FROM (
            SELECT either.room_id,
                   (SELECT m.role FROM members m WHERE m.room_id = either.room_id AND m.user_id = $2) AS role
            FROM (
                SELECT room_id FROM (
                    SELECT room_id FROM members WHERE (user_id, room_id) > ($1, $4) AND (user_id, room_id) < ($1, $5)
                    ORDER BY user_id DESC, room_id DESC LIMIT 1000) AS mine
                UNION
                SELECT room_id FROM (
                    SELECT room_id FROM members WHERE (user_id, room_id) > ($2, $4) AND (user_id, room_id) < ($2, $5)
                    ORDER BY user_id DESC, room_id DESC LIMIT 1000) AS theirs
            ) AS either
            WHERE (SELECT m.role FROM members m WHERE m.room_id = either.room_id AND m.user_id = $1) IS NOT NULL
              AND (SELECT m.role FROM members m WHERE m.room_id = either.room_id AND m.user_id = $2) IS NOT NULL
            LIMIT 2000
         ) AS p
         CROSS JOIN rooms r WHERE r.id BETWEEN p.room_id AND p.room_id AND r.deleted_at IS NULL
         ORDER BY CASE r.kind WHEN 'direct' THEN 1 ELSE 0 END, r.name_folded, r.id LIMIT $3"
    );
}

/// Somebody's profile, and what of them the viewer may see that the store does not know.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The profile, with the presence `offline` and without a local time.
    pub profile: Profile,
    /// Whether the viewer may see their presence: they share a room, or are the same person.
    pub shows_presence: bool,
    /// Their time zone, if the viewer may see their local time.
    pub zone: Option<ZoneName>,
}

impl Store {
    /// Somebody's profile as `viewer` may see it. `None` if there is no such account.
    ///
    /// Reads the newest 1,000 rooms of each of the two. If one of them is in no more than that, all shared
    /// rooms are found; otherwise, a room that is not among the newest 1,000 of either is left out.
    pub async fn profile(&self, viewer: UserId, id: UserId) -> Result<Option<Seen>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let Some(row) = users::load(conn, id).await? else { return Ok(None) };
        let settings = row.settings();
        let user = User::from(row);
        // A deleted account may still be in rooms that it has not left yet.
        let shared = if user.deleted { Vec::new() } else { shared(conn, viewer, id).await? };
        let shows_presence = !user.deleted && (viewer == id || !shared.is_empty());
        let mut shared_rooms = Vec::new();
        for row in shared {
            if word(RoomKind::from_word, &row.kind)? != RoomKind::Direct {
                shared_rooms.push(row.try_into()?);
            }
        }
        let zone = settings.time_zone.filter(|_| shows_presence && settings.share_local_time);
        let profile = Profile {
            user,
            presence: Presence::Offline,
            do_not_disturb: false,
            local_time_offset: None,
            shared_rooms,
        };
        Ok(Some(Seen { profile, shows_presence, zone }))
    }
}

async fn shared(conn: &mut Conn<'_>, viewer: UserId, id: UserId) -> Result<Vec<SharedRow>, sqlx::Error> {
    let most = i64::from(Limits::SHARED_ROOMS);
    on_db!(conn, SHARED, [viewer.as_uuid(), id.as_uuid(), most, Uuid::nil(), Uuid::max()] => all SharedRow)
}

#[derive(FromRow)]
struct SharedRow {
    id: Uuid,
    kind: String,
    name: String,
    avatar_id: Option<Uuid>,
    role: String,
}

impl TryFrom<SharedRow> for SharedRoom {
    type Error = sqlx::Error;

    fn try_from(row: SharedRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: RoomId::from_uuid(row.id),
            name: row.name,
            avatar_url: row.avatar_id.map(picture),
            role: word(Role::from_word, &row.role)?,
        })
    }
}
