//! ROOM: rooms and memberships.

use std::collections::BTreeSet;

use confluence_client::Client;
use confluence_protocol::{
    CreateInvite, ErrorCode, Notify, PatchRoom, Posting, Presence, Role, RoomKind, ServerFrame,
};
use reqwest::Method;
use serde_json::json;

use super::code;
use crate::support::{Backend, Person, Server, on_both, raw};

async fn invited(owner: &Person, room: confluence_protocol::RoomId, guest: &Client) {
    let invite = owner.client.create_invite(room, CreateInvite::default()).await.unwrap();
    guest.accept_invite(&invite.code).await.unwrap();
}

#[tokio::test]
async fn room1_creator_of_a_room_is_its_owner() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let answer = server.call_as(&ana, Method::POST, "/api/v1/rooms").await;
    let body = json!({ "name": "  The   Lobby ", "description": "About\nthings" });
    let room = answer.json(&body).answer().await.json();
    assert_eq!((&room["name"], &room["description"]), (&json!("The Lobby"), &json!("About\nthings")));
    assert_eq!((&room["kind"], &room["posting"]), (&json!("public"), &json!("everyone")));
    assert_eq!((&room["you"]["role"], &room["member_count"]), (&json!("owner"), &json!(1)));
    let again = ana.room("The Lobby", RoomKind::Private).await;
    assert_eq!((again.kind, again.created_by), (RoomKind::Private, ana.user.id));
    let you = again.you.unwrap();
    assert_eq!((you.last_read_seq, you.unread, you.mentions, you.notify), (0, 0, 0, Notify::All));
    for bad in [
        json!({ "name": "" }),
        json!({ "name": "x".repeat(81) }),
        json!({}),
        json!({ "name": "x", "kind": "direct" }),
    ] {
        let answer = server.call_as(&ana, Method::POST, "/api/v1/rooms").await.json(&bad).answer().await;
        assert_eq!(answer.status, 422, "{bad}");
    }
}

#[tokio::test]
async fn room2_my_rooms_are_sorted_by_activity_with_their_last_message() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let first = ana.room("First", RoomKind::Public).await.id;
    let second = ana.room("Second", RoomKind::Public).await.id;
    let third = ana.room("Third", RoomKind::Public).await.id;
    ana.client.say(second, "older").await.unwrap();
    let newest = ana.client.say(first, "newest").await.unwrap();
    let rooms = ana.client.rooms().await.unwrap();
    let order: Vec<_> = rooms.rooms.iter().map(|summary| summary.room.id).collect();
    assert_eq!(order[0], first);
    assert_eq!(order.iter().collect::<BTreeSet<_>>(), BTreeSet::from([&first, &second, &third]));
    assert!(order.iter().position(|id| *id == second) > Some(0));
    assert_eq!(rooms.rooms[0].last_message.as_ref(), Some(&newest));
    assert_eq!(rooms.next_cursor, None);
    let empty = rooms.rooms.iter().find(|summary| summary.room.id == third).unwrap();
    assert_eq!(empty.last_message, None);
}

#[tokio::test]
async fn room3_the_directory_pages_and_searches_public_rooms_only() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let mut made = BTreeSet::new();
    for number in 0..60 {
        made.insert(ana.room(&format!("Room {number:02}"), RoomKind::Public).await.id);
    }
    ana.room("Room of secrets", RoomKind::Private).await;
    let garden = ana.room("Gärtnerei", RoomKind::Public).await.id;
    made.insert(garden);
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = ben.client.directory(None, cursor.as_deref()).await.unwrap();
        assert!(page.rooms.len() <= 50);
        seen.extend(page.rooms.iter().map(|room| room.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 61);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), made);
    let found = ben.client.directory(Some("gärt"), None).await.unwrap();
    assert_eq!(found.rooms.iter().map(|room| room.id).collect::<Vec<_>>(), [garden]);
    assert!(ben.client.directory(Some("secrets"), None).await.unwrap().rooms.is_empty());
}

