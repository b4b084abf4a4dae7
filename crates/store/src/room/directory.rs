//! The directory of public rooms, sorted by name.

use confluence_protocol::{Directory, Limits, Room, SearchText, UserId};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        cursor::{self, Cursor},
        db::{on_db, statements},
        words::fold,
    },
    room::{
        counts::counted,
        row::{RoomRow, room_columns, room_source},
    },
};

statements! {
    PAGE = (
        "SELECT " room_columns!() ", " counted!(dialect) room_source!()
        "WHERE r.kind = 'public' AND r.deleted_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.room_id = r.id AND b.user_id = $1
                             AND (b.until IS NULL OR b.until > " now "))
           AND (r.name_folded LIKE $2 ESCAPE '\\')
           AND (r.name_folded, r.id) > ($3, $4)
         ORDER BY r.name_folded, r.id LIMIT $5"
    );
}

impl Store {
    /// A page of the public rooms, by name, without those that the viewer is banned from; `query` is a part
    /// of their names, `limit` is 1–200. `InvalidCursor`.
    pub async fn directory(
        &self,
        viewer: UserId,
        query: Option<&SearchText>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Directory, StoreError> {
        let (after_name, after_id) =
            Cursor::<(String, Uuid)>::parse(cursor)?.unwrap_or((String::new(), Uuid::nil()));
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut read = self.read_large().await?;
        let rows = on_db!(
            &mut read.conn(),
            PAGE,
            [
                viewer.as_uuid(),
                part_of(query.map_or("", SearchText::as_str)),
                after_name.as_str(),
                after_id,
                cursor::one_more(limit),
            ] => all RoomRow
        )?;
        let (rows, more) = cursor::cut(rows, limit);
        let rooms = rows.into_iter().map(Room::try_from).collect::<Result<Vec<_>, _>>()?;
        let next_cursor =
            rooms.last().filter(|_| more).map(|room| Cursor::write(&(fold(&room.name), room.id.as_uuid())));
        Ok(Directory { rooms, next_cursor })
    }
}

/// A `LIKE` pattern that matches the text anywhere in a name.
fn part_of(query: &str) -> String {
    let mut pattern = String::from("%");
    for c in fold(query).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
