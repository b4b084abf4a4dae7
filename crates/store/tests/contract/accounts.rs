//! Sign-up, profiles, passwords, user search and account deletion.

use confluence_protocol::{Change, PatchMe, PatchSettings, Role, RoomKind, UserId, UserSettings};
use confluence_store::{Entry, NewInvite};

use crate::world::{World, commit_once_awaited, name};

pub async fn auth1_sign_up_creates_an_account_that_can_be_found(world: &World) {
    let store = &world.store;
    assert!(!store.has_users().await.unwrap());
    let account = world.account("ana");
    let session = account.session.id;
    let (ana, room) = store.sign_up(account).await.unwrap();
    assert!(store.has_users().await.unwrap());
    assert_eq!(room, None);
    assert_eq!((ana.username.as_str(), ana.deleted, ana.is_bot), ("ana", false, false));
    assert_eq!(store.user(ana.id).await.unwrap(), Some(ana.clone()));
    let me = store.me(ana.id).await.unwrap().unwrap();
    assert_eq!((me.user, me.settings), (ana.clone(), UserSettings::default()));
    assert_eq!(store.session(session).await.unwrap().unwrap().user_id, ana.id);
    let credentials = store.credentials(&"ANA".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((credentials.user.id, credentials.password_hash.as_str()), (ana.id, "hash of ana"));
    assert_eq!(store.credentials_of(ana.id).await.unwrap().unwrap().password_hash, "hash of ana");
    assert!(store.credentials(&"nobody".parse().unwrap()).await.unwrap().is_none());
    let nobody = UserId::new(world.now());
    assert!(store.user(nobody).await.unwrap().is_none());
    assert!(store.me(nobody).await.unwrap().is_none());
    assert!(store.credentials_of(nobody).await.unwrap().is_none());
    store.ping().await.unwrap();
    assert_eq!(store.epoch().len(), 32);
}

pub async fn auth2_a_username_can_be_taken_only_once(world: &World) {
    world.person_named("ana").await;
    assert_eq!(name(world.store.sign_up(world.account("ana")).await), "UsernameTaken");
    let at_once =
        futures_util::future::join_all((0..10).map(|_| world.store.sign_up(world.account("ben")))).await;
    assert_eq!(at_once.iter().filter(|made| made.is_ok()).count(), 1);
    for refused in at_once.into_iter().filter(Result::is_err) {
        assert_eq!(name(refused), "UsernameTaken");
    }
}

pub async fn auth3_only_the_first_account_is_administrator(world: &World) {
    let (other, mut told) = world.open_again().await;
    let drain = tokio::spawn(async move { while told.recv().await.is_some() {} });
    let names: Vec<String> = (0..10).map(|n| format!("user{n}")).collect();
    let made = futures_util::future::join_all(names.iter().enumerate().map(|(n, name)| {
        let store = if n % 2 == 0 { &world.store } else { &other };
        store.sign_up(world.account(name))
    }))
    .await;
    let admins = made.iter().filter(|made| made.as_ref().unwrap().0.is_admin).count();
    assert_eq!(admins, 1);
    other.close().await;
    drain.await.unwrap();
}

pub async fn auth5_closed_and_invite_only_sign_up_are_enforced(world: &World) {
    let closed = |name: &str| {
        let mut account = world.account(name);
        account.entry = Entry::Closed;
        account
    };
    let (first, _) = world.store.sign_up(closed("first")).await.unwrap();
    assert!(first.is_admin);
    assert_eq!(name(world.store.sign_up(closed("second")).await), "SignUpClosed");
    let mut by_invite = closed("third");
    by_invite.entry = Entry::InviteOnly;
    assert_eq!(name(world.store.sign_up(by_invite.clone()).await), "SignUpClosed");
    let room = world.room(first.id).await;
    by_invite.invite = Some(invite(world, first.id, room, None).await);
    let (_, joined) = world.store.sign_up(by_invite).await.unwrap();
    assert_eq!(joined, Some(room));
}

async fn invite(
    world: &World,
    by: UserId,
    room_id: confluence_protocol::RoomId,
    max_uses: Option<i64>,
) -> confluence_protocol::InviteCode {
    let now = world.now();
    let code = format!("code-{}", now.as_millis()).parse().unwrap();
    let invite = NewInvite { code, created_at: now, expires_at: None, max_uses, guest_until: None };
    world.store.create_invite(room_id, by, invite).await.unwrap().code
}

pub async fn auth6_sign_up_with_an_invite_joins_its_room_or_creates_nothing(world: &World) {
    let owner = world.person().await;
    let room = world.store.create_room(world.new_room(owner, RoomKind::Private, "Den")).await.unwrap().id;
    let code = invite(world, owner, room, Some(1)).await;
    let mut ana = world.account("ana");
    ana.invite = Some(code);
    let (ana_made, joined) = world.store.sign_up(ana.clone()).await.unwrap();
    assert_eq!(joined, Some(room));
    assert_eq!(world.see(room, ana_made.id).await.you.unwrap().role, Role::Member);
    let mut ben = world.account("ben");
    ben.invite = ana.invite;
    assert_eq!(name(world.store.sign_up(ben.clone()).await), "InviteExpired");
    ben.invite = Some("unknown".parse().unwrap());
    assert_eq!(name(world.store.sign_up(ben).await), "InviteNotFound");
    assert!(world.store.credentials(&"ben".parse().unwrap()).await.unwrap().is_none());
}

pub async fn profile_changes_are_emitted_once_and_settings_never(world: &World) {
    let ana = world.person_named("ana").await;
    let patch = PatchMe {
        display_name: Some("Ana Ná".parse().unwrap()),
        bio: Some("hello".parse().unwrap()),
        ..PatchMe::default()
    };
    let me = world.store.update_profile(ana.id, patch.clone(), None).await.unwrap();
    assert_eq!((me.user.display_name.as_str(), me.user.bio.as_str()), ("Ana Ná", "hello"));
    assert_eq!(world.store.me(ana.id).await.unwrap(), Some(me.clone()));
    // Neither an unchanged profile nor a changed setting is emitted.
    world.store.update_profile(ana.id, patch, None).await.unwrap();
    let settings = PatchMe {
        settings: Some(PatchSettings { read_receipts: Some(false), ..PatchSettings::default() }),
        ..PatchMe::default()
    };
    assert!(!world.store.update_profile(ana.id, settings, None).await.unwrap().settings.read_receipts);
    let told = world.all_told().await;
    let users: Vec<_> = told
        .iter()
        .filter_map(|change| if let Change::User { user } = change { Some(user) } else { None })
        .collect();
    assert_eq!(users, [&me.user]);
    let nobody = UserId::new(world.now());
    assert_eq!(name(world.store.update_profile(nobody, PatchMe::default(), None).await), "NotFound");
}

/// Only on PostgreSQL, where another node can set a status while this one waits.
pub async fn a_profile_is_told_with_the_status_set_meanwhile(world: &World) {
    let (room, ana, _) = world.room_with(0).await;
    let Some(mut node) = world.hold(room).await else { return };
    let status = sqlx::query("UPDATE users SET status_text = 'away' WHERE id = $1");
    status.bind(ana.as_uuid()).execute(&mut node).await.unwrap();
    let patch = PatchMe { bio: Some("Sails.".parse().unwrap()), ..PatchMe::default() };
    let update = world.store.update_profile(ana, patch, None);
    let (updated, ()) = tokio::join!(update, commit_once_awaited(node));
    let user = updated.unwrap().user;
    assert_eq!((user.bio.as_str(), user.status.unwrap().text.as_str()), ("Sails.", "away"));
}

pub async fn a_new_password_ends_the_other_sessions(world: &World) {
    let account = world.account("ana");
    let kept = account.session.id;
    let ana = world.store.sign_up(account).await.unwrap().0;
    let other = world.session_for(ana.id);
    world.store.create_session(other.clone()).await.unwrap();
    world.store.set_password(ana.id, "new".to_owned(), Some(kept)).await.unwrap();
    assert_eq!(world.store.credentials_of(ana.id).await.unwrap().unwrap().password_hash, "new");
    assert!(!world.store.session(kept).await.unwrap().unwrap().revoked);
    assert!(world.store.session(other.id).await.unwrap().unwrap().revoked);
    world.store.set_password(ana.id, "newer".to_owned(), None).await.unwrap();
    assert!(world.store.session(kept).await.unwrap().unwrap().revoked);
    let ended = |id| move |change: &Change| matches!(change, Change::SessionEnded { session_id, user_id } if *session_id == id && *user_id == ana.id);
    let told = world.all_told().await;
    assert_eq!(told.iter().filter(|change| ended(other.id)(change)).count(), 1);
    assert_eq!(told.iter().filter(|change| ended(kept)(change)).count(), 1);
    let nobody = UserId::new(world.now());
    assert_eq!(name(world.store.set_password(nobody, String::new(), None).await), "NotFound");
}

pub async fn user_search_matches_prefixes_and_lists_members_first(world: &World) {
    let viewer = world.person_named("viewer").await.id;
    let anna = world.person_named("anna").await;
    let annika = world.person_named("annika").await;
    let bert = world.person_named("bert").await;
    let patch = PatchMe { display_name: Some("ÄNNE".parse().unwrap()), ..PatchMe::default() };
    world.store.update_profile(bert.id, patch, None).await.unwrap();
    let room = world.room(viewer).await;
    world.store.join(room, annika.id, world.now()).await.unwrap();
    let found = async |query: &str, room, limit| {
        let users =
            world.store.search_users(viewer, Some(&query.parse().unwrap()), room, limit).await.unwrap();
        users.into_iter().map(|user| user.id).collect::<Vec<_>>()
    };
    assert_eq!(found("ANN", None, 50).await, [anna.id, annika.id]);
    assert_eq!(found("ann", Some(room), 50).await, [annika.id, anna.id]);
    assert_eq!(found("ann", Some(room), 1).await, [annika.id]);
    assert_eq!(found("änn", None, 50).await, [bert.id]);
    assert_eq!(found("%", None, 50).await, []);
    assert_eq!(found("", None, 50).await.len(), 4);
}

pub async fn deleting_an_account_hands_over_its_rooms(world: &World) {
    let admin = world.person().await;
    let account = world.account("gone");
    let session = account.session.id;
    let gone = world.store.sign_up(account).await.unwrap().0.id;
    let shared = world.room(gone).await;
    let alone = world.room(gone).await;
    let heir = world.person().await;
    world.store.join(shared, heir, world.now()).await.unwrap();
    world.store.join(shared, admin, world.now()).await.unwrap();
    let said = world.say(shared, gone, "farewell").await.message;

    world.store.delete_account(gone, world.now()).await.unwrap();
    let room = world.see(shared, heir).await;
    assert_eq!((room.member_count, room.you.unwrap().role), (2, Role::Owner));
    assert!(world.store.room(alone, admin).await.unwrap().is_none());
    assert!(world.store.session(session).await.unwrap().unwrap().revoked);
    let user = world.store.user(gone).await.unwrap().unwrap();
    assert_eq!(
        (user.username.as_str(), user.display_name.as_str(), user.deleted),
        ("", "Deleted user", true)
    );
    assert!(world.store.me(gone).await.unwrap().is_none());
    assert!(world.store.credentials(&"gone".parse().unwrap()).await.unwrap().is_none());
    assert!(world.store.credentials_of(gone).await.unwrap().is_none());
    let still = world.store.message(shared, said.id, heir).await.unwrap().unwrap();
    assert_eq!((still.body.as_str(), still.author.display_name.as_str()), ("farewell", "Deleted user"));
    assert_eq!(name(world.store.delete_account(gone, world.now()).await), "NotFound");
    // The username is free again.
    world.person_named("gone").await;
    let told = world.all_told().await;
    assert_eq!(crate::world::versions(&told, shared), (1..=room.version).collect::<Vec<_>>());
    assert!(
        told.iter().any(|change| matches!(change, Change::RoomDeleted { room_id, .. } if *room_id == alone))
    );
    assert!(told.iter().any(|change| matches!(change, Change::User { user } if user.deleted)));
}

/// Only on PostgreSQL, where the heir can leave on another node while this one waits.
pub async fn an_heir_who_leaves_meanwhile_inherits_nothing(world: &World) {
    // The first account is the administrator, who could not be deleted.
    world.person().await;
    let (room, owner, members) = world.room_with(2).await;
    let Some(mut node) = world.hold(room).await else { return };
    let leave = sqlx::query("DELETE FROM members WHERE room_id = $1 AND user_id = $2");
    leave.bind(room.as_uuid()).bind(members[0].as_uuid()).execute(&mut node).await.unwrap();
    let count = sqlx::query("UPDATE rooms SET member_count = member_count - 1 WHERE id = $1");
    count.bind(room.as_uuid()).execute(&mut node).await.unwrap();
    let delete = world.store.delete_account(owner, world.now());
    let (deleted, ()) = tokio::join!(delete, commit_once_awaited(node));
    deleted.unwrap();
    let left = world.see(room, members[1]).await;
    assert_eq!((left.member_count, left.you.unwrap().role), (1, Role::Owner));
}

pub async fn the_last_administrator_cannot_delete_their_account(world: &World) {
    let admin = world.person().await;
    let other = world.person().await;
    assert_eq!(name(world.store.delete_account(admin, world.now()).await), "LastAdmin");
    world.store.delete_account(other, world.now()).await.unwrap();
    world.store.delete_account(admin, world.now()).await.unwrap();
}