#[tokio::test]
async fn room4_non_members_see_only_the_card_of_a_public_room() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    let card = ben.client.room(room).await.unwrap();
    assert_eq!((card.name.as_str(), card.you), ("Open", None));
    assert_eq!(code(ben.client.members(room, None, None).await), Some(ErrorCode::NotAMember));
    assert_eq!(code(ben.client.say(room, "hello").await), Some(ErrorCode::NotAMember));
    assert_eq!(code(ben.client.changes(room, 0, None).await), Some(ErrorCode::NotAMember));
}

#[tokio::test]
async fn room6_room12_joining_takes_one_version_and_joining_again_none() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Open", RoomKind::Public).await;
    let joined = ben.client.join(room.id).await.unwrap();
    assert_eq!((joined.version, joined.member_count), (room.version + 1, 2));
    assert_eq!(joined.you.as_ref().unwrap().role, Role::Member);
    let again = ben.client.join(room.id).await.unwrap();
    assert_eq!(again, joined);
    let private = ana.room("Closed", RoomKind::Private).await.id;
    assert_eq!(code(ben.client.join(private).await), Some(ErrorCode::RoomNotFound));
    invited(&ana, private, &ben.client).await;
    assert_eq!(ben.client.join(private).await.unwrap().member_count, 2);
}

#[tokio::test]
async fn room7_new_member_can_read_old_messages_and_none_are_unread() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    for number in 0..3 {
        ana.client.say(room, &format!("before {number}")).await.unwrap();
    }
    let you = ben.client.join(room).await.unwrap().you.unwrap();
    assert_eq!((you.last_read_seq, you.unread), (3, 0));
    let page = ben.client.page(room, confluence_protocol::Direction::Newest, None).await.unwrap();
    assert_eq!(page.messages.len(), 3);
    ben.client.leave(room).await.unwrap();
    ana.client.say(room, "meanwhile").await.unwrap();
    let you = ben.client.join(room).await.unwrap().you.unwrap();
    assert_eq!((you.last_read_seq, you.unread), (4, 0));
}

#[tokio::test]
async fn room8_former_member_is_notified_and_receives_nothing_more() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let (mut phone, mut laptop) = (ben.raw().await, ben.raw().await);
    ben.client.leave(room).await.unwrap();
    for socket in [&mut phone, &mut laptop] {
        let reason = raw::until(socket, "room.left", |frame| match frame {
            ServerFrame::RoomLeft { room_id, reason } if room_id == room => Some(reason),
            _ => None,
        })
        .await;
        assert_eq!(reason, confluence_protocol::LeaveReason::Left);
    }
    let mut witness = ana.raw().await;
    let said = ana.client.say(room, "is he gone?").await.unwrap();
    raw::until(&mut witness, "the message", |frame| match frame {
        ServerFrame::MessageCreated { message, .. } if message.id == said.id => Some(()),
        _ => None,
    })
    .await;
    for socket in [&mut phone, &mut laptop] {
        let after = raw::settled(socket).await;
        assert!(after.is_empty(), "{after:?}");
    }
    assert_eq!(code(ben.client.leave(room).await), Some(ErrorCode::NotAMember));
}

#[tokio::test]
async fn room9_last_owner_cannot_leave_members_behind_and_an_empty_room_is_deleted() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    assert_eq!(code(ana.client.leave(room).await), Some(ErrorCode::LastOwner));
    ben.client.leave(room).await.unwrap();
    ana.client.leave(room).await.unwrap();
    assert_eq!(code(ana.client.room(room).await), Some(ErrorCode::RoomNotFound));
}

