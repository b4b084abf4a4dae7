//! INV: invites.

use confluence_protocol::{CreateInvite, ErrorCode, InviteCode, Nullable, PatchRoom, Role, RoomKind};
use reqwest::Method;
use serde_json::json;

use super::code;
use crate::support::{LONG, Server, eventually, within};

#[tokio::test]
async fn inv1_invite_expires_after_a_week_by_default() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let invite = ana.client.create_invite(room, CreateInvite::default()).await.unwrap();
    assert!(invite.code.as_str().len() >= 14, "80 bits take 14 characters of base64");
    assert!(
        invite.url.starts_with("http://127.0.0.1") && invite.url.contains(invite.code.as_str()),
        "{}",
        invite.url
    );
    let life = invite.expires_at.unwrap().as_millis() - invite.created_at.as_millis();
    assert_eq!((life, invite.max_uses, invite.uses), (7 * 24 * 3600 * 1000, None, 0));
    let never = CreateInvite { expires_in: Nullable::Null, max_uses: Some(3), guest_until: None };
    let invite = ana.client.create_invite(room, never).await.unwrap();
    assert_eq!((invite.expires_at, invite.max_uses), (None, Some(3)));
    for bad in [json!({ "expires_in": 0 }), json!({ "max_uses": 0 }), json!({ "max_uses": -1 })] {
        let call = server.call_as(&ana, Method::POST, &format!("/api/v1/rooms/{room}/invites")).await;
        call.json(&bad).answer().await.refused(ErrorCode::ValidationFailed);
    }
}

#[tokio::test]
async fn inv3_anyone_with_the_code_sees_the_invite_card_and_nothing_else() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Secret garden", RoomKind::Private).await.id;
    let invite = ana.client.create_invite(room, CreateInvite::default()).await.unwrap();
    let card = server.call(Method::GET, &format!("/api/v1/invites/{}", invite.code)).answer().await;
    assert_eq!(card.status, 200);
    let expected = json!({
        "room": { "id": room, "name": "Secret garden", "description": "", "avatar_url": null, "member_count": 1 },
        "inviter": { "id": ana.user.id, "username": "ana", "display_name": ana.user.display_name, "avatar_url": null },
    });
    assert_eq!(card.json(), expected);
}

