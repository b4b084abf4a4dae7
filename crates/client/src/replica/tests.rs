//! Frames, changes and pages in every order in which a socket can deliver them.

use confluence_protocol::{MessageKind, Posting, ReplyQuote, Room, RoomKind};

use super::*;
use crate::Cause;

const ME: &str = "018f0000-0000-7000-8000-0000000000aa";
const BEN: &str = "018f0000-0000-7000-8000-0000000000bb";

fn room_id() -> RoomId {
    "018f0000-0000-7000-8000-000000000001".parse().unwrap()
}

fn user(id: &str) -> UserRef {
    UserRef { id: id.parse().unwrap(), username: "ana".into(), display_name: "Ana".into(), avatar_url: None }
}

fn id(seq: i64) -> MessageId {
    format!("018f0000-0000-7000-8000-00000000{seq:04}").parse().unwrap()
}

fn message(seq: i64, version: i64, body: &str) -> Message {
    Message {
        id: id(seq),
        room_id: room_id(),
        seq,
        version,
        author: user(ME),
        kind: None,
        body: body.into(),
        created_at: Timestamp::from_millis(0),
        edited_at: None,
        deleted_at: None,
        reply_to: None,
        attachments: Vec::new(),
        reactions: Vec::new(),
        mentions: Vec::new(),
        mentions_room: false,
        mentions_groups: Vec::new(),
        previews: Vec::new(),
        pinned_at: None,
    }
}

fn reply(seq: i64, version: i64, to: i64) -> Message {
    let quote = ReplyQuote {
        id: id(to),
        seq: to,
        author: user(ME),
        kind: None,
        excerpt: "old".into(),
        deleted: false,
    };
    Message { reply_to: Some(quote), ..message(seq, version, "a reply") }
}

fn created(message: Message) -> Event {
    Event::Frame(ServerFrame::MessageCreated { room_id: room_id(), version: message.version, message })
}

fn updated(message: Message) -> Event {
    Event::Frame(ServerFrame::MessageUpdated { room_id: room_id(), version: message.version, message })
}

fn page(version: i64, messages: Vec<Message>) -> MessagesPage {
    MessagesPage { messages, has_before: false, has_after: false, version, epoch: "e".into() }
}

fn replica(keep: usize, version: i64, messages: Vec<Message>) -> Replica {
    let mut replica = Replica::new(room_id(), ME.parse().unwrap(), keep);
    replica.load(page(version, messages));
    replica
}

fn room(version: i64) -> Room {
    Room {
        id: room_id(),
        kind: RoomKind::Public,
        name: "Lobby".into(),
        description: String::new(),
        avatar_url: None,
        created_by: ME.parse().unwrap(),
        created_at: Timestamp::from_millis(0),
        version,
        last_seq: 0,
        member_count: 1,
        posting: Posting::Everyone,
        archived: false,
        slow_mode_seconds: 0,
        people: Vec::new(),
        you: None,
    }
}

fn seqs(replica: &Replica) -> Vec<i64> {
    replica.messages().map(|message| message.seq).collect()
}

#[test]
fn sync5_frames_in_the_page_are_not_applied_again_and_a_gap_asks_for_a_page() {
    let mut replica = replica(100, 2, vec![message(1, 1, "one"), message(2, 2, "two")]);
    assert_eq!(replica.apply(&created(message(2, 2, "two"))), Next::Go);
    assert_eq!(replica.apply(&created(message(3, 3, "three"))), Next::Go);
    assert_eq!((seqs(&replica), replica.version()), (vec![1, 2, 3], Some(3)));
    assert_eq!(replica.apply(&created(message(5, 5, "five"))), Next::Load);
    assert_eq!(replica.version(), Some(3));
}

#[test]
fn sync5_an_older_state_never_replaces_a_later_one() {
    let mut replica = replica(100, 4, vec![message(1, 4, "as edited")]);
    let changes = Changes {
        epoch: "e".into(),
        version: 3,
        messages: vec![message(1, 2, "as it was")],
        members_changed: false,
        room: room(3),
        reset: false,
    };
    let event = Event::Changed { room_id: room_id(), changes: Box::new(changes), cause: Cause::Reconnected };
    assert_eq!(replica.apply(&event), Next::Go);
    assert_eq!(replica.version(), Some(4));
    assert_eq!(replica.messages().next().unwrap().body, "as edited");
}

