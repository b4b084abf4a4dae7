//! Guests: accounts that are in one room until a date.

use confluence_protocol::{
    Change, GroupId, InviteCode, Nullable, PatchAdminSettings, PatchAdminUser, Role, RoomId, RoomKind,
    ServerFrame, Timestamp, User, UserId,
};
use confluence_store::{ActsRange, Keeper, NewAccount, NewInvite, Rotation, StoreError};

use crate::{
    acting::NOW,
    admin,
    world::{World, name},
};

const DAY: i64 = 24 * 3600;

/// An invite for guests of the room, until `until`.
async fn invite(world: &World, room: RoomId, by: UserId, until: Option<Timestamp>) -> InviteCode {
    let now = world.now();
    let new = NewInvite {
        code: format!("guests-{}", now.as_millis()).parse().unwrap(),
        created_at: now,
        expires_at: None,
        max_uses: None,
        guest_until: until,
    };
    world.store.create_invite(room, by, new).await.unwrap().code
}

async fn attempt(
    world: &World,
    room: RoomId,
    by: UserId,
    until: Option<Timestamp>,
) -> Result<(), StoreError> {
    let code = format!("attempt-{}", world.now().as_millis()).parse().unwrap();
    let new =
        NewInvite { code, created_at: world.now(), expires_at: None, max_uses: None, guest_until: until };
    world.store.create_invite(room, by, new).await.map(drop)
}

async fn sign_up(world: &World, username: &str, code: &InviteCode) -> Result<User, StoreError> {
    let account = NewAccount { invite: Some(code.clone()), ..world.account(username) };
    world.store.sign_up(account).await.map(|(user, _)| user)
}

/// A private room with its owner and a guest who may stay for a day.
async fn visited(world: &World) -> (RoomId, UserId, UserId, Timestamp) {
    let owner = world.person().await;
    let room = world.store.create_room(world.new_room(owner, RoomKind::Private, "Den")).await.unwrap().id;
    let until = NOW.plus_seconds(DAY);
    let code = invite(world, room, owner, Some(until)).await;
    let guest = sign_up(world, "gast", &code).await.unwrap();
    assert_eq!(guest.guest_until, Some(until));
    (room, owner, guest.id, until)
}

async fn public(world: &World, owner: UserId) -> RoomId {
    world.store.create_room(world.new_room(owner, RoomKind::Public, "Square")).await.unwrap().id
}

async fn rooms_of(world: &World, user: UserId) -> Vec<RoomId> {
    world.store.rooms_of(user).await.unwrap().into_iter().map(|summary| summary.room.id).collect()
}

pub async fn guest1_whoever_signs_up_with_an_invite_for_guests_is_in_its_room_only(world: &World) {
    let chief = admin::sign_up(world, "chief").await;
    let by = admin::elevated(world, &chief).await;
    let lobby = Some(vec![public(world, chief.id).await]);
    let patch = PatchAdminSettings { default_room_ids: lobby, ..PatchAdminSettings::default() };
    world.store.change_settings(by, patch, world.now()).await.unwrap();
    let (room, owner, guest, until) = visited(world).await;
    assert_eq!(rooms_of(world, guest).await, [room], "guests join no default rooms");
    let members = world.store.members(room, owner, None, 50).await.unwrap().members;
    let ends: Vec<_> = members.iter().map(|member| member.guest_until).collect();
    assert_eq!(ends, [None, Some(until)]);

    // Only moderators invite guests, and the invite ends with their stay.
    let square = public(world, owner).await;
    let member = world.person().await;
    world.store.join(square, member, world.now()).await.unwrap();
    assert_eq!(name(attempt(world, square, member, Some(until)).await), "OnlyModerators");
    let code = invite(world, room, owner, Some(until)).await;
    let card = world.store.invite_card(&code, world.now()).await.unwrap();
    assert_eq!(card.guest_until, Some(until));
    assert_eq!(name(world.store.invite_card(&code, until).await), "InviteExpired");
    // It ends with the right to make it, although a member of a public room may make others.
    world.store.set_role(square, owner, member, Role::Moderator).await.unwrap();
    let theirs = invite(world, square, member, Some(until)).await;
    let plain = invite(world, square, member, None).await;
    world.store.set_role(square, owner, member, Role::Member).await.unwrap();
    assert_eq!(name(world.store.invite_card(&theirs, world.now()).await), "InviteNotFound");
    world.store.invite_card(&plain, world.now()).await.unwrap();
    // For somebody with an account it is an invite like any other.
    world.store.accept_invite(&code, member, world.now()).await.unwrap();
    assert_eq!(world.store.user(member).await.unwrap().unwrap().guest_until, None);
}

