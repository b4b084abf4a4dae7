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
    group::expand::{self, Groups},
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

/// Whom the names in texts mean.
#[derive(Default)]
pub(crate) struct Directory {
    /// Members by room and username.
    members: HashMap<(RoomId, String), UserId>,
    groups: Groups,
}

/// Maximum number of people whom one message mentions through `@here`.
#[expect(clippy::cast_possible_truncation, reason = "it is 500")]
pub(crate) const MOST_ACTIVE: usize = Limits::HERE_ROOM_MAX as usize;
/// Maximum number of people whom one message mentions through groups.
#[expect(clippy::cast_possible_truncation, reason = "it is 200")]
const MOST_CALLED: usize = Limits::GROUP_PEOPLE as usize;

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
    /// Whom a text names; `@room` counts if its author may call everybody. A name means a member, else a group, and
    /// a group does not mean the author.
    pub(crate) fn named(
        (room_id, author): (RoomId, UserId),
        reading: &Reading,
        may_call_everybody: bool,
        directory: &Directory,
    ) -> Self {
        let mut whom = Self { room: reading.room && may_call_everybody, ..Self::default() };
        let (mut called, mut groups) = (BTreeSet::new(), 0);
        for name in &reading.names {
            let key = (room_id, name.clone());
            if let Some(user) = directory.members.get(&key) {
                whom.people.insert(*user);
            } else if let Some(people) =
                directory.groups.get(&key).filter(|_| groups < Limits::GROUP_MENTIONS)
            {
                groups += 1;
                let others = people.iter().copied().filter(|user| *user != author);
                let with: BTreeSet<UserId> = others.chain(called.iter().copied()).collect();
                let is_anybody_here = people.iter().any(|user| *user != author);
                // A group that no longer fits is plain text.
                if is_anybody_here && with.len() <= MOST_CALLED {
                    called = with;
                    whom.groups.push(name.clone());
                }
            }
        }
        whom.people.extend(called);
        whom
    }

    /// Adds the members whom `@here` mentions.
    pub(crate) fn and_here(&mut self, people: impl IntoIterator<Item = UserId>) {
        self.people.extend(people);
        self.groups.push(HERE.to_owned());
    }

    /// The groups as the database has them: the number of people mentioned, then the names.
    pub(crate) fn kept_groups(&self) -> Option<String> {
        (!self.groups.is_empty()).then(|| format!("{} {}", self.people.len(), self.groups.join(" ")))
    }
}

/// Groups from the database.
pub(crate) fn read_groups(kept: Option<&str>) -> Vec<String> {
    kept.unwrap_or_default().split_whitespace().skip(1).map(str::to_owned).collect()
}

/// How many people a message with groups mentions; 0 for one without, whose names are in its text.
pub(crate) fn called(kept: Option<&str>) -> usize {
    kept.and_then(|kept| kept.split_whitespace().next()?.parse().ok()).unwrap_or(0)
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

/// Finds whom the names in these texts mean, each with its room: the members who have one of the usernames, and the
/// groups, which are read only if there are other names.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    texts: &[(RoomId, BTreeSet<String>)],
) -> Result<Directory, sqlx::Error> {
    let rooms = texts.iter().filter(|(_, names)| !names.is_empty()).map(|(room_id, _)| *room_id).collect();
    let names = texts.iter().flat_map(|(_, names)| names.iter().map(String::as_str)).collect();
    let members = find_members(conn, &rooms, &names).await?;
    let others = |room_id: RoomId, names: &'_ BTreeSet<String>| -> BTreeSet<String> {
        names.iter().filter(|name| !members.contains_key(&(room_id, (*name).clone()))).cloned().collect()
    };
    let others: Vec<_> = texts.iter().map(|(room_id, names)| (*room_id, others(*room_id, names))).collect();
    let groups = expand::find(conn, &others).await?;
    Ok(Directory { members, groups })
}

async fn find_members(
    conn: &mut Conn<'_>,
    rooms: &BTreeSet<RoomId>,
    names: &BTreeSet<&str>,
) -> Result<HashMap<(RoomId, String), UserId>, sqlx::Error> {
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let rooms = || rooms.iter().copied().map(RoomId::as_uuid).collect::<Ids>();
    let names = || names.iter().map(|name| (*name).to_owned()).collect::<Texts>();
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
