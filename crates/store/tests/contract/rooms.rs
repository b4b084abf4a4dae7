//! Creating, listing, changing and deleting rooms.

use confluence_protocol::{
    Change, Limits, PatchRoom, Posting, Role, RoomId, RoomKind, RoomSort, ServerFrame,
};
use confluence_rights::{Seat, Setting};
use confluence_store::NewRoom;

use crate::world::{World, name, versions};

pub async fn room1_the_creator_is_owner_and_first_member(world: &World) {
    let owner = world.person().await;
    let mut new = world.new_room(owner, RoomKind::Private, "Den");
    new.description = Some("of lions".parse().unwrap());
    let room = world.store.create_room(new.clone()).await.unwrap();
    assert_eq!((room.id, room.kind, room.name.as_str()), (new.id, RoomKind::Private, "Den"));
    assert_eq!((room.description.as_str(), room.created_by, room.created_at), ("of lions", owner, new.now));
    assert_eq!((room.version, room.last_seq, room.member_count), (1, 0, 1));
    assert_eq!(room.posting, Posting::Everyone);
    let you = room.you.clone().unwrap();
    assert_eq!((you.role, you.joined_at, you.last_read_seq, you.unread), (Role::Owner, new.now, 0, 0));
    assert_eq!(world.see(room.id, owner).await, room);
    let stranger = world.person().await;
    assert_eq!(world.store.room(room.id, stranger).await.unwrap(), None);
    assert_eq!(world.store.room(RoomId::new(world.now()), owner).await.unwrap(), None);
    let told = world.all_told().await;
    assert!(
        matches!(&told[..], [
        Change::Room { version: 1, frame: ServerFrame::MemberJoined { member, .. }, .. },
        Change::Joined { user_id, version: 1, .. },
    ] if member.role == Role::Owner && *user_id == owner),
        "{told:?}"
    );
}

pub async fn room2_my_rooms_are_listed_by_newest_message(world: &World) {
    let me = world.person().await;
    let (first, second, third) = (world.room(me).await, world.room(me).await, world.room(me).await);
    let (elsewhere, ..) = world.room_with(0).await;
    let said = world.say(first, me, "hello").await.message;
    let rooms = world.store.rooms_of(me).await.unwrap();
    let ids: Vec<RoomId> = rooms.iter().map(|summary| summary.room.id).collect();
    assert_eq!(ids, [first, third, second]);
    assert!(!ids.contains(&elsewhere));
    assert_eq!(rooms[0].last_message.as_ref(), Some(&*said));
    assert_eq!(rooms[1].last_message, None);
    assert_eq!(rooms[0].room, world.see(first, me).await);
}

pub async fn room3_the_directory_is_paged_by_name(world: &World) {
    let me = world.person().await;
    for (kind, name) in [
        (RoomKind::Public, "Émile"),
        (RoomKind::Public, "alpha"),
        (RoomKind::Public, "Beta 50%"),
        (RoomKind::Public, "beta"),
        (RoomKind::Private, "secret beta"),
    ] {
        world.store.create_room(world.new_room(me, kind, name)).await.unwrap();
    }
    let viewer = world.person().await;
    let mut names = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = world.store.directory(viewer, None, RoomSort::Name, cursor.as_deref(), 2).await.unwrap();
        assert!(page.rooms.len() <= 2 && page.rooms.iter().all(|room| room.you.is_none()));
        names.extend(page.rooms.into_iter().map(|room| room.name));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(names, ["alpha", "beta", "Beta 50%", "Émile"]);
    let found = async |query: &str| {
        let page = world
            .store
            .directory(viewer, Some(&query.parse().unwrap()), RoomSort::Name, None, 50)
            .await
            .unwrap();
        page.rooms.into_iter().map(|room| room.name).collect::<Vec<_>>()
    };
    assert_eq!(found("ETA").await, ["beta", "Beta 50%"]);
    assert_eq!(found("0%").await, ["Beta 50%"]);
    assert_eq!(found("é").await, ["Émile"]);
    assert_eq!(found("_").await, Vec::<String>::new());
    assert_eq!(
        name(world.store.directory(viewer, None, RoomSort::Name, Some("garbage"), 50).await),
        "InvalidCursor"
    );
}

