//! Administration: who may change what, suspensions, planned deletions, links, settings and usage.

use std::collections::BTreeMap;

use confluence_protocol::{
    AdminUser, AuditAction, Change, Nullable, PatchAdminSettings, PatchAdminUser, Role, RoomId, RoomKind,
    SetSuspension, SignUpPolicy, Timestamp, UserId,
};
use confluence_rights::{Administrator, Elevated, Inviter, ServerProof};
use confluence_store::{AuditFilter, NewInvite, NewSession, Rotation, Store};

use crate::world::{World, name};

pub const DAY: i64 = 24 * 3600;

/// An account with its first session.
pub struct Person {
    pub id: UserId,
    pub session: NewSession,
}

pub async fn sign_up(world: &World, username: &str) -> Person {
    let account = world.account(username);
    let session = account.session.clone();
    let (user, _) = world.store.sign_up(account).await.unwrap();
    Person { id: user.id, session }
}

pub async fn prove<P: ServerProof>(store: &Store, person: &Person, now: Timestamp) -> P {
    P::of(&store.standing(person.id, person.session.id, now).await.unwrap().unwrap()).unwrap()
}

/// The person's right to make changes, just confirmed.
pub async fn elevated(world: &World, person: &Person) -> Elevated {
    let now = world.now();
    let by: Administrator = prove(&world.store, person, now).await;
    world.store.elevate(by, now, now.plus_seconds(3600)).await.unwrap();
    prove(&world.store, person, now).await
}

pub fn promotion(is_admin: bool) -> PatchAdminUser {
    PatchAdminUser { is_admin: Some(is_admin), ..PatchAdminUser::default() }
}

pub fn suspension(until: Option<Timestamp>) -> PatchAdminUser {
    let suspended = Nullable::Value(SetSuspension { until, reason: Some("spam".parse().unwrap()) });
    PatchAdminUser { suspended, ..PatchAdminUser::default() }
}

async fn shown(world: &World, by: &Person, username: &str) -> AdminUser {
    let now = world.now();
    let by: Administrator = prove(&world.store, by, now).await;
    let query = username.parse().unwrap();
    let mut users = world.store.accounts(by, Some(&query), None, 50, now).await.unwrap().users;
    assert_eq!(users.len(), 1, "{users:?}");
    users.remove(0)
}

pub async fn admin2_elevation_belongs_to_the_session_and_ends_with_time_and_password(world: &World) {
    let (ana, now) = (sign_up(world, "ana").await, world.now());
    let other = world.session_for(ana.id);
    world.store.create_session(other.clone()).await.unwrap();
    let by: Administrator = prove(&world.store, &ana, now).await;
    let until = now.plus_seconds(900);
    world.store.elevate(by, now, until).await.unwrap();
    let standing = async |session, now| world.store.standing(ana.id, session, now).await.unwrap().unwrap();
    assert!(Elevated::of(&standing(ana.session.id, now).await).is_ok());
    assert_eq!(world.store.elevated_until(by, now).await.unwrap(), Some(until));
    assert!(Elevated::of(&standing(other.id, now).await).is_err(), "another session");
    assert!(Elevated::of(&standing(ana.session.id, until).await).is_err(), "too late");
    assert_eq!(world.store.elevated_until(by, until).await.unwrap(), None);
    world.store.set_password(ana.id, "new".to_owned(), Some(ana.session.id)).await.unwrap();
    assert!(Elevated::of(&standing(ana.session.id, now).await).is_err(), "another password");
    assert!(world.store.standing(ana.id, other.id, now).await.unwrap().is_none(), "a session that ended");
}

pub async fn admin2_an_elevation_that_ended_since_changes_nothing(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let by = elevated(world, &ana).await;
    world.store.set_password(ana.id, "new".to_owned(), Some(ana.session.id)).await.unwrap();
    let late = world.store.change_account(by, ben.id, promotion(true), world.now()).await;
    assert_eq!(name(late), "NotElevated");
    assert!(!shown(world, &ana, "ben").await.user.is_admin);
}

pub async fn admin3_two_administrators_who_remove_each_other_leave_one(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let by_ana = elevated(world, &ana).await;
    world.store.change_account(by_ana, ben.id, promotion(true), world.now()).await.unwrap();
    let by_ben = elevated(world, &ben).await;
    let (other, mut told) = world.open_again().await;
    let drain = tokio::spawn(async move { while told.recv().await.is_some() {} });
    let (first, second) = tokio::join!(
        world.store.change_account(by_ana, ben.id, promotion(false), world.now()),
        other.change_account(by_ben, ana.id, suspension(None), world.now()),
    );
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    let able = async |id, session| {
        let found = world.store.standing(id, session, world.now()).await.unwrap();
        found.is_some_and(|standing| Administrator::of(&standing).is_ok())
    };
    assert!(able(ana.id, ana.session.id).await != able(ben.id, ben.session.id).await);
    other.close().await;
    drain.await.unwrap();
}