#[tokio::test]
async fn inv4_accepting_joins_and_members_use_up_nothing() {
    let server = Server::start().await;
    let [ana, ben, cem] = server.people(["ana", "ben", "cem"]).await;
    let room = ana.room("Closed", RoomKind::Private).await.id;
    let twice = CreateInvite { max_uses: Some(2), ..CreateInvite::default() };
    let code = ana.client.create_invite(room, twice).await.unwrap().code;
    let first = ben.client.accept_invite(&code).await.unwrap();
    assert_eq!((first.id, first.member_count), (room, 2));
    assert_eq!(ben.client.accept_invite(&code).await.unwrap(), first);
    assert_eq!(ana.client.accept_invite(&code).await.unwrap().member_count, 2);
    cem.client.accept_invite(&code).await.unwrap();
    assert_eq!(ana.client.invites(room, None).await.unwrap().invites[0].uses, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn inv5_invalid_invites_are_refused_and_the_last_use_admits_one_person() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Closed", RoomKind::Private).await.id;
    let unknown: InviteCode = "AAAAAAAAAAAAAAAAAAAA".parse().unwrap();
    assert_eq!(code(ana.client.invite_card(&unknown).await), Some(ErrorCode::InviteNotFound));
    let once = CreateInvite { max_uses: Some(1), ..CreateInvite::default() };
    let invite = ana.client.create_invite(room, once).await.unwrap().code;
    let mut racing = tokio::task::JoinSet::new();
    for number in 0..6 {
        let (racer, invite) = (server.person(&format!("racer{number}")).await, invite.clone());
        racing.spawn(async move { code(racer.client.accept_invite(&invite).await) });
    }
    let results = within(LONG, "all have tried", racing.join_all()).await;
    assert_eq!(results.iter().filter(|result| result.is_none()).count(), 1, "{results:?}");
    assert!(results.iter().flatten().all(|code| *code == ErrorCode::InviteExpired), "{results:?}");
    assert_eq!(code(server.stranger().invite_card(&invite).await), Some(ErrorCode::InviteExpired));

    let revoked = ana.client.create_invite(room, CreateInvite::default()).await.unwrap().code;
    ana.client.delete_invite(room, &revoked).await.unwrap();
    assert_eq!(code(server.stranger().invite_card(&revoked).await), Some(ErrorCode::InviteNotFound));
    assert_eq!(code(ana.client.delete_invite(room, &revoked).await), Some(ErrorCode::InviteNotFound));

    let brief = CreateInvite { expires_in: Nullable::Value(1), ..CreateInvite::default() };
    let brief = ana.client.create_invite(room, brief).await.unwrap().code;
    let late = server.person("late").await;
    eventually("the invite expires", || async {
        match code(server.stranger().invite_card(&brief).await) {
            Some(ErrorCode::InviteExpired) => Ok(()),
            other => Err(other),
        }
    })
    .await;
    assert_eq!(code(late.client.accept_invite(&brief).await), Some(ErrorCode::InviteExpired));
}

#[tokio::test]
async fn inv6_invite_is_void_once_its_creator_leaves() {
    let server = Server::start().await;
    let [ana, ben, cem] = server.people(["ana", "ben", "cem"]).await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let invite = ben.client.create_invite(room, CreateInvite::default()).await.unwrap().code;
    assert!(server.stranger().invite_card(&invite).await.is_ok());
    ben.client.leave(room).await.unwrap();
    let dead = code(cem.client.accept_invite(&invite).await);
    assert!(matches!(dead, Some(ErrorCode::InviteNotFound | ErrorCode::InviteExpired)), "{dead:?}");
    assert_eq!(code(server.stranger().invite_card(&invite).await), dead);
}

#[tokio::test]
async fn inv6_invite_is_void_once_its_creator_may_no_longer_invite() {
    let server = Server::start().await;
    let [ana, ben, cem] = server.people(["ana", "ben", "cem"]).await;
    let room = ana.room("Den", RoomKind::Public).await.id;
    for person in [&ben, &cem] {
        person.client.join(room).await.unwrap();
    }
    ana.client.set_role(room, ben.user.id, Role::Moderator).await.unwrap();
    let his = ben.client.create_invite(room, CreateInvite::default()).await.unwrap().code;
    let hers = cem.client.create_invite(room, CreateInvite::default()).await.unwrap().code;
    let private = PatchRoom { kind: Some(RoomKind::Private), ..PatchRoom::default() };
    ana.client.update_room(room, &private).await.unwrap();
    let dora = server.person("dora").await;
    assert_eq!(code(dora.client.accept_invite(&hers).await), Some(ErrorCode::InviteNotFound));
    assert!(server.stranger().invite_card(&his).await.is_ok());
    ana.client.set_role(room, ben.user.id, Role::Member).await.unwrap();
    assert_eq!(code(dora.client.accept_invite(&his).await), Some(ErrorCode::InviteNotFound));
    assert_eq!(code(server.stranger().invite_card(&his).await), Some(ErrorCode::InviteNotFound));
}

#[tokio::test]
async fn inv7_members_manage_their_own_invites_and_moderators_all() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let hers = ana.client.create_invite(room, CreateInvite::default()).await.unwrap();
    let his = ben.client.create_invite(room, CreateInvite::default()).await.unwrap();
    let codes = async |client: &confluence_client::Client| {
        let invites = client.invites(room, None).await.unwrap().invites;
        invites.into_iter().map(|invite| invite.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&ben.client).await, std::slice::from_ref(&his.code));
    assert_eq!(codes(&ana.client).await.len(), 2);
    assert_eq!(code(ben.client.delete_invite(room, &hers.code).await), Some(ErrorCode::InviteNotFound));
    ana.client.delete_invite(room, &his.code).await.unwrap();
    assert!(codes(&ben.client).await.is_empty());
}

#[tokio::test]
async fn inv8_invite_code_guesses_are_throttled() {
    let server = Server::with(&[("LIMIT_SIGN_INS_PER_MINUTE", "2")]).await;
    let mut last = server.call(Method::GET, "/api/v1/invites/AAAAAAAAAAAAAAAAAAA0").answer().await;
    for number in 1..20 {
        last =
            server.call(Method::GET, &format!("/api/v1/invites/AAAAAAAAAAAAAAAAAAA{number}")).answer().await;
    }
    last.refused(ErrorCode::RateLimited);
    assert!(last.header("retry-after").parse::<u64>().unwrap() >= 1);
}
