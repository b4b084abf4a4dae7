//! The people of direct rooms, who stand in for a name. Rooms of other kinds leave them out.

use std::collections::HashMap;

use confluence_protocol::{Limits, Room, RoomId, RoomKind, UserId, UserRef};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    engine::db::{Conn, on_db, statements},
    person::row::UserRefRow,
};

statements! {
    OF_ROOM = (
        "SELECT m.user_id, u.username, u.display_name, u.avatar_id FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = $1 ORDER BY m.user_id LIMIT $2"
    );
    OF_VIEWER = (
        "SELECT o.room_id, o.user_id, u.username, u.display_name, u.avatar_id
         FROM members me
         JOIN rooms r ON r.id = me.room_id AND r.kind = 'direct' AND r.deleted_at IS NULL
         JOIN members o ON o.room_id = r.id
         JOIN users u ON u.id = o.user_id
         WHERE me.user_id = $1 ORDER BY o.room_id, o.user_id"
    );
}

#[derive(FromRow)]
struct PersonRow {
    room_id: Uuid,
    #[sqlx(flatten)]
    user: UserRefRow,
}

/// Adds its people to a direct room.
pub(crate) async fn introduce(conn: &mut Conn<'_>, room: Room) -> Result<Room, sqlx::Error> {
    if room.kind != RoomKind::Direct {
        return Ok(room);
    }
    let most = i64::try_from(Limits::DIRECT_OTHERS + 1).unwrap_or(i64::MAX);
    let rows = on_db!(conn, OF_ROOM, [room.id.as_uuid(), most] => all UserRefRow)?;
    Ok(Room { people: rows.into_iter().map(UserRef::from).collect(), ..room })
}

/// The people of all direct rooms of a user.
pub(crate) async fn of_direct_rooms(
    conn: &mut Conn<'_>,
    viewer: UserId,
) -> Result<HashMap<RoomId, Vec<UserRef>>, sqlx::Error> {
    let rows = on_db!(conn, OF_VIEWER, [viewer.as_uuid()] => all PersonRow)?;
    let mut people: HashMap<RoomId, Vec<UserRef>> = HashMap::new();
    for PersonRow { room_id, user } in rows {
        people.entry(RoomId::from_uuid(room_id)).or_default().push(user.into());
    }
    Ok(people)
}
