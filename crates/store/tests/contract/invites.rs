//! Creating, showing, accepting and revoking invites.

use confluence_protocol::{InviteCode, PatchRoom, Role, RoomId, RoomKind, UserId};
use confluence_store::NewInvite;

use crate::world::{World, name};

fn invite(world: &World) -> NewInvite {
    let now = world.now();
    NewInvite {
        code: format!("code-{}", now.as_millis()).parse().unwrap(),
        created_at: now,
        expires_at: None,
        max_uses: None,
        guest_until: None,
    }
}

async fn den(world: &World) -> (RoomId, UserId) {
    let owner = world.person().await;
    let mut new = world.new_room(owner, RoomKind::Private, "Den");
    new.description = Some("of lions".parse().unwrap());
    (world.store.create_room(new).await.unwrap().id, owner)
}

pub async fn inv3_a_card_shows_room_and_inviter(world: &World) {
    let (room, owner) = den(world).await;
    let made = world.store.create_invite(room, owner, invite(world)).await.unwrap();
    assert_eq!((made.room_id, made.created_by, made.uses, made.url.as_str()), (room, owner, 0, ""));
    let card = world.store.invite_card(&made.code, world.now()).await.unwrap();
    assert_eq!((card.room.id, card.room.name.as_str(), card.room.member_count), (room, "Den", 1));
    assert_eq!((card.room.description.as_str(), card.inviter.id), ("of lions", owner));
    let stranger = world.person().await;
    assert_eq!(name(world.store.create_invite(room, stranger, invite(world)).await), "Hidden");
    let nowhere = RoomId::new(world.now());
    assert_eq!(name(world.store.create_invite(nowhere, owner, invite(world)).await), "Hidden");
}

pub async fn inv4_accepting_joins_the_room_and_costs_members_no_use(world: &World) {
    let (room, owner) = den(world).await;
    let code = world.store.create_invite(room, owner, invite(world)).await.unwrap().code;
    let guest = world.person().await;
    let joined = world.store.accept_invite(&code, guest, world.now()).await.unwrap();
    assert_eq!((joined.id, joined.member_count, joined.version), (room, 2, 2));
    assert!(joined.you.is_some());
    assert_eq!(world.store.accept_invite(&code, guest, world.now()).await.unwrap(), joined);
    world.store.accept_invite(&code, owner, world.now()).await.unwrap();
    let invites = world.store.invites(room, owner, None, 50).await.unwrap().invites;
    assert_eq!(invites.iter().map(|invite| invite.uses).collect::<Vec<_>>(), [1]);
}

pub async fn inv5_expired_and_unknown_invites_are_told_apart(world: &World) {
    let (room, owner) = den(world).await;
    let guest = world.person().await;
    let unknown: InviteCode = "unknown".parse().unwrap();
    assert_eq!(name(world.store.accept_invite(&unknown, guest, world.now()).await), "InviteNotFound");
    assert_eq!(name(world.store.invite_card(&unknown, world.now()).await), "InviteNotFound");
    let mut short = invite(world);
    let end = short.created_at.plus_seconds(3600);
    short.expires_at = Some(end);
    let code = world.store.create_invite(room, owner, short).await.unwrap().code;
    assert_eq!(name(world.store.accept_invite(&code, guest, end).await), "InviteExpired");
    assert_eq!(name(world.store.invite_card(&code, end).await), "InviteExpired");
    world.store.invite_card(&code, end.plus_millis(-1)).await.unwrap();
    world.store.accept_invite(&code, guest, end.plus_millis(-1)).await.unwrap();
    // For a member, even an expired invite returns the room.
    world.store.accept_invite(&code, guest, end).await.unwrap();
}

pub async fn inv5_only_one_of_many_gets_the_last_use(world: &World) {
    let (room, owner) = den(world).await;
    let code = world
        .store
        .create_invite(room, owner, NewInvite { max_uses: Some(1), ..invite(world) })
        .await
        .unwrap()
        .code;
    let mut guests = Vec::new();
    for _ in 0..10 {
        guests.push(world.person().await);
    }
    let (other, mut told) = world.open_again().await;
    let drain = tokio::spawn(async move { while told.recv().await.is_some() {} });
    let accepted = futures_util::future::join_all(guests.iter().enumerate().map(|(n, guest)| {
        let store = if n % 2 == 0 { &world.store } else { &other };
        store.accept_invite(&code, *guest, world.now())
    }))
    .await;
    assert_eq!(accepted.iter().filter(|accepted| accepted.is_ok()).count(), 1);
    for refused in accepted.into_iter().filter(Result::is_err) {
        assert_eq!(name(refused), "InviteExpired");
    }
    other.close().await;
    drain.await.unwrap();
}