#[tokio::test]
async fn room10_room12_room_changes_reach_members_and_deletion_notifies_them() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    let version = ben.client.join(room).await.unwrap().version;
    let mut socket = ben.raw().await;
    let patch = PatchRoom {
        name: Some("Opened".parse().unwrap()),
        description: Some("All about it".parse().unwrap()),
        ..PatchRoom::default()
    };
    let changed = ana.client.update_room(room, &patch).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.version), ("Opened", version + 1));
    match raw::frame(&mut socket).await {
        ServerFrame::RoomUpdated { version: seen, room, .. } => {
            assert_eq!((seen, room.name.as_str(), room.you), (version + 1, "Opened", None));
        }
        other => panic!("{other:?}"),
    }
    let same = ana.client.update_room(room, &patch).await.unwrap();
    assert_eq!(same.version, version + 1, "an unchanged room takes no version");
    let private = PatchRoom { kind: Some(RoomKind::Private), ..PatchRoom::default() };
    assert_eq!(ana.client.update_room(room, &private).await.unwrap().kind, RoomKind::Private);
    ana.client.delete_room(room).await.unwrap();
    let reason = raw::until(&mut socket, "room.left", |frame| match frame {
        ServerFrame::RoomLeft { reason, .. } => Some(reason),
        _ => None,
    })
    .await;
    assert_eq!(reason, confluence_protocol::LeaveReason::Deleted);
    assert_eq!(code(ben.client.room(room).await), Some(ErrorCode::RoomNotFound));
}

async fn room33_an_owner_restores_a_deleted_room(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Harbour", RoomKind::Private).await.id;
    invited(&ana, room, &ben.client).await;
    let said = ben.client.say(room, "hello").await.unwrap();
    ana.client.delete_room(room).await.unwrap();
    assert_eq!(code(ben.client.message(room, said.id).await), Some(ErrorCode::RoomNotFound));
    assert_eq!(ana.client.deleted_rooms().await.unwrap().rooms[0].name, "Harbour");
    assert_eq!(ben.client.deleted_rooms().await.unwrap().rooms, []);
    assert_eq!(code(ben.client.restore_room(room).await), Some(ErrorCode::RoomNotFound));

    let mut socket = ben.raw().await;
    let restored = ana.client.restore_room(room).await.unwrap();
    assert_eq!((restored.id, restored.last_seq), (room, 1));
    let back = raw::until(&mut socket, "room.joined", |frame| match frame {
        ServerFrame::RoomJoined { room, .. } => Some(room.id),
        _ => None,
    })
    .await;
    assert_eq!(back, room);
    assert_eq!(ben.client.message(room, said.id).await.unwrap().body, "hello");
    assert_eq!(
        ana.client.restore_room(room).await.unwrap().version,
        restored.version,
        "a repeat changes nothing"
    );
    assert_eq!(ana.client.deleted_rooms().await.unwrap().rooms, []);
}
on_both!(room33_an_owner_restores_a_deleted_room);

#[tokio::test]
async fn room11_members_cannot_post_where_only_moderators_may() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("News", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let patch = PatchRoom { posting: Some(Posting::Moderators), ..PatchRoom::default() };
    assert_eq!(ana.client.update_room(room, &patch).await.unwrap().posting, Posting::Moderators);
    assert_eq!(code(ben.client.say(room, "me too").await), Some(ErrorCode::PostingRestricted));
    ana.client.say(room, "hear, hear").await.unwrap();
}

#[tokio::test]
async fn room11_members_who_may_not_post_cannot_edit_old_messages() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("News", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let said = ben.client.say(room, "hello").await.unwrap();
    let patch = PatchRoom { posting: Some(Posting::Moderators), ..PatchRoom::default() };
    ana.client.update_room(room, &patch).await.unwrap();
    let address = format!("/api/v1/rooms/{room}/messages/{}", said.id);
    let edit = server.call_as(&ben, Method::PATCH, &address).await.json(&json!({ "body": "breaking news" }));
    edit.answer().await.refused(ErrorCode::PostingRestricted);
    assert_eq!(ben.client.message(room, said.id).await.unwrap().body, "hello");
    // Deleting is not posting.
    assert_eq!(server.call_as(&ben, Method::DELETE, &address).await.answer().await.status, 204);
}