pub async fn guest2_a_guest_enters_no_other_room(world: &World) {
    let (room, owner, guest, until) = visited(world).await;
    let square = public(world, owner).await;
    assert_eq!(name(world.store.join(square, guest, world.now()).await), "Hidden");
    let said = world.store.append(world.append(square, guest, "hello?")).await;
    assert_eq!(name(said), "Hidden");
    for end in [None, Some(until)] {
        let code = invite(world, square, owner, end).await;
        assert_eq!(name(world.store.accept_invite(&code, guest, world.now()).await), "Guest");
        // The attempt used nothing up.
        let invites = world.store.invites(square, owner, None, 50).await.unwrap().invites;
        assert!(invites.iter().all(|invite| invite.uses == 0));
    }
    assert_eq!(rooms_of(world, guest).await, [room]);
    assert_eq!(name(attempt(world, room, guest, None).await), "Guest");
}

pub async fn guest3_guests_get_no_role_no_direct_room_and_no_server_group(world: &World) {
    let chief = admin::sign_up(world, "chief").await;
    let (room, owner, guest, _) = visited(world).await;
    let store = &world.store;
    for role in [Role::Moderator, Role::Owner] {
        assert_eq!(name(store.set_role(room, owner, guest, role).await), "Guest");
    }
    for (by, other) in [(owner, guest), (guest, owner)] {
        assert_eq!(name(store.direct(by, vec![other], world.now()).await), "CannotMessage");
    }
    let by = admin::elevated(world, &chief).await;
    let promotion = PatchAdminUser { is_admin: Some(true), ..PatchAdminUser::default() };
    assert_eq!(name(store.change_account(by, guest, promotion, world.now()).await), "Guest");
    let form = confluence_protocol::CreateGroup {
        handle: "design".parse().unwrap(),
        name: "Design".parse().unwrap(),
    };
    let group: GroupId = store.create_group(Keeper::Administrator(by), form, world.now()).await.unwrap().id;
    let added = store.add_to_group(Keeper::Administrator(by), group, guest, world.now()).await;
    assert_eq!(name(added), "Guest");
    // A room whose last owner deletes the account goes to no guest.
    store.delete_account(owner, world.now()).await.unwrap();
    let roles = async || {
        let left = store.members(room, guest, None, 50).await.unwrap().members;
        left.iter().map(|member| member.role).collect::<Vec<_>>()
    };
    assert_eq!(roles().await, [Role::Member]);
    // It has an owner again once one of them has a full account.
    let full = PatchAdminUser { guest_until: Nullable::Null, ..PatchAdminUser::default() };
    store.change_account(by, guest, full, world.now()).await.unwrap();
    assert_eq!(roles().await, [Role::Owner]);
}

pub async fn guest4_at_the_end_a_guest_leaves_and_cannot_sign_in(world: &World) {
    let (room, owner, guest, until) = visited(world).await;
    world.say(room, guest, "thank you").await;
    let before = until.plus_millis(-1);
    assert!(!world.store.end_guests(before).await.unwrap());
    assert_eq!(rooms_of(world, guest).await, [room]);
    let told = world.all_told().await.len();
    while world.store.end_guests(until).await.unwrap() {}
    assert!(rooms_of(world, guest).await.is_empty());
    let told = world.all_told().await.split_off(told);
    let ended =
        |change: &&Change| matches!(change, Change::SessionEnded { user_id, .. } if *user_id == guest);
    assert_eq!(told.iter().filter(ended).count(), 1, "sockets of its session are told");
    let left = |change: &&Change| matches!(change, Change::Room { frame: ServerFrame::MemberLeft { member, .. }, .. } if member.user.id == guest);
    assert_eq!(told.iter().filter(left).count(), 1);
    let session = confluence_store::NewSession { now: until, ..world.session_for(guest) };
    assert_eq!(name(world.store.create_session(session).await), "GuestEnded");
    // What they wrote stays under their name.
    let page = world.store.page(room, owner, confluence_protocol::Direction::Newest, 50).await.unwrap();
    assert_eq!(page.messages[0].author.id, guest);
    assert_eq!(page.messages[0].author.username, "gast");
}

