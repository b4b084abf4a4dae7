//! Whom the handles in messages mean: the people of a group who are members of the message's room.

use std::collections::{BTreeSet, HashMap};

use confluence_protocol::{Limits, RoomId, UserId};
use uuid::Uuid;

use crate::engine::{
    db::{Conn, on_db, statements},
    lists::{Ids, Pairs, Texts},
};

statements! {
    // Of the server, each handle is one look-up in an index. Of rooms, which have few groups, all are read: looking up
    // every handle of a batch in every room of a batch would cost more.
    NAMED = (
        "SELECT id, room_id, handle FROM people_groups WHERE room_id IS NULL AND handle IN " texts(1) "
         UNION ALL
         SELECT id, room_id, handle FROM people_groups WHERE room_id IN " ids(2)
    );
    // A pair is a group and a room. `CROSS JOIN` makes SQLite keep the order of the tables.
    PEOPLE = (
        "SELECT p.a, p.b, m.user_id FROM " pairs(1) " p CROSS JOIN people_group_members g CROSS JOIN members m
         WHERE g.group_id = p.a AND m.room_id = p.b AND m.user_id = g.user_id"
    );
}

/// The people whom handles mean, by room and handle. A group of which nobody is in the room has an empty entry.
pub(crate) type Groups = HashMap<(RoomId, String), Vec<UserId>>;

/// Finds the groups that these texts name, each with its room, and the people in them. Of each text, the first
/// [`Limits::GROUP_MENTIONS`] groups in the order of their handles are found, perhaps also others.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    texts: &[(RoomId, BTreeSet<String>)],
) -> Result<Groups, sqlx::Error> {
    let handles: BTreeSet<&String> = texts.iter().flat_map(|(_, names)| names).collect();
    if handles.is_empty() {
        return Ok(Groups::new());
    }
    let rooms: Ids = texts.iter().map(|(room_id, _)| room_id.as_uuid()).collect();
    let handles: Texts = handles.into_iter().cloned().collect();
    let rows = on_db!(conn, NAMED, [handles, rooms] => all (Uuid, Option<Uuid>, String))?;
    let mut known: HashMap<(Option<Uuid>, &str), Uuid> = HashMap::new();
    for (id, room, handle) in &rows {
        known.insert((*room, handle), *id);
    }
    // A group of the room takes precedence over one of the server with the same handle.
    let id_of = |room_id: RoomId, name: &str| {
        let own = known.get(&(Some(room_id.as_uuid()), name));
        own.or_else(|| known.get(&(None, name))).copied()
    };
    let mut groups = Groups::new();
    let mut places: HashMap<(Uuid, Uuid), (RoomId, String)> = HashMap::new();
    for (room_id, names) in texts {
        let found = names.iter().filter_map(|name| Some((name, id_of(*room_id, name)?)));
        for (name, id) in found.take(Limits::GROUP_MENTIONS) {
            places.insert((id, room_id.as_uuid()), (*room_id, name.clone()));
            groups.insert((*room_id, name.clone()), Vec::new());
        }
    }
    if places.is_empty() {
        return Ok(groups);
    }
    let pairs: Pairs = places.keys().copied().collect();
    for (group, room, user) in on_db!(conn, PEOPLE, [pairs] => all (Uuid, Uuid, Uuid))? {
        if let Some(people) = places.get(&(group, room)).and_then(|place| groups.get_mut(place)) {
            people.push(UserId::from_uuid(user));
        }
    }
    Ok(groups)
}