pub async fn admin3_the_last_administrator_neither_steps_down_nor_is_suspended(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let by = elevated(world, &ana).await;
    let change = async |target, patch| world.store.change_account(by, target, patch, world.now()).await;
    assert_eq!(name(change(ana.id, promotion(false)).await), "LastAdmin");
    assert_eq!(name(change(ana.id, suspension(None)).await), "LastAdmin");
    assert_eq!(name(world.store.plan_account_deletion(by, ana.id, world.now()).await), "LastAdmin");
    // An administrator who is suspended cannot act.
    change(ben.id, promotion(true)).await.unwrap();
    change(ben.id, suspension(None)).await.unwrap();
    assert_eq!(name(change(ana.id, promotion(false)).await), "LastAdmin");
    assert_eq!(name(world.store.delete_account(ana.id, world.now()).await), "LastAdmin");
    assert_eq!(name(change(UserId::new(world.now()), promotion(true)).await), "NotFound");
}

pub async fn admin4_a_suspended_account_has_no_session_until_the_suspension_ends(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let by = elevated(world, &ana).await;
    let until = world.now().plus_seconds(DAY);
    let after = world.store.change_account(by, ben.id, suspension(Some(until)), world.now()).await.unwrap();
    let found = after.suspended.unwrap();
    assert_eq!((found.until, found.reason.as_str()), (Some(until), "spam"));
    assert_eq!(found.by.unwrap().id, ana.id);
    assert_eq!(after.sessions, 0);
    let ended =
        |change: &Change| matches!(change, Change::SessionEnded { user_id, .. } if *user_id == ben.id);
    assert_eq!(world.all_told().await.iter().filter(|change| ended(change)).count(), 1);
    let refused = world.store.create_session(world.session_for(ben.id)).await;
    assert_eq!(name(refused), "Suspended");
    let later = NewSession { now: until, expires_at: until.plus_seconds(60), ..world.session_for(ben.id) };
    world.store.create_session(later).await.unwrap();
    let ended = PatchAdminUser { suspended: Nullable::Null, ..PatchAdminUser::default() };
    let after = world.store.change_account(by, ben.id, ended, world.now()).await.unwrap();
    assert_eq!(after.suspended, None);
    world.store.create_session(world.session_for(ben.id)).await.unwrap();
}

pub async fn admin4_a_refresh_at_the_moment_of_a_suspension_gets_nothing_that_works(world: &World) {
    let ana = sign_up(world, "ana").await;
    let by = elevated(world, &ana).await;
    let (other, mut told) = world.open_again().await;
    let drain = tokio::spawn(async move { while told.recv().await.is_some() {} });
    for number in 0..10 {
        let ben = sign_up(world, &format!("ben{number}")).await;
        let now = world.now();
        let (old, new, newer) = (ben.session.refresh_hash, [number; 32], [100 + number; 32]);
        let (_, suspended) = tokio::join!(
            other.rotate(old, new, now, now.plus_seconds(3600)),
            world.store.change_account(by, ben.id, suspension(None), now),
        );
        suspended.unwrap();
        for token in [old, new] {
            let outcome = world.store.rotate(token, newer, now, now.plus_seconds(3600)).await.unwrap();
            assert_eq!(outcome, Rotation::Unknown);
        }
        assert!(world.store.live_sessions(&[ben.session.id], now).await.unwrap().is_empty());
    }
    other.close().await;
    drain.await.unwrap();
}

pub async fn admin5_a_planned_deletion_suspends_at_once_and_deletes_after_seven_days(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let by = elevated(world, &ana).await;
    let now = world.now();
    world.store.plan_account_deletion(by, ben.id, now).await.unwrap();
    let due = now.plus_seconds(7 * DAY);
    let found = shown(world, &ana, "ben").await;
    assert_eq!((found.delete_after, found.suspended.is_some(), found.sessions), (Some(due), true, 0));
    assert_eq!(name(world.store.create_session(world.session_for(ben.id)).await), "Suspended");
    assert!(!world.store.begin_planned_deletion(due.plus_millis(-1)).await.unwrap());
    let restored = world.store.restore_account(by, ben.id, world.now()).await.unwrap();
    assert_eq!((restored.delete_after, restored.suspended), (None, None));
    world.store.create_session(world.session_for(ben.id)).await.unwrap();
    assert!(!world.store.begin_planned_deletion(due).await.unwrap());
    world.store.plan_account_deletion(by, ben.id, now).await.unwrap();
    assert!(world.store.begin_planned_deletion(due).await.unwrap());
    assert!(world.store.user(ben.id).await.unwrap().unwrap().deleted);
    assert!(!world.store.begin_planned_deletion(due).await.unwrap());
    assert_eq!(name(world.store.restore_account(by, ben.id, world.now()).await), "NotFound");
}

