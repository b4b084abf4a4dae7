//! Roles, removals, bans and direct rooms.

use confluence_protocol::{
    Change, LeaveReason, Notify, PatchMembership, PatchRoom, Role, RoomKind, RoomSort, ServerFrame, SetBan,
    Timestamp, UserId,
};
use confluence_rights::Moderator;
use confluence_store::{NewInvite, StoreError};
use futures_util::FutureExt;
use sqlx::Executor;

use crate::world::{World, commit_once_awaited, name, versions};

pub async fn only_owners_give_roles(world: &World) {
    let (room, owner, members) = world.room_with(2).await;
    let (ana, ben) = (members[0], members[1]);
    let set = async |by, target, role| world.store.set_role(room, by, target, role).await;
    let made = set(owner, ana, Role::Moderator).await.unwrap();
    assert_eq!((made.user.id, made.role), (ana, Role::Moderator));
    set(owner, ana, Role::Moderator).await.unwrap();
    assert_eq!(world.see(room, ana).await.version, 4, "the same role again changes nothing");
    assert_eq!(name(set(ana, ben, Role::Moderator).await), "OnlyOwners");
    assert_eq!(name(set(ben, ana, Role::Member).await), "OnlyModerators");
    assert_eq!(name(set(owner, world.person().await, Role::Moderator).await), "NotFound");
    assert_eq!(name(set(owner, owner, Role::Member).await), "LastOwner");
    set(owner, ben, Role::Owner).await.unwrap();
    set(owner, owner, Role::Member).await.unwrap();
    assert_eq!(world.see(room, owner).await.you.unwrap().role, Role::Member);
    let told = world.all_told().await;
    assert_eq!(versions(&told, room), (1..=6).collect::<Vec<_>>());
    assert!(told.iter().any(|change| matches!(change,
        Change::Room { version: 4, frame: ServerFrame::MemberUpdated { member, .. }, .. }
            if member.user.id == ana && member.role == Role::Moderator)));
}

pub async fn room21_an_owner_alone_stays_owner_but_can_leave(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    for role in [Role::Moderator, Role::Member] {
        assert_eq!(name(world.store.set_role(room, owner, owner, role).await), "LastOwner");
    }
    assert_eq!(world.see(room, owner).await.you.unwrap().role, Role::Owner);
    world.store.leave(room, owner).await.unwrap();
}

pub async fn moderators_remove_members_and_owners_remove_anybody(world: &World) {
    let (room, owner, members) = world.room_with(4).await;
    for moderator in &members[..2] {
        world.store.set_role(room, owner, *moderator, Role::Moderator).await.unwrap();
    }
    let remove = async |by, target| world.store.remove_member(room, by, target).await;
    assert_eq!(name(remove(members[0], members[1]).await), "Outranked");
    assert_eq!(name(remove(members[0], owner).await), "Outranked");
    assert_eq!(name(remove(members[2], members[3]).await), "OnlyModerators");
    assert_eq!(name(remove(owner, owner).await), "LastOwner");
    remove(members[0], members[2]).await.unwrap();
    assert_eq!(name(remove(members[0], members[2]).await), "NotFound");
    remove(owner, members[1]).await.unwrap();
    assert_eq!(world.see(room, members[1]).await.you, None);
    world
        .told(|changes| {
            changes.iter().find(|change| {
                matches!(change, Change::Left { user_id, reason: LeaveReason::Removed, .. } if *user_id == members[2])
            }).map(|_| ())
        })
        .await;
}

pub async fn an_owner_alone_who_removes_themselves_deletes_the_room(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    world.store.remove_member(room, owner, owner).await.unwrap();
    assert_eq!(world.store.room(room, owner).await.unwrap(), None);
    assert!(world.store.chores_due().now_or_never().is_some(), "its rows are deleted now, not in a minute");
}

