//! Editing, deleting, reactions, mentions, pins and saved messages.

use confluence_protocol::{
    Change, Emoji, MarkRead, Message, MessageBody, MessageId, PatchRoom, Posting, Reaction, RoomId,
    ServerFrame, UserId,
};
use confluence_store::Append;

use crate::world::{World, name, versions};

fn body(text: &str) -> MessageBody {
    text.parse().unwrap()
}

fn emoji(text: &str) -> Emoji {
    text.parse().unwrap()
}

async fn read(world: &World, room: RoomId, id: MessageId, viewer: UserId) -> Message {
    world.store.message(room, id, viewer).await.unwrap().unwrap()
}

/// The durable frame of a room with this version; waits for it.
async fn frame(world: &World, room: RoomId, version: i64) -> ServerFrame {
    world
        .told(|changes| {
            changes.iter().find_map(|change| match change {
                Change::Room { room_id, version: told, frame } if (*room_id, *told) == (room, version) => {
                    Some(frame.clone())
                }
                _ => None,
            })
        })
        .await
}

pub async fn room11_an_author_who_may_no_longer_post_cannot_edit(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let said = world.say(room, members[0], "first").await.message;
    let patch = PatchRoom { posting: Some(Posting::Moderators), ..PatchRoom::default() };
    world.store.update_room(room, owner, patch, None).await.unwrap();
    let edit = world.store.edit_message(room, said.id, members[0], body("news"), world.now()).await;
    assert_eq!(name(edit), "PostingRestricted");
    assert_eq!(read(world, room, said.id, owner).await.body, "first");
    let own = world.say(room, owner, "second").await.message;
    let edited = world.store.edit_message(room, own.id, owner, body("third"), world.now()).await.unwrap();
    assert_eq!(edited.body, "third");
}

pub async fn only_authors_edit_and_the_history_is_kept(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let author = members[0];
    let said = world.say(room, author, "first").await.message;
    let now = world.now();
    let edited = world.store.edit_message(room, said.id, author, body("second"), now).await.unwrap();
    assert_eq!((edited.body.as_str(), edited.edited_at, edited.version), ("second", Some(now), 4));
    assert_eq!((edited.seq, edited.created_at), (said.seq, said.created_at));
    assert_eq!(read(world, room, said.id, owner).await, edited);
    let told = frame(world, room, 4).await;
    assert_eq!(told, ServerFrame::MessageUpdated { room_id: room, version: 4, message: edited.clone() });
    let same = world.store.edit_message(room, said.id, author, body("second"), world.now()).await.unwrap();
    assert_eq!(same, edited, "an identical body changes nothing");
    let later = world.now();
    world.store.edit_message(room, said.id, author, body("third"), later).await.unwrap();
    let edits = world.store.history(room, owner, said.id).await.unwrap().unwrap().edits;
    let edits: Vec<_> = edits.iter().map(|edit| (edit.body.as_str(), edit.edited_at)).collect();
    assert_eq!(edits, [("first", said.created_at), ("second", now), ("third", later)]);
    // A repeated send is compared with the first version.
    let repeat =
        Append { room_id: room, author, message: world.message("first"), active: None, now: world.now() };
    let repeat = |text| {
        let mut repeat = repeat.clone();
        repeat.message.id = said.id;
        repeat.message.body = body(text);
        repeat
    };
    let again = world.store.append(repeat("first")).await.unwrap();
    assert_eq!((again.fresh, again.message.body.as_str()), (false, "third"));
    assert_eq!(name(world.store.append(repeat("third")).await), "IdConflict");

    let edit = async |room, id, by| world.store.edit_message(room, id, by, body("x"), world.now()).await;
    assert_eq!(name(edit(room, said.id, owner).await), "OnlyAuthor");
    assert_eq!(name(edit(room, MessageId::new(now), author).await), "NotFound");
    assert_eq!(name(edit(RoomId::new(now), said.id, author).await), "Hidden");
    world.store.leave(room, author).await.unwrap();
    assert_eq!(name(edit(room, said.id, author).await), "NotAMember");
    let unedited = world.say(room, owner, "once").await.message;
    let edits = world.store.history(room, owner, unedited.id).await.unwrap().unwrap().edits;
    assert_eq!(edits.iter().map(|edit| edit.body.as_str()).collect::<Vec<_>>(), ["once"]);
    assert_eq!(world.store.history(room, owner, MessageId::new(now)).await.unwrap(), None);
}