pub async fn admin6_a_room_is_hidden_at_once_restored_or_deleted_after_seven_days(world: &World) {
    let ana = sign_up(world, "ana").await;
    let (owner, member) = (sign_up(world, "owner").await, sign_up(world, "member").await);
    let room = world.room(owner.id).await;
    world.store.join(room, member.id, world.now()).await.unwrap();
    world.fill(room, owner.id, 3).await;
    let by = elevated(world, &ana).await;
    let now = world.now();
    world.store.plan_room_deletion(by, room, now).await.unwrap();
    assert_eq!(world.store.seat(room, owner.id).await.unwrap(), None);
    assert!(world.store.deleted_rooms(owner.id, now).await.unwrap().rooms.is_empty());
    assert_eq!(name(world.store.undelete_room(owner.id, room, None, now).await), "NotFound");
    let gone = |change: &Change| matches!(change, Change::RoomDeleted { room_id } if *room_id == room);
    assert!(world.all_told().await.iter().any(gone));
    let due = now.plus_seconds(7 * DAY);
    let reader: Administrator = prove(&world.store, &ana, now).await;
    let listed = async || world.store.rooms_as_numbers(reader, None, None, 50).await.unwrap().rooms;
    let found = listed().await.remove(0);
    assert_eq!(
        (found.id, found.delete_after, found.message_count, found.member_count),
        (room, Some(due), 3, 2)
    );
    assert!(!world.store.begin_planned_deletion(due.plus_millis(-1)).await.unwrap());

    // Meanwhile the owner deletes their account.
    world.store.delete_account(owner.id, world.now()).await.unwrap();
    let shown = world.store.restore_room(by, room, world.now()).await.unwrap();
    assert_eq!((shown.delete_after, shown.member_count, shown.owner_count), (None, 1, 1), "it has an heir");
    assert_eq!(world.see(room, member.id).await.you.unwrap().role, Role::Owner);
    assert_eq!(world.see(room, member.id).await.member_count, 1);
    let joined = |change: &Change| matches!(change, Change::Joined { user_id, .. } if *user_id == member.id);
    assert!(world.all_told().await.iter().any(joined));

    let rooms = world.count("rooms").await;
    world.store.plan_room_deletion(by, room, now).await.unwrap();
    assert!(world.store.begin_planned_deletion(due).await.unwrap());
    while world.store.do_chore().await.unwrap() {}
    assert_eq!(world.count("messages").await, 0);
    assert_eq!(world.count("rooms").await, rooms - 1);
    assert!(listed().await.iter().all(|found| found.id != room));
    assert_eq!(name(world.store.plan_room_deletion(by, room, now).await), "NotFound");
}

pub async fn admin6_direct_rooms_are_only_counted(world: &World) {
    let (ana, ben, cleo) =
        (sign_up(world, "ana").await, sign_up(world, "ben").await, sign_up(world, "cleo").await);
    let direct = world.store.direct(ben.id, vec![cleo.id], world.now()).await.unwrap().0.id;
    let by = elevated(world, &ana).await;
    let reader: Administrator = prove(&world.store, &ana, world.now()).await;
    let rooms = world.store.rooms_as_numbers(reader, None, None, 50).await.unwrap().rooms;
    assert!(rooms.is_empty());
    assert_eq!(world.store.usage(reader, world.now()).await.unwrap().rooms.direct, 1);
    assert_eq!(name(world.store.plan_room_deletion(by, direct, world.now()).await), "NotFound");
    assert_eq!(name(world.store.set_owner(by, direct, ben.id, world.now()).await), "NotFound");
}