pub async fn a_ban_removes_the_member_and_overrides_invites(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let (ana, stranger) = (members[0], world.person().await);
    let code = format!("code-{}", world.now().as_millis()).parse().unwrap();
    let invite =
        NewInvite { code, created_at: world.now(), expires_at: None, max_uses: None, guest_until: None };
    let code = world.store.create_invite(room, owner, invite).await.unwrap().code;
    let ban =
        async |by, target, reason: Option<&str>| world.store.ban(room, by, target, reason, world.now()).await;
    assert_eq!(name(ban(ana, stranger, None).await), "OnlyModerators");
    assert_eq!(name(ban(owner, owner, None).await), "Outranked");
    assert_eq!(name(ban(owner, UserId::new(world.now()), None).await), "NotFound");
    ban(owner, ana, Some("noise")).await.unwrap();
    ban(owner, ana, Some("again")).await.unwrap();
    ban(owner, stranger, None).await.unwrap();
    let seat = world.store.seat(room, ana).await.unwrap().unwrap();
    assert_eq!((seat.role(), seat.is_banned(), seat.people()), (None, true, 1));
    assert_eq!(name(world.store.join(room, ana, world.now()).await), "Hidden");
    assert_eq!(name(world.store.accept_invite(&code, ana, world.now()).await), "Banned");
    assert!(world.store.directory(ana, None, RoomSort::Name, None, 50).await.unwrap().rooms.is_empty());
    let first = world.store.bans(room, owner, None, 1).await.unwrap();
    let rest = world.store.bans(room, owner, first.next_cursor.as_deref(), 1).await.unwrap();
    let bans: Vec<_> = first.bans.iter().chain(&rest.bans).collect();
    assert_eq!(bans.iter().map(|ban| ban.user.id).collect::<Vec<_>>(), [stranger, ana]);
    assert_eq!((bans[1].reason.as_str(), bans[1].created_by, rest.next_cursor), ("again", owner, None));
    assert_eq!(name(world.store.bans(room, owner, Some("garbage"), 50).await), "InvalidCursor");
    world.store.unban(room, owner, ana).await.unwrap();
    world.store.unban(room, owner, ana).await.unwrap();
    assert_eq!(world.see(room, ana).await.you, None);
    world.store.join(room, ana, world.now()).await.unwrap();
    let told = world.all_told().await;
    assert!(told.iter().any(|change| matches!(change,
        Change::Left { user_id, reason: LeaveReason::Banned, .. } if *user_id == ana)));
}

pub async fn a_ban_with_an_end_ends_by_itself(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let ana = members[0];
    let ends = |until| SetBan { reason: None, until: Some(until) };
    // The clock of the database decides.
    let (past, future) = (Timestamp::from_millis(1), Timestamp::from_millis(4_000_000_000_000));
    let by: Moderator = world.store.prove(room, owner).await.unwrap();
    world.store.0.ban(by, ana, ends(future), world.now()).await.unwrap();
    assert!(world.store.seat(room, ana).await.unwrap().unwrap().is_banned());
    let bans = world.store.bans(room, owner, None, 50).await.unwrap().bans;
    assert_eq!(bans.iter().map(|ban| (ban.user.id, ban.until)).collect::<Vec<_>>(), [(ana, Some(future))]);
    // Banning again changes the end.
    world.store.0.ban(by, ana, ends(past), world.now()).await.unwrap();
    assert!(!world.store.seat(room, ana).await.unwrap().unwrap().is_banned());
    assert!(world.store.bans(room, owner, None, 50).await.unwrap().bans.is_empty());
    assert_eq!(world.store.directory(ana, None, RoomSort::Name, None, 50).await.unwrap().rooms[0].id, room);
    world.store.join(room, ana, world.now()).await.unwrap();
    world.say(room, ana, "back again").await;
    // After the end it is another ban, with a beginning of its own, which a change of it keeps.
    let begun = world.now();
    for now in [begun, world.now()] {
        let ban = world.store.0.ban(by, ana, ends(future), now).await.unwrap();
        assert_eq!(ban.created_at, begun);
    }
}