pub async fn room30_the_directory_is_paged_by_members_and_by_activity(world: &World) {
    let me = world.person().await;
    let mut rooms = Vec::new();
    for count in [1, 3, 3, 2] {
        let room = world.store.create_room(world.new_room(me, RoomKind::Public, "Room")).await.unwrap().id;
        for _ in 1..count {
            world.store.join(room, world.person().await, world.now()).await.unwrap();
        }
        rooms.push(room);
    }
    for room in [rooms[1], rooms[3], rooms[0]] {
        world.say(room, me, "hello").await;
    }
    let viewer = world.person().await;
    let listed = async |sort| {
        let (mut ids, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let page = world.store.directory(viewer, None, sort, cursor.as_deref(), 1).await.unwrap();
            ids.extend(page.rooms.into_iter().map(|room| room.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return ids;
            }
        }
    };
    assert_eq!(listed(RoomSort::Members).await, [rooms[2], rooms[1], rooms[3], rooms[0]]);
    assert_eq!(listed(RoomSort::Activity).await, [rooms[0], rooms[3], rooms[1], rooms[2]]);
}

pub async fn room31_a_favourite_is_ones_own_and_bounded(world: &World) {
    let (ana, ben) = (world.person().await, world.person().await);
    let room = world.room(ana).await;
    world.store.join(room, ben, world.now()).await.unwrap();
    let version = world.see(room, ana).await.version;
    for favourite in [true, true, false, true] {
        world.store.set_favourite(room, ana, favourite).await.unwrap();
    }
    let favourite = async |viewer| world.see(room, viewer).await.you.unwrap().favourite;
    assert_eq!((favourite(ana).await, favourite(ben).await), (true, false));
    assert!(world.store.rooms_of(ana).await.unwrap()[0].room.you.as_ref().unwrap().favourite);
    assert_eq!(world.see(room, ana).await.version, version, "takes no version");
    let told = world.all_told().await.into_iter();
    let told = told.filter_map(|change| match change {
        Change::Membership { user_id, room_id, favourite, .. } if room_id == room => {
            Some((user_id, favourite))
        }
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [(ana, true), (ana, false), (ana, true)]);
    for _ in 1..Limits::FAVOURITES {
        let another = world.room(ana).await;
        world.store.set_favourite(another, ana, true).await.unwrap();
    }
    let one_more = world.room(ana).await;
    assert_eq!(name(world.store.set_favourite(one_more, ana, true).await), "LimitReached");
}

pub async fn room10_changing_settings_takes_a_version(world: &World) {
    let owner = world.person().await;
    let room = world.room(owner).await;
    let patch = PatchRoom {
        name: Some("Renamed".parse().unwrap()),
        description: Some("new".parse().unwrap()),
        posting: Some(Posting::Moderators),
        kind: Some(RoomKind::Private),
        ..PatchRoom::default()
    };
    let changed = world.store.update_room(room, owner, patch.clone(), None).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.description.as_str(), changed.version), ("Renamed", "new", 2));
    assert_eq!((changed.posting, changed.kind), (Posting::Moderators, RoomKind::Private));
    assert_eq!(world.see(room, owner).await, changed);
    assert_eq!(world.store.update_room(room, owner, patch, None).await.unwrap(), changed, "nothing changed");
    let direct = PatchRoom { kind: Some(RoomKind::Direct), ..PatchRoom::default() };
    assert_eq!(name(world.store.update_room(room, owner, direct, None).await), "DirectRoom");
    let nowhere = RoomId::new(world.now());
    assert_eq!(name(world.store.update_room(nowhere, owner, PatchRoom::default(), None).await), "Hidden");
    let told = world.all_told().await;
    assert_eq!(versions(&told, room), [1, 2]);
    assert!(told.iter().any(|change| matches!(change,
        Change::Room { frame: ServerFrame::RoomUpdated { room, .. }, .. } if room.you.is_none() && room.version == 2)));
}

pub async fn room10_a_deleted_room_is_gone(world: &World) {
    let (room, owner, _) = world.room_with(2).await;
    let said = world.say(room, owner, "hello").await.message;
    world.store.delete_room(room, owner).await.unwrap();
    assert_eq!(name(world.store.delete_room(room, owner).await), "Hidden");
    assert_eq!(world.store.room(room, owner).await.unwrap(), None);
    assert_eq!(world.store.seat(room, owner).await.unwrap(), None);
    assert_eq!(name(world.store.message(room, said.id, owner).await), "Hidden");
    assert_eq!(world.store.rooms_of(owner).await.unwrap(), []);
    assert_eq!(name(world.store.append(world.append(room, owner, "late")).await), "Hidden");
    let told = world.all_told().await;
    let gone = |change: &&Change| matches!(change, Change::RoomDeleted { room_id } if *room_id == room);
    assert_eq!(told.iter().filter(gone).count(), 1);
}

#[expect(clippy::disallowed_methods, reason = "the expected seats")]
pub async fn seats_show_the_role_of_members_and_none_for_strangers(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let seat = async |user| world.store.seat(room, user).await.unwrap().unwrap();
    let room_now = Setting { kind: RoomKind::Public, posting: Posting::Everyone, archived: false, people: 2 };
    let expected = |user, role| Seat::read((room, user), room_now, role, false, false);
    assert_eq!(seat(owner).await, expected(owner, Some(Role::Owner)));
    assert_eq!(seat(members[0]).await, expected(members[0], Some(Role::Member)));
    let stranger = world.person().await;
    assert_eq!(seat(stranger).await, expected(stranger, None));
    assert_eq!(world.store.seat(RoomId::new(world.now()), owner).await.unwrap(), None);
}

pub async fn lim4_a_person_owns_a_bounded_number_of_rooms(world: &World) {
    let (owner, other) = (world.person().await, world.person().await);
    let make = async |who| {
        let room = NewRoom { most_owned: Some(2), ..world.new_room(who, RoomKind::Public, "Room") };
        world.store.create_room(room).await
    };
    let first = make(owner).await.unwrap();
    make(owner).await.unwrap();
    assert_eq!(name(make(owner).await), "LimitReached");
    make(other).await.unwrap();
    // Rooms owned by others do not count.
    let theirs = world.room(other).await;
    world.store.join(theirs, owner, world.now()).await.unwrap();
    world.store.delete_room(first.id, owner).await.unwrap();
    make(owner).await.unwrap();
}
