//! The directory of public rooms, in three orders.

use confluence_protocol::{Directory, Limits, Room, RoomSort, SearchText, UserId};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        cursor::{self, Cursor},
        db::{Conn, on_db, statements},
        words::fold,
    },
    room::{
        counts::counted,
        row::{RoomRow, room_columns, room_source},
    },
};

/// Public rooms that the viewer is not banned from, with a part of the name.
macro_rules! listed {
    ($db:ident) => {
        $crate::engine::db::sql_text!($db []
            "WHERE r.kind = 'public' AND r.deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.room_id = r.id AND b.user_id = $1
                                 AND (b.until IS NULL OR b.until > " now "))
               AND (r.name_folded LIKE $2 ESCAPE '\\')"
        )
    };
}

statements! {
    PAGE = (
        "SELECT " room_columns!() ", " counted!(dialect) room_source!() listed!(dialect)
        " AND (r.name_folded, r.id) > ($3, $4) AND (r.name_folded, r.id) <= ($6, $7)
         ORDER BY r.name_folded, r.id LIMIT $5"
    );
    BY_MEMBERS = (
        "SELECT " room_columns!() ", " counted!(dialect) ", r.member_count AS place" room_source!() listed!(dialect)
        " AND (r.member_count, r.id) < ($3, $4) AND (r.member_count, r.id) >= ($6, $7)
         ORDER BY r.member_count DESC, r.id DESC LIMIT $5"
    );
    BY_ACTIVITY = (
        "SELECT " room_columns!() ", " counted!(dialect) ", r.last_message_at AS place" room_source!() listed!(dialect)
        " AND (r.last_message_at, r.id) < ($3, $4) AND (r.last_message_at, r.id) >= ($6, $7)
         ORDER BY r.last_message_at DESC, r.id DESC LIMIT $5"
    );
    // Where the rooms end that one search reads.
    END = (
        "SELECT r.name_folded, r.id FROM rooms r
         WHERE r.kind = 'public' AND r.deleted_at IS NULL AND (r.name_folded, r.id) > ($1, $2)
         ORDER BY r.name_folded, r.id LIMIT 1 OFFSET $3"
    );
    END_BY_MEMBERS = (
        "SELECT r.member_count, r.id FROM rooms r
         WHERE r.kind = 'public' AND r.deleted_at IS NULL AND (r.member_count, r.id) < ($1, $2)
         ORDER BY r.member_count DESC, r.id DESC LIMIT 1 OFFSET $3"
    );
    END_BY_ACTIVITY = (
        "SELECT r.last_message_at, r.id FROM rooms r
         WHERE r.kind = 'public' AND r.deleted_at IS NULL AND (r.last_message_at, r.id) < ($1, $2)
         ORDER BY r.last_message_at DESC, r.id DESC LIMIT 1 OFFSET $3"
    );
}

/// Rooms that one search reads, so that one that hardly matches costs no more the more rooms there are. The next
/// page continues behind them.
const READ: i64 = 2000;

/// After every name.
const LAST_NAME: &str = "\u{10FFFF}";

impl Store {
    /// A page of the public rooms in this order, without those that the viewer is banned from; `query` is a part
    /// of their names, `limit` is 1–200. `InvalidCursor`.
    pub async fn directory(
        &self,
        viewer: UserId,
        query: Option<&SearchText>,
        sort: RoomSort,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Directory, StoreError> {
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let search = Search { viewer: viewer.as_uuid(), pattern: part_of(query), limit };
        let mut read = self.read_large().await?;
        let conn = &mut read.conn();
        match sort {
            RoomSort::Name => by_name(conn, &search, cursor).await,
            RoomSort::Members | RoomSort::Activity => descending(conn, &search, sort, cursor).await,
        }
    }
}

struct Search {
    viewer: Uuid,
    pattern: String,
    limit: u32,
}

async fn by_name(
    conn: &mut Conn<'_>,
    search: &Search,
    cursor: Option<&str>,
) -> Result<Directory, StoreError> {
    let (name, id) = Cursor::<(String, Uuid)>::parse(cursor)?.unwrap_or((String::new(), Uuid::nil()));
    let end = on_db!(conn, END, [name.as_str(), id, READ - 1] => optional (String, Uuid))?;
    let (last_name, last_id) = end.clone().unwrap_or((LAST_NAME.to_owned(), Uuid::max()));
    let rows = on_db!(
        conn,
        PAGE,
        [
            search.viewer,
            search.pattern.as_str(),
            name.as_str(),
            id,
            cursor::one_more(search.limit),
            last_name.as_str(),
            last_id,
        ] => all RoomRow
    )?;
    let (rows, more) = cursor::cut(rows, search.limit);
    let rooms = rows.into_iter().map(Room::try_from).collect::<Result<Vec<_>, _>>()?;
    let last = rooms.last().map(|room| (fold(&room.name), room.id.as_uuid()));
    Ok(Directory { next_cursor: next(more, last, end), rooms })
}

#[derive(FromRow)]
struct PlacedRow {
    #[sqlx(flatten)]
    room: RoomRow,
    place: i64,
}

async fn descending(
    conn: &mut Conn<'_>,
    search: &Search,
    sort: RoomSort,
    cursor: Option<&str>,
) -> Result<Directory, StoreError> {
    let (place, id) = Cursor::<(i64, Uuid)>::parse(cursor)?.unwrap_or((i64::MAX, Uuid::max()));
    let (page, end) = match sort {
        RoomSort::Activity => (BY_ACTIVITY, END_BY_ACTIVITY),
        RoomSort::Name | RoomSort::Members => (BY_MEMBERS, END_BY_MEMBERS),
    };
    let end = on_db!(conn, end, [place, id, READ - 1] => optional (i64, Uuid))?;
    let (last_place, last_id) = end.unwrap_or((i64::MIN, Uuid::nil()));
    let rows = on_db!(
        conn,
        page,
        [
            search.viewer,
            search.pattern.as_str(),
            place,
            id,
            cursor::one_more(search.limit),
            last_place,
            last_id,
        ] => all PlacedRow
    )?;
    let (rows, more) = cursor::cut(rows, search.limit);
    let last = rows.last().map(|row| (row.place, row.room.id));
    let rooms = rows.into_iter().map(|row| row.room.try_into()).collect::<Result<Vec<_>, _>>()?;
    Ok(Directory { next_cursor: next(more, last, end), rooms })
}

/// Where the next page begins: after the last room of this one, or after all that this search has read.
fn next<T: Serialize + DeserializeOwned>(more: bool, last: Option<T>, end: Option<T>) -> Option<String> {
    last.filter(|_| more).or(end).map(|place| Cursor::write(&place))
}

/// A `LIKE` pattern that matches the text anywhere in a name.
fn part_of(query: Option<&SearchText>) -> String {
    let mut pattern = String::from("%");
    for c in fold(query.map_or("", SearchText::as_str)).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
