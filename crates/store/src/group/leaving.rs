//! Removing people from groups when they leave a room or delete their account.

use confluence_protocol::{RoomId, UserId};
use uuid::Uuid;

use crate::engine::{
    db::{on_db, statements},
    lists::Ids,
    tx::Tx,
};

statements! {
    LEAVE_ROOM = (
        "DELETE FROM people_group_members WHERE user_id = $2
           AND group_id IN (SELECT id FROM people_groups WHERE room_id = $1)
         RETURNING group_id"
    );
    LEAVE_SERVER = (
        "DELETE FROM people_group_members WHERE user_id = $1
           AND group_id IN (SELECT group_id FROM people_group_members WHERE user_id = $1 LIMIT $2)
         RETURNING group_id"
    );
    COUNT = ("UPDATE people_groups SET people = people - 1 WHERE id IN " ids(1));
}

/// Removes somebody from the groups of a room, of which there are at most
/// [`Limits::ROOM_GROUPS`](confluence_protocol::Limits::ROOM_GROUPS). The room must be locked.
pub(crate) async fn leave_room(tx: &mut Tx<'_>, room_id: RoomId, user_id: UserId) -> Result<(), sqlx::Error> {
    let left = on_db!(tx.conn(), LEAVE_ROOM, [room_id.as_uuid(), user_id.as_uuid()] => all (Uuid,))?;
    count_down(tx, left).await
}

/// Removes a deleted account from up to `most` of its groups; returns from how many.
pub(crate) async fn leave_server(tx: &mut Tx<'_>, user_id: UserId, most: i64) -> Result<usize, sqlx::Error> {
    let left = on_db!(tx.conn(), LEAVE_SERVER, [user_id.as_uuid(), most] => all (Uuid,))?;
    let groups = left.len();
    count_down(tx, left).await?;
    Ok(groups)
}

async fn count_down(tx: &mut Tx<'_>, groups: Vec<(Uuid,)>) -> Result<(), sqlx::Error> {
    if groups.is_empty() {
        return Ok(());
    }
    let groups: Ids = groups.into_iter().map(|(group,)| group).collect();
    on_db!(tx.conn(), COUNT, [groups] => count).map(drop)
}
