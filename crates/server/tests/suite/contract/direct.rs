//! DM1–DM5: direct rooms.

use confluence_protocol::{
    CreateInvite, ErrorCode, PatchMembership, PatchRoom, Role, RoomKind, ServerFrame, SetBan,
};
use reqwest::Method;
use serde_json::json;

use super::code;
use crate::support::{Server, raw};

#[tokio::test]
async fn dm1_exactly_these_people_have_one_direct_room() {
    let server = Server::start().await;
    let [ana, ben, cleo] = server.people(["ana", "ben", "cleo"]).await;
    let room = ana.client.direct(vec![ben.user.id]).await.unwrap();
    assert_eq!((room.kind, room.name.as_str(), room.member_count), (RoomKind::Direct, "", 2));
    let people: Vec<_> = room.people.iter().map(|person| person.username.as_str()).collect();
    assert_eq!(people, ["ana", "ben"]);
    assert_eq!(room.you.unwrap().role, Role::Member);
    assert_eq!(ben.client.direct(vec![ana.user.id]).await.unwrap().id, room.id);
    // The caller does not count.
    assert_eq!(ana.client.direct(vec![ben.user.id, ana.user.id, ben.user.id]).await.unwrap().id, room.id);
    let group = ana.client.direct(vec![cleo.user.id, ben.user.id]).await.unwrap();
    assert_ne!(group.id, room.id);
    assert_eq!(cleo.client.direct(vec![ben.user.id, ana.user.id]).await.unwrap().id, group.id);
    for (bad, expected) in [
        (json!({ "user_ids": [] }), ErrorCode::ValidationFailed),
        (json!({ "user_ids": [ana.user.id] }), ErrorCode::ValidationFailed),
        (json!({ "user_ids": [room.id] }), ErrorCode::UserNotFound),
        (json!({}), ErrorCode::ValidationFailed),
    ] {
        server
            .call_as(&ana, Method::POST, "/api/v1/direct")
            .await
            .json(&bad)
            .answer()
            .await
            .refused(expected);
    }
    let mut many = vec![ben.user.id, cleo.user.id];
    for number in 0..8 {
        many.push(server.person(&format!("guest{number}")).await.user.id);
    }
    assert_eq!(code(ana.client.direct(many.clone()).await), Some(ErrorCode::ValidationFailed));
    assert_eq!(ana.client.direct(many.split_off(1)).await.unwrap().member_count, 10);
}

#[tokio::test]
async fn dm1_two_people_who_start_at_once_get_the_same_room() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    for number in 0..8 {
        let ben = server.person(&format!("ben{number}")).await;
        let (one, other) =
            tokio::join!(ana.client.direct(vec![ben.user.id]), ben.client.direct(vec![ana.user.id]));
        assert_eq!(one.unwrap().id, other.unwrap().id);
    }
}

#[tokio::test]
async fn dm2_the_people_of_a_direct_room_never_change() {
    let server = Server::start().await;
    let [ana, ben, cleo] = server.people(["ana", "ben", "cleo"]).await;
    let room = ana.client.direct(vec![ben.user.id]).await.unwrap().id;
    let refused = |code| assert_eq!(code, Some(ErrorCode::DirectRoom));
    refused(code(ana.client.leave(room).await));
    refused(code(ana.client.delete_room(room).await));
    refused(code(ana.client.update_room(room, &PatchRoom::default()).await));
    refused(code(ana.client.create_invite(room, CreateInvite::default()).await));
    refused(code(ana.client.set_role(room, ben.user.id, Role::Owner).await));
    refused(code(ana.client.remove_member(room, ben.user.id).await));
    refused(code(ana.client.ban(room, ben.user.id, &SetBan::default()).await));
    refused(code(ana.client.unban(room, ben.user.id).await));
    refused(code(ana.client.bans(room, None).await));
    // To everybody else it does not exist.
    assert_eq!(code(cleo.client.room(room).await), Some(ErrorCode::RoomNotFound));
    assert_eq!(code(cleo.client.join(room).await), Some(ErrorCode::RoomNotFound));
    assert_eq!(code(cleo.client.leave(room).await), Some(ErrorCode::RoomNotFound));
    assert_eq!(code(cleo.client.say(room, "hello").await), Some(ErrorCode::RoomNotFound));
}

#[tokio::test]
async fn dm3_the_other_person_sees_the_room_once_somebody_writes() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let mut socket = ben.raw().await;
    let room = ana.client.direct(vec![ben.user.id]).await.unwrap().id;
    match raw::frame(&mut socket).await {
        ServerFrame::RoomJoined { room: joined } => {
            assert!(joined.id == room && joined.you.unwrap().closed && joined.people.len() == 2);
        }
        other => panic!("{other:?}"),
    }
    let closed = async || {
        let rooms = ben.client.rooms().await.unwrap().rooms;
        rooms.into_iter().find(|listed| listed.room.id == room).unwrap().room.you.unwrap().closed
    };
    assert!(closed().await);
    ana.client.say(room, "hello").await.unwrap();
    assert!(!closed().await);
    assert_eq!(ben.client.room(room).await.unwrap().you.unwrap().unread, 1);
}

#[tokio::test]
async fn dm4_closing_hides_the_room_on_all_devices_until_somebody_writes() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.client.direct(vec![ben.user.id]).await.unwrap().id;
    ana.client.say(room, "hello").await.unwrap();
    let [mut phone, mut hers] = [ben.raw().await, ana.raw().await];
    let close = PatchMembership { closed: Some(true), ..PatchMembership::default() };
    assert!(ben.client.set_membership(room, &close).await.unwrap().closed);
    match raw::frame(&mut phone).await {
        ServerFrame::MembershipUpdated { room_id, closed, .. } => assert!(room_id == room && closed),
        other => panic!("{other:?}"),
    }
    let after = raw::settled(&mut hers).await;
    assert!(after.is_empty(), "nobody else is told: {after:?}");
    ana.client.say(room, "are you there?").await.unwrap();
    assert!(!ben.client.room(room).await.unwrap().you.unwrap().closed);
    ben.client.set_membership(room, &close).await.unwrap();
    assert!(!ben.client.direct(vec![ana.user.id]).await.unwrap().you.unwrap().closed);
    let open = ana.room("Open", RoomKind::Public).await.id;
    assert_eq!(code(ana.client.set_membership(open, &close).await), Some(ErrorCode::ValidationFailed));
}