pub async fn inv6_an_invite_ends_with_its_creators_membership(world: &World) {
    let (room, _, members) = world.room_with(1).await;
    let code = world.store.create_invite(room, members[0], invite(world)).await.unwrap().code;
    world.store.leave(room, members[0]).await.unwrap();
    let guest = world.person().await;
    assert_eq!(name(world.store.accept_invite(&code, guest, world.now()).await), "InviteNotFound");
    world.store.join(room, members[0], world.now()).await.unwrap();
    assert_eq!(name(world.store.invite_card(&code, world.now()).await), "InviteNotFound");
}

pub async fn inv6_an_invite_ends_with_its_creators_right_to_invite(world: &World) {
    let by = async |room, user| world.store.create_invite(room, user, invite(world)).await.unwrap().code;
    let found = async |code: &InviteCode| name(world.store.invite_card(code, world.now()).await);
    let (room, owner) = den(world).await;
    let (ana, kept) = (world.person().await, by(room, owner).await);
    world.store.accept_invite(&kept, ana, world.now()).await.unwrap();
    world.store.set_role(room, owner, ana, Role::Owner).await.unwrap();
    let hers = by(room, ana).await;
    world.store.set_role(room, owner, ana, Role::Moderator).await.unwrap();
    world.store.invite_card(&hers, world.now()).await.unwrap();
    world.store.set_role(room, owner, ana, Role::Member).await.unwrap();
    assert_eq!(found(&hers).await, "InviteNotFound", "only moderators invite to a private room");
    world.store.invite_card(&kept, world.now()).await.unwrap();

    // Everybody invites to a public room, until it becomes private.
    let (room, owner, members) = world.room_with(2).await;
    let (ana, ben) = (members[0], members[1]);
    for role in [Role::Moderator, Role::Member] {
        world.store.set_role(room, owner, ana, role).await.unwrap();
    }
    world.store.set_role(room, owner, ben, Role::Moderator).await.unwrap();
    let (kept, hers, his) = (by(room, owner).await, by(room, ana).await, by(room, ben).await);
    let change = async |patch| world.store.update_room(room, owner, patch, None).await.unwrap();
    change(PatchRoom { name: Some("Still public".parse().unwrap()), ..PatchRoom::default() }).await;
    world.store.invite_card(&hers, world.now()).await.unwrap();
    change(PatchRoom { kind: Some(RoomKind::Private), ..PatchRoom::default() }).await;
    assert_eq!(found(&hers).await, "InviteNotFound");
    for code in [&kept, &his] {
        world.store.invite_card(code, world.now()).await.unwrap();
    }
}

pub async fn inv7_invites_are_listed_and_revoked(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let member = members[0];
    let mut codes = Vec::new();
    for by in [owner, member, owner, member, owner] {
        codes.insert(0, world.store.create_invite(room, by, invite(world)).await.unwrap().code);
    }
    let mut seen = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = world.store.invites(room, owner, cursor.as_deref(), 2).await.unwrap();
        seen.extend(page.invites.into_iter().map(|invite| invite.code));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, codes);
    let own = world.store.invites(room, member, None, 50).await.unwrap().invites;
    assert_eq!(own.len(), 2);
    assert!(own.iter().all(|invite| invite.created_by == member));
    assert_eq!(name(world.store.invites(room, owner, Some("garbage"), 50).await), "InvalidCursor");
    let delete = async |code, by| world.store.delete_invite(room, by, code).await;
    assert_eq!(name(delete(&codes[0], member).await), "InviteNotFound");
    delete(&codes[0], owner).await.unwrap();
    delete(&codes[1], member).await.unwrap();
    assert_eq!(name(delete(&codes[1], owner).await), "InviteNotFound");
    assert_eq!(world.store.invites(room, owner, None, 50).await.unwrap().invites.len(), 3);
}
