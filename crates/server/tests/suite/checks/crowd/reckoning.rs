//! The end of a run: compares what the crowd did and saw with what is stored.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use confluence_client::Client;
use confluence_protocol::{Direction, Message, MessageId, RoomId, UserId};

use super::{
    super::{
        Violations,
        checker::{self, Log, Seen, Stored},
        transcript::{comparable, differences},
    },
    KEPT,
    course::{Course, Someone},
    desk::Desk,
    history,
    notes::Notes,
    walker::Walker,
};

/// Counts stop at this number.
const MOST: i64 = 100;

/// Final versions of each person's rooms.
pub type Rooms = HashMap<UserId, BTreeMap<RoomId, i64>>;

/// Reads everybody's list of rooms; complains if it differs from what they joined.
pub async fn rooms(walkers: &mut [Walker]) -> Rooms {
    let mut all = Rooms::new();
    for walker in walkers {
        let list = walker.someone.person.client.rooms().await.unwrap();
        let rooms: BTreeMap<_, _> =
            list.rooms.iter().map(|summary| (summary.room.id, summary.room.version)).collect();
        if walker.joined.iter().collect::<BTreeSet<_>>() != rooms.keys().collect() {
            walker.notes.complain(format!("is in {:?}, but the list has {rooms:?}", walker.joined));
        }
        all.insert(walker.someone.id(), rooms);
    }
    all
}

/// All violations.
pub async fn reckon(
    course: &Course,
    host: &Client,
    walkers: Vec<Walker>,
    desks: Vec<Desk>,
    phones: Vec<Notes>,
) -> Violations {
    let mut stored = HashMap::new();
    for room in &course.rooms {
        stored.insert(*room, read(host, *room, course.before(*room)).await);
    }
    let mut found = Violations::new();
    for walker in &walkers {
        found.extend(deeds(walker, &stored));
        found.extend(counts(course, walker, &stored).await);
    }
    for desk in &desks {
        found.extend(replicas(desk).await);
        found.extend(own_reactions(desk, &walkers));
    }
    let mut logs: HashMap<RoomId, Vec<Log>> = HashMap::new();
    let notes =
        walkers.into_iter().map(|walker| walker.notes).chain(desks.into_iter().map(|desk| desk.notes));
    for mut notes in notes.chain(phones) {
        found.append(&mut notes.complaints);
        for (room, log) in notes.into_logs() {
            logs.entry(room).or_default().push(log);
        }
    }
    for (room, messages) in stored {
        let before = course.before(room);
        let mut logs = logs.remove(&room).unwrap_or_default();
        for log in &mut logs {
            log.observed.retain(|seen| seen.seq > before);
        }
        let card = host.room(room).await.unwrap();
        let stored = Stored {
            before,
            messages: messages.iter().map(Seen::from).collect(),
            last_seq: card.last_seq,
            version: card.version,
            altered: true,
        };
        found.extend(checker::check(&logs, &stored));
    }
    found
}

/// Reads a room's messages after that `seq`.
async fn read(client: &Client, room: RoomId, before: i64) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    loop {
        let after = messages.last().map_or(before, |message| message.seq);
        let page = client.page(room, Direction::After(after), Some(200)).await.unwrap();
        messages.extend(page.messages);
        if !page.has_after {
            return messages;
        }
    }
}

/// Checks that acknowledged edits and deletions are stored.
fn deeds(walker: &Walker, stored: &HashMap<RoomId, Vec<Message>>) -> Violations {
    let message = |(room, id): (RoomId, MessageId)| {
        stored[&room].iter().find(|message| message.id == id).map(|message| (message, id))
    };
    let who = &walker.notes.who;
    let mut found = Violations::new();
    for (place, body) in &walker.edited {
        if let Some((message, id)) = message(*place)
            && message.deleted_at.is_none()
            && message.body != *body
        {
            found.push(format!("{who}: the last edit of {id} is lost: {message:?}"));
        }
    }
    for place in &walker.deleted {
        if let Some((message, id)) = message(*place)
            && (message.deleted_at.is_none() || !message.body.is_empty())
        {
            found.push(format!("{who}: {id} was deleted, but is {message:?}"));
        }
    }
    found
}

/// Compares unread and mention counts with a recount, and checks that read marks have not moved back.
async fn counts(course: &Course, walker: &Walker, stored: &HashMap<RoomId, Vec<Message>>) -> Violations {
    let Someone { person, .. } = &*walker.someone;
    let me = person.user.id;
    let mut found = Violations::new();
    for room in &walker.joined {
        let card = match person.client.room(*room).await {
            Ok(card) => card,
            Err(error) => {
                found.push(format!("{}: the card of {room}: {error}", walker.notes.who));
                continue;
            }
        };
        let Some(you) = card.you else {
            found.push(format!("{}: is not a member of {room}", walker.notes.who));
            continue;
        };
        let (mark, least) = (you.last_read_seq, walker.marks.get(room).copied().unwrap_or_default());
        if mark < least || mark > card.last_seq {
            found.push(format!(
                "{}: the mark is {mark}, after {least} of {}",
                walker.notes.who, card.last_seq
            ));
        }
        let unread: Vec<&Message> = stored[room]
            .iter()
            .filter(|message| message.seq > mark && message.author.id != me && message.deleted_at.is_none())
            .collect();
        let named = unread.iter().filter(|message| message.mentions_room || message.mentions.contains(&me));
        let (unread, named) = (length(unread.len()), length(named.count()));
        let (unread_before, named_before) =
            if course.before(*room) > 0 { history::count_after(mark, course.history) } else { (0, 0) };
        let expected = ((unread + unread_before).min(MOST), (named + named_before).min(MOST));
        if (you.unread, you.mentions) != expected {
            let got = (you.unread, you.mentions);
            found.push(format!(
                "{}: {got:?} unread and mentions after {mark}, not {expected:?}",
                walker.notes.who
            ));
        }
    }
    found
}

fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}

/// Compares a desk's replicas, which only events have updated, with a fresh read.
async fn replicas(desk: &Desk) -> Violations {
    let mut found = Violations::new();
    for (room, replica) in &desk.replicas {
        if replica.version().is_none() {
            continue;
        }
        let limit = u32::try_from(KEPT).ok();
        match desk.someone.person.client.page(*room, Direction::Newest, limit).await {
            Ok(page) => {
                let (held, read) = (comparable(replica.messages().cloned()), comparable(page.messages));
                found.extend(differences(&desk.notes.who, "their own reading", &held, &read));
            }
            Err(error) => found.push(format!("{}: a page of {room}: {error}", desk.notes.who)),
        }
    }
    found
}

/// Checks that acknowledged reactions are there, and that removed ones are not.
fn own_reactions(desk: &Desk, walkers: &[Walker]) -> Violations {
    let mut found = Violations::new();
    let walker = walkers.iter().find(|walker| walker.someone.id() == desk.someone.id());
    for (&(room, id, emoji), &reacts) in walker.iter().flat_map(|walker| &walker.reactions) {
        let message = desk.replicas[&room].messages().find(|message| message.id == id);
        let Some(message) = message.filter(|message| message.deleted_at.is_none()) else { continue };
        let mine =
            message.reactions.iter().any(|reaction| reaction.emoji == emoji && reaction.me == Some(true));
        if mine != reacts {
            found.push(format!("{}: {emoji} under {id} is {mine}, not {reacts}", desk.notes.who));
        }
    }
    found
}