pub async fn room23_bans_are_deleted_a_day_after_their_end(world: &World) {
    let (room, owner, members) = world.room_with(3).await;
    let by: Moderator = world.store.prove(room, owner).await.unwrap();
    let end = Timestamp::from_millis(4_000_000_000_000);
    for (member, until) in members.iter().zip([None, Some(end), Some(end.plus_seconds(3600))]) {
        let ban = SetBan { reason: None, until };
        world.store.0.ban(by, *member, ban, world.now()).await.unwrap();
    }
    let day = 24 * 3600;
    while world.store.forget_bans(end.plus_seconds(day)).await.unwrap() {}
    assert_eq!(world.count("bans").await, 3);
    while world.store.forget_bans(end.plus_seconds(day + 1)).await.unwrap() {}
    assert_eq!(world.count("bans").await, 2);
    while world.store.forget_bans(end.plus_seconds(2 * day)).await.unwrap() {}
    assert_eq!(world.count("bans").await, 1, "a ban without an end stays");
}

pub async fn a_closed_direct_room_opens_when_somebody_writes(world: &World) {
    let (ana, ben) = (world.person().await, world.person().await);
    let store = &world.store;
    let room = store.direct(ana, vec![ben], world.now()).await.unwrap().0;
    assert_eq!(room.people.iter().map(|user| user.id).collect::<Vec<_>>(), [ana, ben]);
    let closed = async |viewer| {
        let listed = store.rooms_of(viewer).await.unwrap();
        let listed = listed.into_iter().find(|summary| summary.room.id == room.id).unwrap().room;
        assert_eq!(listed.people, room.people);
        let alone = world.see(room.id, viewer).await;
        assert_eq!(
            (alone.you.as_ref().unwrap().closed, &alone.people),
            (listed.you.unwrap().closed, &room.people)
        );
        alone.you.unwrap().closed
    };
    assert_eq!((closed(ana).await, closed(ben).await), (false, true), "nobody has written to Ben yet");
    world.say(room.id, ana, "hello").await;
    assert!(!closed(ben).await);
    store.set_closed(room.id, ben, true).await.unwrap();
    store.set_closed(room.id, ben, true).await.unwrap();
    assert_eq!((closed(ana).await, closed(ben).await), (false, true));
    world.say(room.id, ana, "are you there?").await;
    assert!(!closed(ben).await);
    store.set_closed(room.id, ben, true).await.unwrap();
    let muted = PatchMembership { notify: Some(Notify::None), ..PatchMembership::default() };
    let by = store.prove(room.id, ben).await.unwrap();
    store.0.set_membership(by, muted).await.unwrap();
    store.direct(ben, vec![ana], world.now()).await.unwrap();
    assert!(!closed(ben).await, "asking for the room opens it");
    assert_eq!(world.see(room.id, ben).await.you.unwrap().notify, Notify::None);
    let told = world.all_told().await;
    let settings: Vec<_> = told
        .iter()
        .filter_map(|change| match change {
            Change::Membership { user_id, closed, .. } if *user_id == ben => Some(*closed),
            _ => None,
        })
        .collect();
    assert_eq!(settings, [true, true, true, false], "a repeat tells nobody");
    // Other rooms cannot be closed.
    let (other, owner, _) = world.room_with(1).await;
    store.set_closed(other, owner, true).await.unwrap();
    assert!(!world.see(other, owner).await.you.unwrap().closed);
}