pub async fn guest4_no_session_of_a_guest_lasts_longer_than_the_guest(world: &World) {
    let (_, _, guest, until) = visited(world).await;
    let long = |session: confluence_store::NewSession| confluence_store::NewSession {
        expires_at: until.plus_seconds(30 * DAY),
        ..session
    };
    let session = long(world.session_for(guest));
    world.store.create_session(session.clone()).await.unwrap();
    assert_eq!(world.store.session(session.id).await.unwrap().unwrap().expires_at, until);
    let rotated = world
        .store
        .rotate(session.refresh_hash, [9; 32], world.now(), until.plus_seconds(30 * DAY))
        .await
        .unwrap();
    let Rotation::Rotated(session) = rotated else { panic!("{rotated:?}") };
    assert_eq!(session.expires_at, until);
    assert_eq!(world.store.session(session.id).await.unwrap().unwrap().expires_at, until);
    // That of somebody else lasts as long as asked for.
    let other = world.person().await;
    let session = long(world.session_for(other));
    world.store.create_session(session.clone()).await.unwrap();
    assert_eq!(world.store.session(session.id).await.unwrap().unwrap().expires_at, session.expires_at);
}

pub async fn guest5_moderators_move_the_end_and_administrators_make_full_accounts(world: &World) {
    let chief = admin::sign_up(world, "chief").await;
    let (room, owner, guest, until) = visited(world).await;
    let store = &world.store;
    let session = world.session_for(guest);
    store.create_session(session.clone()).await.unwrap();
    let sooner = world.now().plus_seconds(600);
    let member = store.set_guest_until(room, owner, guest, sooner).await.unwrap();
    assert_eq!(member.guest_until, Some(sooner));
    let lasts = async || store.session(session.id).await.unwrap().unwrap().expires_at;
    assert_eq!(lasts().await, sooner);
    let acts = store
        .acts(store.prove(room, owner).await.unwrap(), ActsRange::default(), None, 50)
        .await
        .unwrap()
        .acts;
    let detail = sooner.to_string();
    assert!(acts.iter().any(|act| act.detail == detail && act.target.as_ref().unwrap().id == guest));
    let later = until.plus_seconds(DAY);
    store.set_guest_until(room, owner, guest, later).await.unwrap();
    assert_eq!(lasts().await, later, "a session that is open goes on as well");
    assert!(!store.end_guests(until).await.unwrap());
    // Nobody else is a guest, and guests have no say in it.
    assert_eq!(name(store.set_guest_until(room, owner, owner, later).await), "NotFound");
    assert_eq!(name(store.set_guest_until(room, guest, guest, later).await), "OnlyModerators");

    let by = admin::elevated(world, &chief).await;
    let full = PatchAdminUser { guest_until: Nullable::Null, ..PatchAdminUser::default() };
    let account = store.change_account(by, guest, full.clone(), world.now()).await.unwrap();
    assert_eq!(account.user.guest_until, None);
    assert_eq!(lasts().await, session.now.plus_seconds(30 * DAY));
    assert!(!store.end_guests(later).await.unwrap());
    let members = store.members(room, owner, None, 50).await.unwrap().members;
    assert!(members.iter().all(|member| member.guest_until.is_none()));
    store.join(public(world, owner).await, guest, world.now()).await.unwrap();
    // Also when the time is over.
    let code = invite(world, room, owner, Some(later)).await;
    let late = sign_up(world, "spaet", &code).await.unwrap().id;
    while store.end_guests(later).await.unwrap() {}
    store.change_account(by, late, full, world.now()).await.unwrap();
    store
        .create_session(confluence_store::NewSession { now: later, ..world.session_for(late) })
        .await
        .unwrap();
}

