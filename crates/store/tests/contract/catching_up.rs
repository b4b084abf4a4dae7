//! Changes since a version, read marks, and heads.

use std::collections::BTreeMap;

use confluence_protocol::{Change, MarkRead, PatchSettings, RoomId};

use crate::world::{World, name};

pub async fn sync1_changes_are_messages_in_their_current_form(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let mut said = Vec::new();
    for n in 0..5 {
        said.push((*world.say(room, owner, &format!("{n}")).await.message).clone());
    }
    let epoch = world.store.epoch();
    let changes =
        async |since, epoch| world.store.changes(room, members[0], since, epoch).await.unwrap().unwrap();
    let all = changes(0, Some(epoch)).await;
    assert_eq!((all.version, all.epoch.as_str(), all.reset), (7, epoch, false));
    assert_eq!(all.messages, said);
    assert_eq!(all.room, world.see(room, members[0]).await);
    assert_eq!(all.room.you.as_ref().unwrap().unread, 5);
    assert_eq!(changes(5, None).await.messages, said[3..]);
    let nothing = changes(7, Some(epoch)).await;
    assert_eq!((nothing.messages.len(), nothing.reset, nothing.members_changed), (0, false, false));
    let stranger = world.person().await;
    assert_eq!(name(world.store.changes(room, stranger, 0, None).await), "NotAMember");
    assert_eq!(name(world.store.changes(RoomId::new(world.now()), owner, 0, None).await), "Hidden");
}

pub async fn sync2_members_changed_is_set_when_members_change(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let changed =
        async |since| world.store.changes(room, owner, since, None).await.unwrap().unwrap().members_changed;
    world.say(room, owner, "hello").await;
    assert!(changed(1).await);
    assert!(!changed(2).await);
    assert!(!changed(3).await);
    world.store.leave(room, members[0]).await.unwrap();
    assert!(changed(3).await);
    assert!(!changed(4).await);
}

pub async fn sync3_reset_is_set_when_changes_cannot_be_listed(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let sends = (0..501).map(|n| world.store.append(world.append(room, owner, &format!("{n}"))));
    for sent in futures_util::future::join_all(sends).await {
        sent.unwrap();
    }
    let changes = async |since, epoch| world.store.changes(room, owner, since, epoch).await.unwrap().unwrap();
    let (most, more) = (changes(2, None).await, changes(1, None).await);
    assert_eq!((most.messages.len(), most.reset), (500, false));
    assert_eq!((more.messages.len(), more.reset), (0, true));
    assert!(changes(503, None).await.reset, "ahead");
    let rewound = changes(502, Some("another")).await;
    assert_eq!((rewound.messages.len(), rewound.reset), (0, true));
}

pub async fn read1_a_mark_moves_back_only_when_forced(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let me = members[0];
    for n in 0..5 {
        world.say(room, owner, &format!("{n}")).await;
    }
    let mark = async |seq, force| {
        let state = world.store.mark_read(room, me, MarkRead { seq, force }, world.now()).await.unwrap();
        (state.last_read_seq, state.unread)
    };
    assert_eq!(mark(3, false).await, (3, 2));
    assert_eq!(mark(2, false).await, (3, 2));
    assert_eq!(mark(2, true).await, (2, 3));
    assert_eq!(mark(99, false).await, (5, 0));
    assert_eq!(mark(-1, true).await, (0, 5));
    assert_eq!(world.see(room, me).await.version, 7, "marks take no version");
    let stranger = world.person().await;
    let refused = world.store.mark_read(room, stranger, MarkRead { seq: 1, force: false }, world.now()).await;
    assert_eq!(name(refused), "NotAMember");
    let nowhere = RoomId::new(world.now());
    let refused = world.store.mark_read(nowhere, me, MarkRead { seq: 1, force: false }, world.now()).await;
    assert_eq!(name(refused), "Hidden");
    let opt_out = confluence_protocol::PatchMe {
        settings: Some(PatchSettings { read_receipts: Some(false), ..PatchSettings::default() }),
        ..Default::default()
    };
    world.store.update_profile(me, opt_out, None).await.unwrap();
    mark(1, false).await;
    let told: Vec<_> = world
        .all_told()
        .await
        .into_iter()
        .filter_map(|change| match change {
            Change::Read { user_id, seq, shown, .. } if user_id == me => Some((seq, shown)),
            _ => None,
        })
        .collect();
    assert_eq!(told, [(3, true), (2, true), (5, true), (0, true), (1, false)]);
}

pub async fn read2_unread_counts_others_messages_up_to_100(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    for n in 0..101 {
        world.say(room, owner, &format!("{n}")).await;
        if n < 3 {
            world.say(room, members[0], "mine").await;
        }
    }
    let unread = async |user| world.see(room, user).await.you.unwrap().unread;
    assert_eq!((unread(members[0]).await, unread(owner).await), (100, 3));
    let state = world.store.mark_read(room, members[0], MarkRead { seq: 5, force: false }, world.now()).await;
    assert_eq!(state.unwrap().unread, 98);
    let rooms = world.store.rooms_of(members[0]).await.unwrap();
    assert_eq!(rooms[0].room.you.as_ref().unwrap().unread, 98);
}

pub async fn heads_show_which_rooms_changed(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let other = world.room(owner).await;
    world.say(room, owner, "hello").await;
    let gone = RoomId::new(world.now());
    let heads = world.store.heads(&[room, other, gone]).await.unwrap();
    assert_eq!(heads.into_iter().collect::<BTreeMap<_, _>>(), BTreeMap::from([(room, 3), (other, 1)]));
    assert_eq!(world.store.heads(&[]).await.unwrap().len(), 0);
    assert_eq!(world.store.heads_of(members[0]).await.unwrap(), BTreeMap::from([(room, 3)]));
    let (changed, cursor) = world.store.heads_changed(None).await.unwrap();
    assert_eq!(BTreeMap::from_iter(changed), BTreeMap::from([(room, 3), (other, 1)]));
    world.say(room, owner, "again").await;
    let (changed, _) = world.store.heads_changed(Some(cursor)).await.unwrap();
    assert!(changed.contains(&(room, 4)));
    let mut rooms = world.store.rooms_of_users(&[owner, members[0]]).await.unwrap();
    rooms.sort_unstable();
    let mut expected = vec![(owner, room), (owner, other), (members[0], room)];
    expected.sort_unstable();
    assert_eq!(rooms, expected);
}