pub async fn the_same_people_always_get_the_same_direct_room(world: &World) {
    let (ana, ben, carl) = (world.person().await, world.person().await, world.person().await);
    let store = &world.store;
    let (room, fresh) = store.direct(ana, vec![ben, ben, ana], world.now()).await.unwrap();
    assert!(fresh);
    assert_eq!(
        (room.kind, room.name.as_str(), room.member_count, room.version),
        (RoomKind::Direct, "", 2, 2)
    );
    assert_eq!(room.you.as_ref().unwrap().role, Role::Member);
    let (same, fresh) = store.direct(ben, vec![ana], world.now()).await.unwrap();
    assert_eq!((same.id, fresh), (room.id, false));
    let (three, fresh) = store.direct(ana, vec![carl, ben], world.now()).await.unwrap();
    assert!(fresh && three.id != room.id && three.member_count == 3);
    world.say(room.id, ana, "hello").await;
    let direct = |refused: Result<(), StoreError>| assert_eq!(name(refused), "DirectRoom");
    direct(store.leave(room.id, ana).await);
    direct(store.delete_room(room.id, ana).await);
    direct(store.update_room(room.id, ana, PatchRoom::default(), None).await.map(drop));
    direct(store.set_role(room.id, ana, ben, Role::Owner).await.map(drop));
    direct(store.remove_member(room.id, ana, ben).await);
    direct(store.ban(room.id, ana, ben, None, world.now()).await);
    assert_eq!(name(store.join(room.id, carl, world.now()).await), "Hidden");
    assert_eq!(name(store.direct(ana, vec![], world.now()).await), "NotFound");
    assert_eq!(name(store.direct(ana, vec![UserId::new(world.now())], world.now()).await), "NotFound");
    store.delete_account(ben, world.now()).await.unwrap();
    assert_eq!(name(store.direct(ana, vec![ben], world.now()).await), "NotFound");
    assert_eq!(world.see(room.id, ana).await.member_count, 1);
}

/// Only on PostgreSQL, where another node can change accounts while this one waits.
pub async fn dm1_no_room_begins_with_an_account_that_is_deleted_meanwhile(world: &World) {
    let (ana, ben) = (world.person().await, world.person().await);
    let (elsewhere, ..) = world.room_with(0).await;
    let Some(mut node) = world.hold(elsewhere).await else { return };
    node.execute("SELECT value FROM meta WHERE key = 'epoch' FOR NO KEY UPDATE").await.unwrap();
    let delete = sqlx::query("UPDATE users SET deleted_at = 1 WHERE id = $1").bind(ben.as_uuid());
    delete.execute(&mut node).await.unwrap();
    let direct = world.store.direct(ana, vec![ben], world.now());
    let (started, ()) = tokio::join!(direct, commit_once_awaited(node));
    assert_eq!(name(started), "NotFound");
    assert_eq!(world.count("direct_rooms").await, 0);
}

pub async fn dm1_a_person_creates_a_limited_number_of_direct_rooms(world: &World) {
    let [ana, ben, cleo] = [world.person().await, world.person().await, world.person().await];
    let direct =
        async |by, other| world.store.direct(by, vec![other], world.now()).await.map(|(room, _)| room.id);
    // Each of them has created all but one.
    world
        .sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
             INSERT INTO rooms (id, kind, name, name_folded, description, created_by, created_at, posting, version,
                                last_seq, members_version, member_count, last_message_at, changed_at)
             SELECT randomblob(16), 'direct', '', '', '', u.id, 1, 'everyone', 1, 0, 1, 2, 1, 1 FROM users u, n",
            "INSERT INTO rooms (id, kind, name, name_folded, description, created_by, created_at, posting, version,
                                last_seq, members_version, member_count, last_message_at, changed_at)
             SELECT gen_random_uuid(), 'direct', '', '', '', u.id, 1, 'everyone', 1, 0, 1, 2, 1, 1
             FROM users u, generate_series(1, 999)",
        )
        .await;
    let last = direct(ana, ben).await.unwrap();
    assert_eq!(name(direct(ana, cleo).await), "LimitReached");
    assert_eq!(direct(ana, ben).await.unwrap(), last, "one that exists is no new one");
    let theirs = direct(cleo, ana).await.unwrap();
    assert_eq!(direct(ana, cleo).await.unwrap(), theirs, "those that others create do not count");
    // Deleted rooms do not count.
    let delete = "UPDATE rooms SET deleted_at = 1 WHERE id NOT IN (SELECT room_id FROM direct_rooms)";
    world.sql(delete, delete).await;
    let dora = world.person().await;
    direct(ana, dora).await.unwrap();
}
