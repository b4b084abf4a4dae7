//! Reading messages in pages and by id.

use confluence_protocol::{Direction, MessageId, RoomId};

use crate::world::{World, name};

pub async fn msg10_pages_can_be_read_in_every_direction(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    for n in 1..=10 {
        world.say(room, owner, &format!("{n}")).await;
    }
    let page = async |direction, limit| {
        let page = world.store.page(room, owner, direction, limit).await.unwrap();
        assert_eq!((page.version, page.epoch.as_str()), (11, world.store.epoch()));
        let seqs: Vec<i64> = page.messages.iter().map(|message| message.seq).collect();
        (seqs, page.has_before, page.has_after)
    };
    let range = |from: i64, to: i64| (from..=to).collect::<Vec<_>>();
    assert_eq!(page(Direction::Newest, 4).await, (range(7, 10), true, false));
    assert_eq!(page(Direction::Newest, 10).await, (range(1, 10), false, false));
    assert_eq!(page(Direction::Newest, 0).await, (range(10, 10), true, false));
    assert_eq!(page(Direction::Before(7), 4).await, (range(3, 6), true, true));
    assert_eq!(page(Direction::Before(3), 4).await, (range(1, 2), false, true));
    assert_eq!(page(Direction::Before(1), 4).await, (vec![], false, true));
    assert_eq!(page(Direction::Before(99), 4).await, (range(7, 10), true, false));
    assert_eq!(page(Direction::After(7), 4).await, (range(8, 10), true, false));
    assert_eq!(page(Direction::After(0), 4).await, (range(1, 4), false, true));
    assert_eq!(page(Direction::After(10), 4).await, (vec![], true, false));
    assert_eq!(page(Direction::Around(5), 4).await, (range(3, 6), true, true));
    assert_eq!(page(Direction::Around(5), 5).await, (range(3, 7), true, true));
    assert_eq!(page(Direction::Around(1), 4).await, (range(1, 4), false, true));
    assert_eq!(page(Direction::Around(10), 4).await, (range(7, 10), true, false));
    assert_eq!(page(Direction::Around(9), 1).await, (range(9, 9), true, true));
    assert_eq!(page(Direction::Around(5), 50).await, (range(1, 10), false, false));
    assert_eq!(page(Direction::Around(i64::MIN), 2).await, (range(1, 2), false, true));
    assert_eq!(page(Direction::Around(i64::MAX), 2).await, (range(9, 10), true, false));
    let nowhere = world.store.page(RoomId::new(world.now()), owner, Direction::Newest, 4).await;
    assert_eq!(name(nowhere), "Hidden");
    let empty = world.room(owner).await;
    let page = world.store.page(empty, owner, Direction::Newest, 4).await.unwrap();
    assert_eq!((page.messages.len(), page.has_before, page.has_after), (0, false, false));
}

pub async fn gen24_long_messages_make_a_page_shorter(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    // 96 kB of JSON each: eleven exceed the limit of an answer.
    let long = "\u{1}".repeat(15_999) + "x";
    for _ in 0..12 {
        world.say(room, owner, &long).await;
    }
    let page = async |direction| {
        let page = world.store.page(room, owner, direction, 12).await.unwrap();
        let seqs: Vec<i64> = page.messages.iter().map(|message| message.seq).collect();
        (seqs, page.has_before, page.has_after)
    };
    assert_eq!(page(Direction::Newest).await, ((3..=12).collect(), true, false));
    assert_eq!(page(Direction::Before(3)).await, (vec![1, 2], false, true));
    assert_eq!(page(Direction::After(1)).await, ((2..=11).collect(), true, true));
    let (around, ..) = page(Direction::Around(6)).await;
    assert!(around.contains(&6) && around.is_sorted_by(|one, next| one + 1 == *next), "{around:?}");
    let changes = async |since| world.store.changes(room, owner, since, None).await.unwrap().unwrap();
    assert_eq!((changes(3).await.messages.len(), changes(3).await.reset), (10, false));
    assert_eq!((changes(2).await.messages.len(), changes(2).await.reset), (0, true));
    for message in changes(3).await.messages.iter().chain(&changes(11).await.messages) {
        world.store.save(owner, room, message.id, world.now()).await.unwrap();
    }
    let (mut saved, mut cursor) = (Vec::new(), None);
    while saved.len() < 10 {
        let page = world.store.saved(owner, cursor.as_deref(), 200).await.unwrap();
        assert!(!page.messages.is_empty());
        saved.extend(page.messages.iter().map(|message| message.seq));
        cursor = page.next_cursor;
    }
    saved.sort_unstable();
    assert_eq!(saved, (3..=12).collect::<Vec<_>>());
}

pub async fn msg13_an_acknowledged_message_is_readable_on_another_node(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let (other, mut told) = world.open_again().await;
    let drain = tokio::spawn(async move { while told.recv().await.is_some() {} });
    assert_eq!(other.epoch(), world.store.epoch());
    for n in 0..30 {
        let (writer, reader) = if n % 2 == 0 { (&world.store, &other) } else { (&other, &world.store) };
        let said = writer.append(world.append(room, owner, &format!("{n}"))).await.unwrap().message;
        let page = reader.page(room, owner, Direction::Newest, 1).await.unwrap();
        assert_eq!(page.messages, [(*said).clone()]);
    }
    other.close().await;
    drain.await.unwrap();
}

pub async fn a_message_can_be_read_by_id(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let elsewhere = world.room(owner).await;
    let said = world.say(room, owner, "hello").await.message;
    assert_eq!(world.store.message(room, said.id, owner).await.unwrap().as_ref(), Some(&*said));
    assert_eq!(world.store.message(elsewhere, said.id, owner).await.unwrap(), None);
    assert_eq!(world.store.message(room, MessageId::new(world.now()), owner).await.unwrap(), None);
}
