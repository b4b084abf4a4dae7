//! Read marks that move in groups, with their member's own messages, and on two nodes at once.

use confluence_protocol::{Change, MarkRead, RoomId, UserId};
use confluence_store::Store;
use futures_util::future::join_all;

use crate::world::World;

const fn to(seq: i64) -> MarkRead {
    MarkRead { seq, force: false }
}

/// The user's mark, unread count and mention count.
async fn state(world: &World, room: RoomId, user: UserId) -> (i64, i64, i64) {
    let you = world.see(room, user).await.you.unwrap();
    (you.last_read_seq, you.unread, you.mentions)
}

pub async fn read8_sending_moves_the_authors_mark(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let ben = members[0];
    world.say(room, owner, "hello").await;
    world.say(room, owner, "anybody?").await;
    assert_eq!(state(world, room, owner).await, (2, 0, 0));
    world.store.mark_read(room, ben, to(2), world.now()).await.unwrap();
    world.say(room, ben, "here").await;
    assert_eq!(state(world, room, ben).await, (3, 0, 0));
    // A deleted message is not unread, so it does not keep the mark from moving.
    let slip = world.say(room, owner, "oops").await.message.id;
    world.store.delete_message(room, slip, owner, world.now()).await.unwrap();
    world.say(room, ben, "again").await;
    assert_eq!(state(world, room, ben).await, (5, 0, 0));
    let moved: Vec<(UserId, i64)> = world
        .all_told()
        .await
        .into_iter()
        .filter_map(|change| match change {
            Change::Read { room_id, user_id, seq, .. } if room_id == room => Some((user_id, seq)),
            _ => None,
        })
        .collect();
    assert_eq!(
        moved,
        [(owner, 1), (owner, 2), (ben, 2), (ben, 3), (ben, 5)],
        "their other devices hear of it"
    );
}

pub async fn read9_sending_never_marks_unread_messages_as_read(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let ben = members[0];
    world.say(room, owner, "hello").await;
    // Written before the other message was read, but sent later, as by an outbox.
    world.say(room, ben, "late").await;
    assert_eq!(state(world, room, ben).await, (0, 1, 0));
    assert_eq!(state(world, room, owner).await, (1, 1, 0));
    // A message marked as unread on purpose stays unread.
    world.store.mark_read(room, ben, to(2), world.now()).await.unwrap();
    world.store.mark_read(room, ben, MarkRead { seq: 0, force: true }, world.now()).await.unwrap();
    world.say(room, ben, "and more").await;
    assert_eq!(state(world, room, ben).await, (0, 1, 0));
    // The same holds however sends are split into batches.
    let people = [owner, ben];
    let sends = (0..40).map(|n| world.store.append(world.append(room, people[n % 3 % 2], "at once")));
    for sent in join_all(sends).await {
        sent.unwrap();
    }
    for reader in people {
        let (mark, unread, _) = state(world, room, reader).await;
        let page = world.store.page(room, reader, confluence_protocol::Direction::Newest, 200).await.unwrap();
        let theirs = page.messages.iter().filter(|message| message.author.id != reader);
        let after = theirs.filter(|message| message.seq > mark).count();
        assert_eq!(i64::try_from(after).unwrap(), unread);
        assert_eq!(mark, i64::from(reader == owner), "nobody has read anything since");
    }
}

pub async fn read10_a_crowd_reading_at_once_takes_a_handful_of_writes(world: &World) {
    const ROOMS: usize = 12;
    const PEOPLE: usize = 40;
    let owner = world.person().await;
    let people = join_all((0..PEOPLE).map(|_| world.person())).await;
    let rooms = join_all((0..ROOMS).map(|_| world.room(owner))).await;
    let joins = rooms.iter().flat_map(|room| people.iter().map(|person| (*room, *person)));
    let joins: Vec<(RoomId, UserId)> = joins.collect();
    for joined in
        join_all(joins.iter().map(|(room, person)| world.store.join(*room, *person, world.now()))).await
    {
        joined.unwrap();
    }
    for room in &rooms {
        world.say(*room, owner, "read this").await;
    }
    let (node, mut batches) = world.open_again().await;
    let mut readers = Vec::new();
    for (room, person) in &joins {
        readers.push(node.prove(*room, *person).await.unwrap());
    }
    let marks = readers.into_iter().map(|reader| Store::move_mark(&node, reader, to(1), world.now()));
    let (answers, writes) = tokio::join!(join_all(marks), async {
        let (mut writes, mut moved) = (0, 0);
        while moved < joins.len() {
            let batch = batches.recv().await.unwrap();
            moved += batch.changes.iter().filter(|change| matches!(change, Change::Read { .. })).count();
            writes += 1;
        }
        writes
    });
    for answer in answers {
        answer.unwrap();
    }
    assert_eq!(state(world, rooms[0], people[0]).await, (1, 0, 0));
    assert!(writes <= 5, "{} marks took {writes} writes", joins.len());
    node.close().await;
}

