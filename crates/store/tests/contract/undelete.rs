//! For seven days, the owners of a room can restore it after one of them has deleted it.

use confluence_protocol::{AuditAction, Change, Role, RoomKind, Timestamp};
use confluence_store::{AuditFilter, NewRoom, StoreError};

use crate::{
    acting::NOW,
    world::{World, name},
};

const DAY: i64 = 24 * 3600;

pub async fn room33_an_owner_restores_a_deleted_room_with_everything_in_it(world: &World) {
    let (room, owner, members) = world.room_with(3).await;
    world.store.set_role(room, owner, members[0], Role::Owner).await.unwrap();
    world.store.set_role(room, owner, members[1], Role::Moderator).await.unwrap();
    let said = world.say(room, members[2], "hello").await.message;
    world.store.delete_room(room, owner).await.unwrap();

    let store = &world.store;
    let deleted = store.deleted_rooms(members[0], NOW).await.unwrap().rooms;
    assert_eq!(deleted.len(), 1);
    assert_eq!((deleted[0].id, deleted[0].member_count, deleted[0].deleted_at), (room, 4, NOW));
    assert_eq!(deleted[0].delete_after, NOW.plus_seconds(7 * DAY));
    for other in [members[1], members[2], world.person().await] {
        assert!(store.deleted_rooms(other, NOW).await.unwrap().rooms.is_empty());
        assert_eq!(name(store.undelete_room(other, room, None, NOW).await), "NotFound");
    }
    let before = world.all_told().await.len();
    let restored = store.undelete_room(members[0], room, None, NOW).await.unwrap();
    assert_eq!((restored.id, restored.member_count, restored.last_seq), (room, 4, 1));
    for (person, role) in [(owner, Role::Owner), (members[1], Role::Moderator), (members[2], Role::Member)] {
        assert_eq!(world.see(room, person).await.you.unwrap().role, role);
    }
    assert_eq!(store.message(room, said.id, owner).await.unwrap().unwrap().body, "hello");
    let told = world.all_told().await;
    let joined = |change: &&Change| matches!(change, Change::Joined { room_id, .. } if *room_id == room);
    assert_eq!(told[before..].iter().filter(joined).count(), 4, "open clients get the room back");

    // Repeating it changes nothing, and its deletion is no longer planned.
    let again = store.undelete_room(members[0], room, None, NOW).await.unwrap();
    assert_eq!(again.version, restored.version);
    assert_eq!(name(store.undelete_room(members[1], room, None, NOW).await), "NotFound");
    store.let_rooms_go().await.unwrap();
    assert_eq!(world.see(room, owner).await.member_count, 4);
    assert!(store.deleted_rooms(owner, NOW).await.unwrap().rooms.is_empty());
}

pub async fn room33_administrators_do_not_learn_who_restored_a_private_room(world: &World) {
    let owner = world.person().await;
    for (kind, named) in [(RoomKind::Public, Some(owner)), (RoomKind::Private, None)] {
        let room = world.store.create_room(world.new_room(owner, kind, "Room")).await.unwrap().id;
        world.store.delete_room(room, owner).await.unwrap();
        world.store.undelete_room(owner, room, None, NOW).await.unwrap();
        let filter = AuditFilter { room: Some(room), ..AuditFilter::default() };
        let entries = world.store.audit_page(filter, None, 50).await.unwrap().entries;
        for action in [AuditAction::RoomDeleted, AuditAction::RoomUndeleted] {
            let entry = entries.iter().find(|entry| entry.action == action).unwrap();
            assert_eq!(entry.actor.as_ref().map(|actor| actor.id), named, "{action:?}");
            assert_eq!(entry.private, named.is_none(), "{action:?}");
        }
    }
}

pub async fn room33_nobody_restores_a_room_after_seven_days_or_above_their_limit(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let store = &world.store;
    store.delete_room(room, owner).await.unwrap();
    let made = NewRoom { most_owned: Some(1), ..world.new_room(owner, RoomKind::Public, "Next") };
    let next = store.create_room(made).await.unwrap();
    assert_eq!(name(store.undelete_room(owner, room, Some(1), NOW).await), "LimitReached");
    store.delete_room(next.id, owner).await.unwrap();
    let due: Timestamp = NOW.plus_seconds(7 * DAY);
    // The deletion itself may be late.
    assert!(store.deleted_rooms(owner, due).await.unwrap().rooms.is_empty());
    assert_eq!(name(store.undelete_room(owner, room, Some(1), due).await), "NotFound");
    store.undelete_room(owner, room, Some(1), due.plus_millis(-1)).await.unwrap();
    store.let_rooms_go().await.unwrap();
    assert!(matches!(store.undelete_room(owner, next.id, None, NOW).await, Err(StoreError::NotFound)));
}