pub async fn talk1_a_long_history_shows_the_original_and_the_newest_versions(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let said = world.say(room, owner, "first").await.message;
    for n in 0..110 {
        world.store.edit_message(room, said.id, owner, body(&format!("{n}")), world.now()).await.unwrap();
    }
    let wordings = async || -> Vec<String> {
        let edits = world.store.history(room, owner, said.id).await.unwrap().unwrap().edits;
        edits.into_iter().map(|edit| edit.body.as_str().to_owned()).collect()
    };
    let found = wordings().await;
    assert_eq!(found.len(), 102);
    assert_eq!((found[0].as_str(), found[1].as_str(), found[101].as_str()), ("first", "9", "109"));
    let long = |end: &str| body(&("\u{1}".repeat(15_999) + end));
    for n in 0..12 {
        let end = if n % 2 == 0 { "a" } else { "b" };
        world.store.edit_message(room, said.id, owner, long(end), world.now()).await.unwrap();
    }
    assert_eq!(wordings().await.len(), 11, "ten fit, plus the original");
}

pub async fn talk5_a_message_mentions_at_most_a_hundred_people(world: &World) {
    let (room, owner, members) = world.room_with(105).await;
    let everybody = (1..=105).map(|n| format!("@person{n}")).collect::<Vec<_>>().join(" ");
    let said = world.say(room, owner, &everybody).await.message;
    assert_eq!(said.mentions.len(), 100);
    assert!(!said.mentions.contains(&members[104]));
    // The same limit holds for a reminder.
    let reminder = MessageId::new(world.now());
    let remind = world.store.remind(room, said.id, owner, reminder, world.now()).await;
    assert_eq!(name(remind), "LimitReached");
}

pub async fn a_deleted_message_is_a_tombstone(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let author = members[0];
    let said = world.say(room, author, "secret @person0").await.message;
    let mut reply = world.append(room, owner, "indeed");
    reply.message.reply_to = Some(said.id);
    let reply = world.store.append(reply).await.unwrap().message;
    world.store.edit_message(room, said.id, author, body("other secret"), world.now()).await.unwrap();
    world.store.react(room, said.id, owner, &emoji("👍")).await.unwrap();
    world.store.pin(room, owner, said.id, world.now()).await.unwrap();
    world.store.save(owner, room, said.id, world.now()).await.unwrap();
    let before = world.see(room, owner).await.version;

    let now = world.now();
    world.store.delete_message(room, said.id, author, now).await.unwrap();
    let tombstone = read(world, room, said.id, owner).await;
    assert_eq!((tombstone.body.as_str(), tombstone.deleted_at, tombstone.pinned_at), ("", Some(now), None));
    assert_eq!((tombstone.seq, tombstone.version, tombstone.author.id), (said.seq, before + 1, author));
    assert!(tombstone.reactions.is_empty() && tombstone.mentions.is_empty());
    assert_eq!(world.store.history(room, owner, said.id).await.unwrap().unwrap().edits, []);
    assert_eq!(world.store.pins(room, owner).await.unwrap().messages, []);
    assert_eq!(world.store.saved(owner, None, 50).await.unwrap().messages, []);
    let quote = read(world, room, reply.id, owner).await.reply_to.unwrap();
    assert_eq!((quote.deleted, quote.excerpt.as_str()), (true, ""));
    let (message_id, seq) = (said.id, said.seq);
    let told =
        ServerFrame::MessageDeleted { room_id: room, version: before + 1, message_id, seq, deleted_at: now };
    assert_eq!(frame(world, room, before + 1).await, told);
    // Deleting it again changes nothing, and nothing can be added to a tombstone.
    world.store.delete_message(room, said.id, author, world.now()).await.unwrap();
    assert_eq!(read(world, room, said.id, owner).await, tombstone);
    let (store, like) = (&world.store, emoji("👍"));
    assert_eq!(name(store.edit_message(room, said.id, author, body("x"), now).await), "Deleted");
    assert_eq!(name(store.react(room, said.id, owner, &like).await), "Deleted");
    assert_eq!(name(store.unreact(room, said.id, owner, &like).await), "Deleted");
    assert_eq!(name(store.pin(room, owner, said.id, now).await), "Deleted");
    assert_eq!(name(store.save(owner, room, said.id, now).await), "Deleted");
    // Only moderators can delete messages of others.
    assert_eq!(name(store.delete_message(room, reply.id, author, now).await), "OnlyAuthor");
    store.delete_message(room, reply.id, owner, now).await.unwrap();
    assert_eq!(name(store.delete_message(room, MessageId::new(now), author, now).await), "NotFound");
    let stranger = world.person().await;
    assert_eq!(name(store.delete_message(room, reply.id, stranger, now).await), "NotAMember");
    let changes = store.changes(room, owner, before, None).await.unwrap().unwrap();
    assert_eq!(changes.messages.iter().map(|message| message.seq).collect::<Vec<_>>(), [1, 2]);
}