pub async fn admin6_lists_are_paged_without_gap_or_repeat(world: &World) {
    let ana = sign_up(world, "ana").await;
    let mut rooms = Vec::new();
    for number in 0..5 {
        sign_up(world, &format!("user{number}")).await;
        let kind = if number % 2 == 0 { RoomKind::Public } else { RoomKind::Private };
        let new = world.new_room(ana.id, kind, &format!("Room {number}"));
        rooms.push(world.store.create_room(new).await.unwrap().id);
    }
    let by: Administrator = prove(&world.store, &ana, world.now()).await;
    let (mut names, mut ids, mut cursor) = (Vec::new(), Vec::new(), None);
    loop {
        let page = world.store.accounts(by, None, cursor.as_deref(), 2, world.now()).await.unwrap();
        names.extend(page.users.into_iter().map(|user| user.user.username));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(names, ["ana", "user0", "user1", "user2", "user3", "user4"]);
    loop {
        let page = world.store.rooms_as_numbers(by, None, cursor.as_deref(), 2).await.unwrap();
        for room in &page.rooms {
            assert_eq!(
                (room.owner_count, room.owners.len()),
                (1, usize::from(room.kind == RoomKind::Public))
            );
        }
        ids.extend(page.rooms.into_iter().map(|room| room.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(ids, rooms);
    let query = "room 3".parse().unwrap();
    let found = world.store.rooms_as_numbers(by, Some(&query), None, 50).await.unwrap();
    assert_eq!(found.rooms.iter().map(|room| room.id).collect::<Vec<_>>(), [rooms[3]]);
}

async fn invite(world: &World, room: RoomId, by: UserId) {
    let now = world.now();
    let code = format!("code-{}", now.as_millis()).parse().unwrap();
    let new = NewInvite { code, created_at: now, expires_at: None, max_uses: None, guest_until: None };
    let by: Inviter = world.store.prove(room, by).await.unwrap();
    world.store.0.create_invite(by, new).await.unwrap();
}

pub async fn admin7_invites_of_all_rooms_are_listed_and_revoked_without_their_codes(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let open = world.room(ben.id).await;
    let closed = world.store.create_room(world.new_room(ben.id, RoomKind::Private, "Den")).await.unwrap().id;
    for room in [open, closed, open] {
        invite(world, room, ben.id).await;
    }
    let by = elevated(world, &ana).await;
    let reader: Administrator = prove(&world.store, &ana, world.now()).await;
    let first = world.store.all_invites(reader, None, 2).await.unwrap();
    let second = world.store.all_invites(reader, first.next_cursor.as_deref(), 2).await.unwrap();
    let all = [first.invites, second.invites].concat();
    assert_eq!(all.iter().map(|invite| invite.room.id).collect::<Vec<_>>(), [open, closed, open]);
    let creators: Vec<_> = all.iter().map(|invite| invite.created_by.as_ref().map(|user| user.id)).collect();
    assert_eq!(creators, [Some(ben.id), None, Some(ben.id)]);
    world.store.revoke_invite(by, all[1].id, world.now()).await.unwrap();
    assert_eq!(name(world.store.revoke_invite(by, all[1].id, world.now()).await), "InviteNotFound");
    assert_eq!(world.store.all_invites(reader, None, 50).await.unwrap().invites.len(), 2);
}

pub async fn admin8_a_link_sets_the_password_once(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let by = elevated(world, &ana).await;
    let now = world.now();
    let until = now.plus_seconds(DAY);
    let make = async |hash| world.store.make_password_link(by, ben.id, hash, now, until).await.unwrap();
    let owner =
        async |hash, now| world.store.owner_of_password_link(hash, now).await.unwrap().map(|user| user.id);
    make([1; 32]).await;
    make([2; 32]).await;
    assert_eq!(owner([1; 32], now).await, None, "a later link replaces it");
    assert_eq!(owner([2; 32], until).await, None, "it has expired");
    assert_eq!(owner([2; 32], now).await, Some(ben.id));
    let uses = (0..5).map(|n| world.store.use_password_link([2; 32], format!("hash {n}"), now));
    let outcomes = futures_util::future::join_all(uses).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(owner([2; 32], now).await, None);
    assert!(world.store.live_sessions(&[ben.session.id], now).await.unwrap().is_empty());
    // Any other new password ends a link as well.
    make([3; 32]).await;
    world.store.set_password(ben.id, "own".to_owned(), None).await.unwrap();
    assert_eq!(name(world.store.use_password_link([3; 32], "late".to_owned(), now).await), "NotFound");
    make([4; 32]).await;
    world.store.forget_password_links(until).await.unwrap();
    assert_eq!(world.count("password_links").await, 0);
}

pub async fn admin9_settings_override_the_environment_and_new_accounts_join_default_rooms(world: &World) {
    let ana = sign_up(world, "ana").await;
    let by = elevated(world, &ana).await;
    let reader: Administrator = prove(&world.store, &ana, world.now()).await;
    let open = world.room(ana.id).await;
    let closed = world.store.create_room(world.new_room(ana.id, RoomKind::Private, "Den")).await.unwrap().id;
    let change = async |patch| world.store.change_settings(by, patch, world.now()).await;
    let rooms = |rooms: Vec<RoomId>| PatchAdminSettings {
        default_room_ids: Some(rooms),
        ..PatchAdminSettings::default()
    };
    assert_eq!(name(change(rooms(vec![open, closed])).await), "NotFound");
    let set = change(rooms(vec![open])).await.unwrap();
    assert_eq!(set.default_rooms.iter().map(|room| room.id).collect::<Vec<_>>(), [open]);
    assert_eq!(world.store.settings(reader).await.unwrap(), set);
    let ben = sign_up(world, "ben").await;
    assert_eq!(world.see(open, ben.id).await.you.unwrap().role, Role::Member);
    let sign_ups = |sign_up| PatchAdminSettings { sign_up, ..PatchAdminSettings::default() };
    change(sign_ups(Nullable::Value(SignUpPolicy::Closed))).await.unwrap();
    assert_eq!(world.store.sign_up_policy().await.unwrap(), Some(SignUpPolicy::Closed));
    assert_eq!(name(world.store.sign_up(world.account("cleo")).await), "SignUpClosed");
    change(sign_ups(Nullable::Null)).await.unwrap();
    // A default room that is deleted is left out.
    world.store.plan_room_deletion(by, open, world.now()).await.unwrap();
    sign_up(world, "cleo").await;
    assert!(world.store.settings(reader).await.unwrap().default_rooms.is_empty());
}

pub async fn admin10_usage_counts_people_rooms_messages_and_days(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let room = world.room(ana.id).await;
    world.fill(room, ana.id, 4).await;
    let by = elevated(world, &ana).await;
    world.store.change_account(by, ben.id, suspension(None), world.now()).await.unwrap();
    let now = world.now();
    let today = now.as_millis() / (DAY * 1000);
    let days: BTreeMap<i64, i64> = [(today, 2), (today - 29, 1), (today - 30, 9)].into();
    world.store.count_messages(days).await.unwrap();
    world.store.count_messages([(today, 3)].into()).await.unwrap();
    let reader: Administrator = prove(&world.store, &ana, now).await;
    let usage = world.store.usage(reader, now).await.unwrap();
    assert_eq!((usage.people.total, usage.people.suspended, usage.people.active_1_day), (2, 1, 2));
    assert_eq!((usage.rooms.public, usage.rooms.private, usage.rooms.direct), (1, 0, 0));
    assert_eq!((usage.messages, usage.files, usage.storage_bytes), (4, 0, 0));
    assert_eq!(usage.days.len(), 30);
    assert_eq!((usage.days[29].messages, usage.days[0].messages), (5, 1));
    assert_eq!(usage.days[29].date, now.to_string()[..10]);
    let later = world.store.usage(reader, now.plus_seconds(40 * DAY)).await.unwrap();
    assert_eq!((later.people.active_30_days, later.days[29].messages), (0, 0));
}

pub async fn admin11_every_act_is_in_the_audit_log(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let room = world.room(ben.id).await;
    let by = elevated(world, &ana).await;
    let store = &world.store;
    store.change_account(by, ben.id, promotion(true), world.now()).await.unwrap();
    store.change_account(by, ben.id, suspension(None), world.now()).await.unwrap();
    store.plan_account_deletion(by, ben.id, world.now()).await.unwrap();
    store.restore_account(by, ben.id, world.now()).await.unwrap();
    store.end_sessions(by, ben.id, world.now()).await.unwrap();
    store.plan_room_deletion(by, room, world.now()).await.unwrap();
    store.restore_room(by, room, world.now()).await.unwrap();
    store.record_failed_sign_in(Some(ben.id), "wrong password".to_owned(), world.now()).await.unwrap();
    store.reset_password_as_operator(ben.id, "hash".to_owned(), world.now()).await.unwrap();
    let log = store.audit_page(AuditFilter::default(), None, 50).await.unwrap().entries;
    let found: Vec<_> = log.iter().rev().map(|entry| entry.action).collect();
    let expected = [
        AuditAction::Elevated,
        AuditAction::AdminAdded,
        AuditAction::UserSuspended,
        AuditAction::UserDeleted,
        AuditAction::UserRestored,
        AuditAction::SessionsEnded,
        AuditAction::RoomDeleted,
        AuditAction::RoomUndeleted,
        AuditAction::SignInFailed,
        AuditAction::PasswordReset,
    ];
    assert_eq!(found, expected);
    assert_eq!((&log[0].actor, &log[1].actor), (&None, &None));
    assert_eq!(log[9].actor.as_ref().unwrap().id, ana.id);
    assert_eq!(log[7].detail, "spam");
}
