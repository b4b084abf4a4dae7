//! Who has read a message, who has not, and the one reminder per message.

use confluence_protocol::{MarkRead, MessageId, MessageKind, PatchMe, PatchSettings, RoomId, UserId};

use crate::world::{World, name};

async fn mark(world: &World, room: RoomId, user: UserId, seq: i64) {
    world.store.mark_read(room, user, MarkRead { seq, force: false }, world.now()).await.unwrap();
}

async fn opt_out(world: &World, user: UserId) {
    let settings = Some(PatchSettings { read_receipts: Some(false), ..PatchSettings::default() });
    world.store.update_profile(user, PatchMe { settings, ..PatchMe::default() }, None).await.unwrap();
}

pub async fn read6_marks_of_a_small_room_leave_out_members_who_opted_out(world: &World) {
    let (room, owner, members) = world.room_with(3).await;
    world.say(room, owner, "one").await;
    world.say(room, owner, "two").await;
    mark(world, room, members[0], 1).await;
    mark(world, room, members[1], 2).await;
    mark(world, room, members[2], 2).await;
    opt_out(world, members[2]).await;
    let marks = world.store.marks(room, owner).await.unwrap();
    let seen: Vec<_> = marks.iter().map(|mark| (mark.user.id, mark.seq)).collect();
    assert_eq!(
        seen,
        [(members[1], 2), (members[0], 1)],
        "who moved last first; neither oneself nor the private"
    );

    for _ in 0..47 {
        let person = world.person().await;
        world.store.join(room, person, world.now()).await.unwrap();
    }
    assert_eq!(world.see(room, owner).await.member_count, 51);
    assert_eq!(world.store.marks(room, owner).await.unwrap(), [], "not in a room of more than fifty");
}

pub async fn receipts_list_readers_and_count_private_ones(world: &World) {
    let (room, owner, members) = world.room_with(5).await;
    let first = world.say(room, owner, "one").await.message;
    let second = world.say(room, owner, "two").await.message;
    mark(world, room, members[3], 2).await;
    mark(world, room, members[0], 1).await;
    mark(world, room, members[1], 2).await;
    mark(world, room, members[2], 2).await;
    opt_out(world, members[2]).await;
    opt_out(world, members[4]).await;
    let read = async |id, limit| {
        let (mut readers, mut cursor, mut counts) = (Vec::new(), None::<String>, Vec::new());
        loop {
            let page =
                world.store.receipts(room, owner, id, cursor.as_deref(), limit).await.unwrap().unwrap();
            counts.push((page.count, page.private));
            readers.extend(page.readers.into_iter().map(|reader| reader.user.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                counts.dedup();
                assert_eq!(counts.len(), 1);
                return (readers, counts[0]);
            }
        }
    };
    // The first reader first; the author is not a reader.
    assert_eq!(read(first.id, 1).await, (vec![members[3], members[0], members[1]], (4, 1)));
    assert_eq!(read(second.id, 50).await, (vec![members[3], members[1]], (3, 1)));
    assert_eq!(name(world.store.receipts(room, owner, first.id, Some("garbage"), 50).await), "InvalidCursor");
    assert_eq!(world.store.receipts(room, owner, MessageId::new(world.now()), None, 50).await.unwrap(), None);

    let unseen = async |id, limit| {
        let (mut users, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let page = world.store.unseen(room, owner, id, cursor.as_deref(), limit).await.unwrap().unwrap();
            users.extend(page.users.into_iter().map(|user| user.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return users;
            }
        }
    };
    assert_eq!(unseen(first.id, 50).await, [], "members who opted out are never listed as unseen");
    assert_eq!(unseen(second.id, 50).await, [members[0]]);
    let third = world.say(room, owner, "three").await.message;
    let mut expected = vec![members[0], members[1], members[3]];
    expected.sort_unstable();
    assert_eq!(unseen(third.id, 1).await, expected);
    assert_eq!(world.store.unseen(room, owner, MessageId::new(world.now()), None, 50).await.unwrap(), None);
    assert_eq!(name(world.store.unseen(room, owner, third.id, Some("garbage"), 50).await), "InvalidCursor");
}

pub async fn a_message_gets_only_one_reminder(world: &World) {
    let (room, owner, members) = world.room_with(3).await;
    let said = world.say(room, owner, "read this").await.message;
    mark(world, room, members[0], 1).await;
    opt_out(world, members[1]).await;
    let reminder = MessageId::new(world.now());
    let remind =
        async |original, reminder| world.store.remind(room, original, owner, reminder, world.now()).await;
    let nudged = async |id| world.store.unseen(room, owner, id, None, 50).await.unwrap().unwrap().reminded;
    assert!(!nudged(said.id).await);
    let told = remind(said.id, reminder).await.unwrap();
    assert!(told.fresh && nudged(said.id).await);
    assert_eq!(told.message.mentions, [members[2]], "exactly the members who have not read it");
    assert_eq!(told.message.reply_to.as_ref().unwrap().id, said.id);
    assert_eq!(told.message.kind, Some(MessageKind::Reminder));
    let kept = world.store.message(room, reminder, owner).await.unwrap().unwrap();
    assert_eq!(kept.kind, Some(MessageKind::Reminder));
    assert_eq!(world.see(room, members[2]).await.you.unwrap().mentions, 1);
    let again = remind(said.id, reminder).await.unwrap();
    assert_eq!((again.fresh, &again.message), (false, &told.message));
    assert_eq!(name(remind(said.id, MessageId::new(world.now())).await), "LimitReached");
    let of_reminder = remind(reminder, MessageId::new(world.now())).await;
    assert_eq!(name(of_reminder), "LimitReached", "a reminder has none");
    let read = world.say(room, owner, "read by all").await.message;
    for member in &members {
        mark(world, room, *member, read.seq).await;
    }
    assert_eq!(name(remind(read.id, MessageId::new(world.now())).await), "LimitReached");
    assert_eq!(name(remind(MessageId::new(world.now()), reminder).await), "NotFound");
    let mut reply = world.append(room, owner, "still?");
    reply.message.reply_to = Some(reminder);
    let reply = world.store.append(reply).await.unwrap().message;
    assert_eq!(reply.reply_to.as_ref().unwrap().kind, Some(MessageKind::Reminder));
    let edited = world
        .store
        .edit_message(room, reminder, owner, "read it, please".parse().unwrap(), world.now())
        .await;
    assert_eq!(edited.unwrap().kind, None, "edited, it is the author's own text");
}