pub async fn reactions_are_counted_once_per_person(world: &World) {
    let (room, owner, members) = world.room_with(2).await;
    let said = world.say(room, owner, "hello").await.message;
    let before = said.version;
    let react = async |user, text: &str| {
        let count = world.store.react(room, said.id, user, &emoji(text)).await.unwrap();
        assert_eq!(count.emoji, emoji(text).as_str());
        count.count
    };
    assert_eq!(react(members[1], "❤").await, 1);
    assert_eq!(react(owner, "👍").await, 1);
    assert_eq!(react(members[0], "❤️").await, 2);
    assert_eq!(react(members[0], "❤️").await, 2, "repeating it changes nothing");
    let seen = read(world, room, said.id, owner).await;
    let reaction = |emoji: &str, user_ids: &[UserId], me| Reaction {
        emoji: emoji.to_owned(),
        count: i64::try_from(user_ids.len()).unwrap(),
        user_ids: user_ids.to_vec(),
        me,
    };
    let heart = |me| reaction("❤️", &[members[1], members[0]], me);
    let thumb = |me| reaction("👍", &[owner], me);
    assert_eq!(seen.reactions, [heart(Some(false)), thumb(Some(true))]);
    assert_eq!(seen.version, before + 3);
    let page = world.store.page(room, members[0], confluence_protocol::Direction::Newest, 1).await.unwrap();
    assert_eq!(page.messages[0].reactions, [heart(Some(true)), thumb(Some(false))]);
    let added = ServerFrame::ReactionAdded {
        room_id: room,
        version: before + 3,
        message_id: said.id,
        emoji: "❤️".to_owned(),
        user_id: members[0],
        count: 2,
    };
    assert_eq!(frame(world, room, before + 3).await, added);
    // Events do not contain `me`.
    world.store.edit_message(room, said.id, owner, body("hello, world"), world.now()).await.unwrap();
    let ServerFrame::MessageUpdated { message, .. } = frame(world, room, before + 4).await else { panic!() };
    assert_eq!(message.reactions, [heart(None), thumb(None)]);

    let unreact = async |user| world.store.unreact(room, said.id, user, &emoji("❤️")).await.unwrap().count;
    assert_eq!(unreact(members[1]).await, 1);
    assert_eq!(unreact(members[1]).await, 1, "repeating it changes nothing");
    assert_eq!(unreact(members[0]).await, 0);
    assert_eq!(read(world, room, said.id, owner).await.reactions, [thumb(Some(true))]);
    let stranger = world.person().await;
    let refused = world.store.react(room, said.id, stranger, &emoji("👍")).await;
    assert_eq!(name(refused), "NotAMember");
    let nothing = MessageId::new(world.now());
    let refused = world.store.react(room, nothing, owner, &emoji("👍")).await;
    assert_eq!(name(refused), "NotFound");
    let told = world.all_told().await;
    assert_eq!(versions(&told, room), (1..=before + 6).collect::<Vec<_>>());
}

pub async fn a_message_has_at_most_fifty_different_reactions(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let said = world.say(room, owner, "hello").await.message;
    let faces: Vec<Emoji> = ('😀'..='🙏').filter_map(|face| face.to_string().parse().ok()).take(51).collect();
    for face in &faces[..50] {
        world.store.react(room, said.id, owner, face).await.unwrap();
    }
    assert_eq!(name(world.store.react(room, said.id, owner, &faces[50]).await), "LimitReached");
    assert_eq!(world.store.react(room, said.id, members[0], &faces[0]).await.unwrap().count, 2);
    world.store.unreact(room, said.id, owner, &faces[1]).await.unwrap();
    world.store.react(room, said.id, owner, &faces[50]).await.unwrap();
    let reactions = read(world, room, said.id, owner).await.reactions;
    let order: Vec<_> = reactions.iter().map(|reaction| reaction.emoji.as_str()).collect();
    let expected: Vec<_> =
        faces.iter().enumerate().filter(|(n, _)| *n != 1).map(|(_, face)| face.as_str()).collect();
    assert_eq!(order, expected);
}