#[test]
fn talk3_reactions_are_counted_and_own_ones_are_marked() {
    let mut replica = replica(100, 1, vec![message(1, 1, "one")]);
    let (room_id, message_id, emoji) = (room_id(), id(1), "👍".to_owned());
    for (version, user_id, count) in [(2, BEN, 1), (3, ME, 2)] {
        let (emoji, user_id) = (emoji.clone(), user_id.parse().unwrap());
        let frame = ServerFrame::ReactionAdded { room_id, version, message_id, emoji, user_id, count };
        assert_eq!(replica.apply(&Event::Frame(frame)), Next::Go);
    }
    let reactions = |replica: &Replica| replica.messages().next().unwrap().reactions.clone();
    let both = vec![BEN.parse().unwrap(), ME.parse().unwrap()];
    assert_eq!(
        reactions(&replica),
        [Reaction { emoji: emoji.clone(), count: 2, user_ids: both, me: Some(true) }]
    );
    for (version, user_id, count) in [(4, ME, 1), (5, BEN, 0)] {
        assert_eq!(reactions(&replica).len(), 1);
        let (emoji, user_id) = (emoji.clone(), user_id.parse().unwrap());
        let frame = ServerFrame::ReactionRemoved { room_id, version, message_id, emoji, user_id, count };
        assert_eq!(replica.apply(&Event::Frame(frame)), Next::Go);
    }
    assert!(reactions(&replica).is_empty());
    assert_eq!(replica.messages().next().unwrap().version, 5);
}

#[test]
fn talk3_own_reaction_stays_marked_when_the_message_is_updated() {
    let mine = |me| Reaction { emoji: "👍".into(), count: 30, user_ids: vec![BEN.parse().unwrap()], me };
    let held = Message { reactions: vec![mine(Some(true))], ..message(1, 1, "one") };
    let mut replica = replica(100, 1, vec![held]);
    let update = Message { reactions: vec![mine(None)], ..message(1, 2, "two") };
    assert_eq!(replica.apply(&updated(update)), Next::Go);
    assert_eq!(replica.messages().next().unwrap().reactions, [mine(Some(true))]);
}

#[test]
fn talk6_edited_or_deleted_reminder_has_no_kind_in_its_quotes_either() {
    let reminder = |version, kind| Message { kind, ..message(1, version, "read this") };
    let sent = Some(MessageKind::Reminder);
    let mut replica = replica(100, 2, vec![reminder(1, sent), reply(2, 2, 1)]);
    let kinds = |replica: &Replica| {
        let quoted = replica.messages().last().unwrap().reply_to.as_ref().unwrap().kind;
        (replica.messages().next().unwrap().kind, quoted)
    };
    assert_eq!(replica.apply(&updated(reminder(3, sent))), Next::Go);
    assert_eq!(kinds(&replica), (sent, sent));
    assert_eq!(replica.apply(&updated(reminder(4, None))), Next::Go);
    assert_eq!(kinds(&replica), (None, None));
    assert_eq!(replica.apply(&updated(reminder(5, sent))), Next::Go);
    let (room_id, message_id, deleted_at) = (room_id(), id(1), Timestamp::from_millis(9));
    let deleted = ServerFrame::MessageDeleted { room_id, version: 6, message_id, seq: 1, deleted_at };
    assert_eq!(replica.apply(&Event::Frame(deleted)), Next::Go);
    assert_eq!(kinds(&replica), (None, None));
}

#[test]
fn msg8_quotes_follow_their_original_even_if_it_is_not_held() {
    let mut replica = replica(2, 3, vec![message(1, 1, "old"), message(2, 2, "between"), reply(3, 3, 1)]);
    assert_eq!(seqs(&replica), [2, 3]);
    let quote = |replica: &Replica| replica.messages().last().unwrap().reply_to.clone().unwrap();
    assert_eq!(replica.apply(&updated(message(1, 4, "new\n words"))), Next::Go);
    assert_eq!(quote(&replica).excerpt, "new words");
    let (room_id, message_id, deleted_at) = (room_id(), id(1), Timestamp::from_millis(9));
    let deleted = ServerFrame::MessageDeleted { room_id, version: 5, message_id, seq: 1, deleted_at };
    assert_eq!(replica.apply(&Event::Frame(deleted)), Next::Go);
    assert_eq!((quote(&replica).excerpt.as_str(), quote(&replica).deleted), ("", true));
    assert_eq!(seqs(&replica), [2, 3]);
}

#[test]
fn a_replica_keeps_no_more_messages_than_its_limit() {
    let mut replica = replica(3, 0, Vec::new());
    for seq in 1..=10 {
        assert_eq!(replica.apply(&created(message(seq, seq, "on and on"))), Next::Go);
    }
    assert_eq!(seqs(&replica), [8, 9, 10]);
    assert!(replica.prepend(page(10, vec![message(6, 6, "x"), message(7, 7, "x")])));
    assert_eq!(seqs(&replica), [8, 9, 10], "it is full");
    assert!(!replica.prepend(page(10, vec![message(5, 5, "not beside it")])));
}