#[tokio::test]
async fn room13_member_pages_neither_skip_nor_repeat() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    let mut expected = BTreeSet::from([ana.user.id]);
    for number in 0..6 {
        let person = server.person(&format!("member{number}")).await;
        person.client.join(room).await.unwrap();
        expected.insert(person.user.id);
    }
    let _socket = ana.raw().await;
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = ana.client.members(room, cursor.as_deref(), Some(2)).await.unwrap();
        assert!(page.members.len() <= 2);
        seen.extend(page.members);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!((seen[0].user.id, seen[0].role), (ana.user.id, Role::Owner));
    assert!(
        seen[1..].iter().all(|member| member.role == Role::Member && member.presence == Presence::Offline)
    );
    assert_eq!(seen.len(), expected.len());
    assert_eq!(seen.iter().map(|member| member.user.id).collect::<BTreeSet<_>>(), expected);
}

#[tokio::test]
async fn room31_a_favourite_is_personal_and_reaches_the_persons_other_devices() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let mut bens = ben.raw().await;
    let call = server.call_as(&ben, Method::PATCH, &format!("/api/v1/rooms/{room}/membership")).await;
    let answer = call.json(&json!({ "favourite": true })).answer().await;
    assert_eq!((answer.status, &answer.json()["favourite"]), (200, &json!(true)));
    assert_eq!(answer.json()["notify"], "all", "the other settings stay");
    let told = raw::until(&mut bens, "membership.updated", |frame| match frame {
        ServerFrame::MembershipUpdated { room_id, favourite, .. } if room_id == room => Some(favourite),
        _ => None,
    });
    assert!(told.await);
    assert!(ben.client.rooms().await.unwrap().rooms[0].room.you.as_ref().unwrap().favourite);
    assert!(!ana.client.room(room).await.unwrap().you.unwrap().favourite);
}

#[tokio::test]
async fn room30_the_directory_is_sorted_as_asked() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let [alpha, beta] =
        [ana.room("Alpha", RoomKind::Public).await.id, ana.room("Beta", RoomKind::Public).await.id];
    ben.client.join(beta).await.unwrap();
    ana.client.say(alpha, "news").await.unwrap();
    for (sort, first) in [("name", alpha), ("members", beta), ("activity", alpha)] {
        let path = format!("/api/v1/rooms/directory?sort={sort}&limit=1");
        let page = server.call_as(&ben, Method::GET, &path).await.answer().await.json();
        assert_eq!(page["rooms"][0]["id"], json!(first), "{sort}");
        let path = format!("{path}&cursor={}", page["next_cursor"].as_str().unwrap());
        let last = server.call_as(&ben, Method::GET, &path).await.answer().await.json();
        assert_ne!(last["rooms"][0]["id"], json!(first), "{sort}");
        assert_eq!(last["next_cursor"], serde_json::Value::Null);
    }
    let wrong = server.call_as(&ben, Method::GET, "/api/v1/rooms/directory?sort=age").await.answer().await;
    assert_eq!(wrong.refused(ErrorCode::ValidationFailed).errors[0].field, "sort");
}

#[tokio::test]
async fn room14_notification_level_is_personal_and_takes_no_version() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let before = ben.client.room(room).await.unwrap();
    let call = server.call_as(&ben, Method::PATCH, &format!("/api/v1/rooms/{room}/membership")).await;
    let answer = call.json(&json!({ "notify": "mentions" })).answer().await;
    assert_eq!((answer.status, &answer.json()["notify"]), (200, &json!("mentions")));
    assert_eq!(answer.json()["role"], "member");
    let after = ben.client.room(room).await.unwrap();
    assert_eq!((after.version, after.you.unwrap().notify), (before.version, Notify::Mentions));
    let other = ana.client.room(room).await.unwrap().you.unwrap();
    assert_eq!(other.notify, Notify::All);
}
