//! Mentions: the members that a message names, resolved when it is sent and again when it is edited. Whom `@here`
//! means is known to the caller; here they only have to be members.
//!
//! `mention_authors` lists who mentioned whom, with the newest mention, for [`crate::room::counts`].

use std::collections::{BTreeSet, HashMap, HashSet};

use confluence_protocol::{HERE, Limits, MessageId, Reading, RoomId, UserId};
use confluence_rights::{Member, Poster, Proof};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{Conn, on_db, statements},
        lists::{Ids, Pairs, Texts},
    },
};

statements! {
    /// Members of these rooms who have one of these usernames. In both statements the list comes first and
    /// `CROSS JOIN` keeps it there; otherwise SQLite scans the room.
    NAMED = (
        "SELECT m.room_id, u.username, u.id FROM users u CROSS JOIN members m
         WHERE u.username IN " texts(2) " AND m.user_id = u.id AND m.room_id IN " ids(1)
    );
    PEOPLE = ("SELECT user_id FROM members WHERE room_id = $1 AND user_id <> $2 LIMIT $3");
    // A pair is a room and a user.
    MEMBERS = (
        "SELECT m.room_id, m.user_id FROM " pairs(1) " p CROSS JOIN members m
         WHERE m.room_id = p.a AND m.user_id = p.b"
    );
    // A pair is a user and a message.
    INSERT = (
        "INSERT INTO mentions (room_id, user_id, author_id, seq, message_id)
         SELECT m.room_id, p.a, m.author_id, m.seq, m.id FROM " pairs(2) " p
         CROSS JOIN messages m WHERE m.room_id = $1 AND m.id = p.b"
    );
    // Authors who mention themselves must not get an unread mention, so they are left out here.
    RAISE = (
        "INSERT INTO mention_authors (room_id, user_id, author_id, last_seq)
         SELECT m.room_id, p.a, m.author_id, max(m.seq) FROM " pairs(2) " p
         CROSS JOIN messages m WHERE m.room_id = $1 AND m.id = p.b AND m.author_id <> p.a
         GROUP BY m.room_id, p.a, m.author_id
         ON CONFLICT (room_id, user_id, author_id) DO UPDATE
         SET last_seq = CASE WHEN excluded.last_seq > mention_authors.last_seq
                             THEN excluded.last_seq ELSE mention_authors.last_seq END"
    );
    FORGET = ("DELETE FROM mentions WHERE room_id = $1 AND message_id = $2 RETURNING user_id, author_id");
    // The newest remaining mention of each user by the author, each with one lookup.
    REFRESH = (
        "UPDATE mention_authors SET last_seq = COALESCE((
            SELECT max(n.seq) FROM mentions n
            WHERE n.room_id = mention_authors.room_id AND n.user_id = mention_authors.user_id
              AND n.author_id = mention_authors.author_id), 0)
         WHERE room_id = $1 AND author_id = $2 AND user_id IN " ids(3)
    );
}

/// Members by room and username.
pub(crate) type Directory = HashMap<(RoomId, String), UserId>;

impl Store {
    /// The other members, of whom an `@here` by this person mentions those who are active; `None` if it would be
    /// plain text.
    pub async fn people_to_call(&self, by: Poster) -> Result<Option<Vec<UserId>>, StoreError> {
        let by = Member::from(by);
        if !by.may_call_active() {
            return Ok(None);
        }
        let (room, author) = (by.room_id().as_uuid(), by.user_id().as_uuid());
        let mut read = self.read().await?;
        let people = on_db!(&mut read.conn(), PEOPLE, [room, author, Limits::HERE_ROOM_MAX] => all (Uuid,))?;
        Ok(Some(people.into_iter().map(|(user,)| UserId::from_uuid(user)).collect()))
    }
}