pub async fn read11_a_durable_mark_is_answered_with_unread_counts(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    for n in 0..5 {
        world.say(room, owner, if n == 4 { "@room" } else { "hello" }).await;
    }
    let answer = world.store.mark_read(room, members[0], to(3), world.now()).await.unwrap();
    assert_eq!((answer.last_read_seq, answer.unread, answer.mentions), (3, 2, 1));
    let (node, batches) = world.open_again().await;
    drop(batches);
    assert_eq!(node.room(room, members[0]).await.unwrap().unwrap().you.unwrap().last_read_seq, 3);
    node.close().await;
    // Rooms returned by writes have counts, too, although the writer does not count.
    let joined = world.store.join(room, members[0], world.now()).await.unwrap();
    assert_eq!(joined.you.map(|you| (you.unread, you.mentions)), Some((2, 1)));
    let patch = confluence_protocol::PatchRoom { name: Some("Other".parse().unwrap()), ..Default::default() };
    world.store.set_role(room, owner, members[0], confluence_protocol::Role::Moderator).await.unwrap();
    let updated = world.store.update_room(room, members[0], patch, None).await.unwrap();
    assert_eq!(updated.you.map(|you| (you.unread, you.mentions)), Some((2, 1)));
}

pub async fn read13_two_nodes_never_move_a_mark_back(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let me = members[0];
    for _ in 0..9 {
        world.say(room, owner, "hello").await;
    }
    let (node, batches) = world.open_again().await;
    drop(batches);
    let nodes = [&world.store, &node];
    for pair in 0..40 {
        let back = MarkRead { seq: 0, force: true };
        nodes[pair % 2].mark_read(room, me, back, world.now()).await.unwrap();
        let (far, near) = (nodes[pair % 2], nodes[1 - pair % 2]);
        let (one, other) = tokio::join!(
            far.mark_read(room, me, to(9), world.now()),
            near.mark_read(room, me, to(5), world.now())
        );
        let answers = (one.unwrap().last_read_seq, other.unwrap().last_read_seq);
        assert_eq!(state(world, room, me).await.0, 9, "pair {pair}, answered {answers:?}");
        assert_eq!(answers.0, 9);
    }
    node.close().await;
}

pub async fn read14_own_messages_and_mentions_never_count_as_unread(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let me = members[0];
    let name = world.store.user(me).await.unwrap().unwrap().username;
    for _ in 0..101 {
        world.say(room, me, &format!("@room @{name}")).await;
    }
    world.store.mark_read(room, me, MarkRead { seq: 0, force: true }, world.now()).await.unwrap();
    assert_eq!(state(world, room, me).await, (0, 0, 0));
    assert_eq!(state(world, room, owner).await, (0, 100, 100));
    // Editing and deleting a `@room` message updates the counts, although it is behind 101 own messages.
    let call = world.say(room, owner, "@room").await.message.id;
    let named = world.say(room, owner, &format!("@{name}")).await.message.id;
    assert_eq!(state(world, room, me).await, (0, 2, 2));
    world.store.edit_message(room, call, owner, "never mind".parse().unwrap(), world.now()).await.unwrap();
    assert_eq!(state(world, room, me).await, (0, 2, 1));
    world
        .store
        .edit_message(room, call, owner, "@room after all".parse().unwrap(), world.now())
        .await
        .unwrap();
    assert_eq!(state(world, room, me).await, (0, 2, 2));
    for message in [named, call] {
        world.store.delete_message(room, message, owner, world.now()).await.unwrap();
    }
    assert_eq!(state(world, room, me).await, (0, 0, 0));
}
