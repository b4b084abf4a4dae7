//! Joining and leaving rooms, and listing members.

use confluence_protocol::{Change, LeaveReason, Notify, Presence, Role, RoomId, RoomKind, ServerFrame};

use crate::world::{World, name, room_of, versions};

pub async fn room6_joining_twice_changes_nothing(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let person = world.person().await;
    let now = world.now();
    let joined = world.store.join(room, person, now).await.unwrap();
    assert_eq!((joined.version, joined.member_count), (2, 2));
    let you = joined.you.clone().unwrap();
    assert_eq!((you.role, you.joined_at, you.notify), (Role::Member, now, Notify::All));
    assert_eq!(world.store.join(room, person, world.now()).await.unwrap(), joined);
    let den = world.store.create_room(world.new_room(owner, RoomKind::Private, "Den")).await.unwrap().id;
    assert_eq!(name(world.store.join(den, person, world.now()).await), "Hidden");
    assert_eq!(name(world.store.join(RoomId::new(now), person, now).await), "Hidden");
    let told = world.all_told().await;
    assert_eq!(versions(&told, room), [1, 2]);
    let of_room: Vec<_> = told.iter().filter(|change| room_of(change) == Some(room)).collect();
    assert!(
        matches!(of_room[2..], [
        Change::Room { version: 2, frame: ServerFrame::MemberJoined { member, .. }, .. },
        Change::Joined { user_id, version: 2, .. },
    ] if member.user.id == person && *user_id == person),
        "{of_room:?}"
    );
}

pub async fn room7_nothing_old_is_unread(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let person = members[0];
    world.say(room, owner, "one").await;
    world.store.leave(room, person).await.unwrap();
    world.say(room, owner, "two").await;
    let you = world.store.join(room, person, world.now()).await.unwrap().you.unwrap();
    assert_eq!((you.last_read_seq, you.unread), (2, 0));
}

pub async fn room8_leaving_ends_membership(world: &World) {
    let (room, _, members) = world.room_with(1).await;
    let person = members[0];
    world.store.leave(room, person).await.unwrap();
    assert_eq!(world.see(room, person).await.you, None);
    assert_eq!(world.see(room, person).await.member_count, 1);
    assert_eq!(name(world.store.leave(room, person).await), "NotAMember");
    assert_eq!(name(world.store.leave(RoomId::new(world.now()), person).await), "Hidden");
    assert_eq!(name(world.store.append(world.append(room, person, "late")).await), "NotAMember");
    let told = world.all_told().await;
    assert_eq!(versions(&told, room), [1, 2, 3]);
    assert!(told.iter().any(|change| matches!(change,
        Change::Left { user_id, version: 3, reason: LeaveReason::Left, .. } if *user_id == person)));
    assert!(told.iter().any(|change| matches!(change,
        Change::Room { version: 3, frame: ServerFrame::MemberLeft { member, .. }, .. } if member.user.id == person)));
}

pub async fn room9_the_last_owner_cannot_leave_and_the_last_member_deletes_the_room(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    assert_eq!(name(world.store.leave(room, owner).await), "LastOwner");
    world.store.leave(room, members[0]).await.unwrap();
    world.store.leave(room, owner).await.unwrap();
    assert_eq!(world.store.room(room, owner).await.unwrap(), None);
    let told = world.all_told().await;
    assert_eq!(versions(&told, room), [1, 2, 3, 4]);
    assert!(matches!(told.last(), Some(Change::RoomDeleted { .. })), "{told:?}");
}

pub async fn room13_pages_of_members_have_no_gap_and_no_repeat(world: &World) {
    let (room, owner, members) = world.room_with(7).await;
    let mut seen = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = world.store.members(room, owner, cursor.as_deref(), 3).await.unwrap();
        assert!(page.members.len() <= 3);
        assert!(page.members.iter().all(|member| member.presence == Presence::Offline));
        seen.extend(page.members.into_iter().map(|member| (member.user.id, member.role)));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    let mut expected = vec![(owner, Role::Owner)];
    expected.extend(members.iter().map(|member| (*member, Role::Member)));
    assert_eq!(seen, expected);
    assert_eq!(name(world.store.members(room, owner, Some("garbage"), 3).await), "InvalidCursor");
}

pub async fn the_notification_level_is_stored(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    world.store.set_notify(room, owner, Notify::Mentions).await.unwrap();
    let seen = world.see(room, owner).await;
    assert_eq!((seen.you.unwrap().notify, seen.version), (Notify::Mentions, 1));
    let stranger = world.person().await;
    assert_eq!(name(world.store.set_notify(room, stranger, Notify::None).await), "NotAMember");
}