/// Whom a text mentions.
#[derive(Default)]
pub(crate) struct Whom {
    pub people: BTreeSet<UserId>,
    /// Whether `@room` mentions everybody.
    pub room: bool,
    /// The names in the text that mention several members.
    pub groups: Vec<String>,
}

impl Whom {
    /// The members that a text names; `@room` counts if its author may call everybody.
    pub(crate) fn named(
        room_id: RoomId,
        reading: &Reading,
        may_call_everybody: bool,
        members: &Directory,
    ) -> Self {
        let names = reading.names.iter();
        Self {
            people: names.filter_map(|name| members.get(&(room_id, name.clone())).copied()).collect(),
            room: reading.room && may_call_everybody,
            groups: Vec::new(),
        }
    }

    /// Adds the members whom `@here` mentions.
    pub(crate) fn and_here(&mut self, people: impl IntoIterator<Item = UserId>) {
        self.people.extend(people);
        self.groups.push(HERE.to_owned());
    }

    /// The groups as the database has them.
    pub(crate) fn kept_groups(&self) -> Option<String> {
        (!self.groups.is_empty()).then(|| self.groups.join(" "))
    }
}

/// Groups from the database.
pub(crate) fn read_groups(kept: Option<&str>) -> Vec<String> {
    kept.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// Those of these people who are members of the room.
pub(crate) async fn members(
    conn: &mut Conn<'_>,
    people: impl IntoIterator<Item = (RoomId, UserId)>,
) -> Result<HashSet<(RoomId, UserId)>, sqlx::Error> {
    let pairs: Pairs = people.into_iter().map(|(room, user)| (room.as_uuid(), user.as_uuid())).collect();
    let rows = on_db!(conn, MEMBERS, [pairs] => all (Uuid, Uuid))?;
    Ok(rows.into_iter().map(|(room, user)| (RoomId::from_uuid(room), UserId::from_uuid(user))).collect())
}

/// Finds the members of these rooms who have one of these usernames.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    rooms: &BTreeSet<RoomId>,
    names: &BTreeSet<String>,
) -> Result<Directory, sqlx::Error> {
    if names.is_empty() {
        return Ok(Directory::new());
    }
    let rooms = || rooms.iter().copied().map(RoomId::as_uuid).collect::<Ids>();
    let names = || names.iter().cloned().collect::<Texts>();
    let rows = on_db!(conn, NAMED, [rooms(), names()] => all (Uuid, Option<String>, Uuid))?;
    Ok(rows
        .into_iter()
        .map(|(room, name, user)| {
            ((RoomId::from_uuid(room), name.unwrap_or_default()), UserId::from_uuid(user))
        })
        .collect())
}

/// Stores the mentions of messages in a room, which must be stored already and locked.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    room_id: RoomId,
    named: &[(UserId, MessageId)],
) -> Result<(), sqlx::Error> {
    if !named.is_empty() {
        let pairs = || named.iter().map(|(user, id)| (user.as_uuid(), id.as_uuid())).collect::<Pairs>();
        on_db!(conn, INSERT, [room_id.as_uuid(), pairs()] => count)?;
        on_db!(conn, RAISE, [room_id.as_uuid(), pairs()] => count)?;
    }
    Ok(())
}

/// Deletes the mentions of a message, and returns whom it mentioned. The room must be locked.
pub(crate) async fn forget(
    conn: &mut Conn<'_>,
    room_id: RoomId,
    id: MessageId,
) -> Result<Vec<UserId>, sqlx::Error> {
    let gone = on_db!(conn, FORGET, [room_id.as_uuid(), id.as_uuid()] => all (Uuid, Uuid))?;
    if let Some((_, author)) = gone.first().copied() {
        let users = || gone.iter().map(|(user, _)| *user).collect::<Ids>();
        on_db!(conn, REFRESH, [room_id.as_uuid(), author, users()] => count)?;
    }
    Ok(gone.into_iter().map(|(user, _)| UserId::from_uuid(user)).collect())
}