pub async fn mentions_resolve_to_members_and_are_counted(world: &World) {
    let (room, owner, members) = world.room_with(2).await;
    let (ana, ben) = (members[0], members[1]);
    world.person_named("outsider").await;
    // person0 is the owner, person1 Ana, person2 Ben.
    let said = world.say(room, owner, "@Person1, `@person2` and @outsider, @nobody").await.message;
    assert_eq!(said.mentions, [ana]);
    assert_eq!(read(world, room, said.id, ben).await.mentions, [ana]);
    let counted = async |user| {
        let you = world.see(room, user).await.you.unwrap();
        (you.unread, you.mentions)
    };
    assert_eq!((counted(ana).await, counted(ben).await), ((1, 1), (1, 0)));
    // Mentions are resolved again by an edit.
    let edited = world.store.edit_message(room, said.id, owner, body("@person2 @person1"), world.now()).await;
    let mut both = vec![ana, ben];
    both.sort_unstable();
    assert_eq!(edited.unwrap().mentions, both);
    assert_eq!(counted(ben).await, (1, 1));
    // Mentioning yourself does not count.
    world.say(room, ana, "@person1 is me").await;
    assert_eq!(counted(ana).await, (1, 1));
    // In a room this small, members may mention everybody.
    let all = world.say(room, ana, "@room hello @person2").await.message;
    assert_eq!(all.mentions, [ben]);
    assert_eq!((counted(ana).await, counted(ben).await), ((1, 1), (3, 2)));
    let state =
        world.store.mark_read(room, ben, MarkRead { seq: 1, force: false }, world.now()).await.unwrap();
    assert_eq!((state.unread, state.mentions), (2, 1));
    world.store.delete_message(room, all.id, ana, world.now()).await.unwrap();
    assert_eq!(counted(ben).await, (1, 0));
    assert_eq!(world.store.rooms_of(ben).await.unwrap()[0].room.you.as_ref().unwrap().mentions, 0);
}

pub async fn only_moderators_mention_everyone_in_large_rooms(world: &World) {
    let (room, owner, members) = world.room_with(50).await;
    let mentions = async |user| world.see(room, user).await.you.unwrap().mentions;
    world.say(room, members[0], "@room from a member").await;
    assert_eq!(mentions(members[1]).await, 0);
    world.say(room, owner, "@room from the owner").await;
    assert_eq!(mentions(members[1]).await, 1);
    for _ in 0..110 {
        world.say(room, owner, "@room and @person2").await;
    }
    assert_eq!(mentions(members[1]).await, 100);
}

pub async fn a_room_has_at_most_a_hundred_pins(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let mut said = Vec::new();
    for n in 0..101 {
        said.push(world.say(room, owner, &format!("{n}")).await.message.id);
    }
    let now = world.now();
    let pinned = world.store.pin(room, owner, said[0], now).await.unwrap();
    assert_eq!((pinned.pinned_at, pinned.version), (Some(now), 104));
    let updated = ServerFrame::MessageUpdated { room_id: room, version: 104, message: pinned.clone() };
    assert_eq!(frame(world, room, 104).await, updated);
    assert_eq!(
        world.store.pin(room, owner, said[0], world.now()).await.unwrap(),
        pinned,
        "again: nothing changes"
    );
    for id in &said[1..100] {
        world.store.pin(room, owner, *id, world.now()).await.unwrap();
    }
    assert_eq!(name(world.store.pin(room, owner, said[100], world.now()).await), "LimitReached");
    let pins = world.store.pins(room, members[0]).await.unwrap();
    assert!(pins.messages.iter().map(|message| message.id).eq(said[..100].iter().rev().copied()));
    let unpinned = world.store.unpin(room, owner, said[0]).await.unwrap();
    assert_eq!(unpinned.pinned_at, None);
    assert_eq!(world.store.unpin(room, owner, said[0]).await.unwrap(), unpinned);
    world.store.pin(room, owner, said[100], world.now()).await.unwrap();
    assert_eq!(world.store.pins(room, owner).await.unwrap().messages[0].id, said[100]);
    assert_eq!(name(world.store.pin(room, owner, MessageId::new(now), now).await), "NotFound");
}

pub async fn saved_messages_are_private_and_only_from_my_rooms(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let me = members[0];
    let other = world.room(me).await;
    let mut saved = Vec::new();
    for n in 0..5 {
        let place = if n % 2 == 0 { room } else { other };
        let id = world.say(place, me, &format!("{n}")).await.message.id;
        world.store.save(me, place, id, world.now()).await.unwrap();
        world.store.save(me, place, id, world.now()).await.unwrap();
        saved.insert(0, id);
    }
    let all = async |limit| {
        let (mut seen, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let page = world.store.saved(me, cursor.as_deref(), limit).await.unwrap();
            seen.extend(page.messages.into_iter().map(|message| message.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return seen;
            }
        }
    };
    assert_eq!(all(2).await, saved);
    assert_eq!(world.store.saved(owner, None, 50).await.unwrap().messages, []);
    assert_eq!(name(world.store.saved(me, Some("garbage"), 50).await), "InvalidCursor");
    world.store.unsave(me, room, saved[0]).await.unwrap();
    world.store.unsave(me, room, saved[0]).await.unwrap();
    assert_eq!(all(50).await, saved[1..]);
    world.store.leave(room, me).await.unwrap();
    assert_eq!(all(50).await, [saved[1], saved[3]]);
    assert_eq!(name(world.store.save(me, room, saved[0], world.now()).await), "NotAMember");
    let nothing = MessageId::new(world.now());
    assert_eq!(name(world.store.save(owner, room, nothing, world.now()).await), "NotFound");
}