pub async fn guest6_a_guest_without_a_room_uses_another_invite_for_guests(world: &World) {
    let (room, owner, guest, until) = visited(world).await;
    let square = public(world, owner).await;
    let (plain, open) = (
        invite(world, square, owner, None).await,
        invite(world, square, owner, Some(until.plus_seconds(DAY))).await,
    );
    world.store.leave(room, guest).await.unwrap();
    assert_eq!(name(world.store.accept_invite(&plain, guest, world.now()).await), "Guest");
    world.store.accept_invite(&open, guest, world.now()).await.unwrap();
    let account = world.store.user(guest).await.unwrap().unwrap();
    assert_eq!(account.guest_until, Some(until.plus_seconds(DAY)));
    // A room that was deleted does not hold them back, and does not come back to them, nor do its groups.
    let keeper = Keeper::Owner(world.store.prove(square, owner).await.unwrap());
    let form =
        confluence_protocol::CreateGroup { handle: "crew".parse().unwrap(), name: "Crew".parse().unwrap() };
    let crew = world.store.create_group(keeper, form, world.now()).await.unwrap().id;
    world.store.add_to_group(keeper, crew, guest, world.now()).await.unwrap();
    world.store.delete_room(square, owner).await.unwrap();
    let back = invite(world, room, owner, Some(until)).await;
    world.store.accept_invite(&back, guest, world.now()).await.unwrap();
    world.store.undelete_room(owner, square, None, NOW).await.unwrap();
    assert_eq!(rooms_of(world, guest).await, [room]);
    assert_eq!(world.see(square, owner).await.member_count, 1);
    let groups = world.store.room_groups(square, owner).await.unwrap();
    assert_eq!(groups[0].people, 0);
}

pub async fn guest6_of_two_invites_at_once_one_lets_a_guest_in(world: &World) {
    let (room, owner, guest, until) = visited(world).await;
    world.store.leave(room, guest).await.unwrap();
    let (other, _batches) = world.open_again().await;
    let squares = [public(world, owner).await, public(world, owner).await];
    let one = invite(world, squares[0], owner, Some(until)).await;
    let two = invite(world, squares[1], owner, Some(until)).await;
    let (first, second) = tokio::join!(
        world.store.accept_invite(&one, guest, world.now()),
        other.accept_invite(&two, guest, world.now()),
    );
    assert_eq!([first.is_ok(), second.is_ok()].iter().filter(|entered| **entered).count(), 1);
    assert_eq!(rooms_of(world, guest).await.len(), 1);
    other.close().await;
}

pub async fn room34_members_are_found_by_the_start_of_their_names(world: &World) {
    let (room, owner, members) = world.room_with(3).await;
    let zoe = world.person_named("zoe").await.id;
    world.person_named("zora").await;
    world.store.join(room, zoe, world.now()).await.unwrap();
    let named = async |query| {
        let found = world.store.members_named(room, owner, query).await.unwrap();
        assert_eq!(found.next_cursor, None);
        found.members.iter().map(|member| member.user.id).collect::<Vec<_>>()
    };
    assert_eq!(named("zo").await, [zoe], "and not somebody outside");
    assert_eq!(named("ZOE").await, [zoe]);
    assert_eq!(named("oe").await, []);
    assert!(named("person").await.len() > members.len());
    let stranger = world.person().await;
    assert_eq!(name(world.store.members_named(room, stranger, "zo").await), "NotAMember");
}

pub async fn guest5_a_new_end_and_a_full_account_at_once_agree(world: &World) {
    let chief = admin::sign_up(world, "chief").await;
    let (room, owner, guest, until) = visited(world).await;
    let (other, _batches) = world.open_again().await;
    let by = admin::elevated(world, &chief).await;
    let full = PatchAdminUser { guest_until: Nullable::Null, ..PatchAdminUser::default() };
    let (moved, promoted) = tokio::join!(
        world.store.set_guest_until(room, owner, guest, until.plus_seconds(DAY)),
        other.change_account(by, guest, full, world.now()),
    );
    promoted.unwrap();
    assert!(moved.is_ok() || name(moved) == "NotFound");
    assert_eq!(world.store.user(guest).await.unwrap().unwrap().guest_until, None);
    other.close().await;
}

pub async fn guest3_a_search_outside_of_rooms_finds_no_guests(world: &World) {
    let (room, owner, guest, _) = visited(world).await;
    let query: confluence_protocol::SearchText = "gas".parse().unwrap();
    let everywhere = world.store.search_users(owner, Some(&query), None, 50).await.unwrap();
    assert!(everywhere.is_empty());
    let found = world.store.search_users(owner, Some(&query), Some(room), 50).await.unwrap();
    assert_eq!(found.iter().map(|user| user.id).collect::<Vec<_>>(), [guest]);
}
