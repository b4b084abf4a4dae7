//! PEOPLE: statuses, profiles and blocks.

use confluence_client::RawSocket;
use confluence_protocol::{
    ClientFrame, CreateInvite, ErrorCode, OwnPresence, Presence, PresenceMode, RoomKind, ServerFrame,
    SetPresence, SetPresenceMode, SetStatus, Status, Timestamp, UserId,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Person, Server, raw};

async fn put_status(server: &Server, person: &Person, body: Value) -> Answer {
    server.call_as(person, Method::PUT, "/api/v1/me/status").await.json(&body).answer().await
}

async fn profile(server: &Server, viewer: &Person, of: &Person) -> Value {
    let answer =
        server.call_as(viewer, Method::GET, &format!("/api/v1/users/{}", of.user.id)).await.answer().await;
    assert_eq!(answer.status, 200);
    answer.json()
}

#[tokio::test]
async fn people1_a_status_reaches_people_who_share_a_room() {
    let server = Server::start().await;
    let [ana, ben, carl] = server.people(["ana", "ben", "carl"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let (mut bens, mut carls) = (ben.raw().await, carl.raw().await);
    let until = "2096-01-01T12:00:00.000Z";
    let answer = put_status(&server, &ana, json!({ "emoji": "🍜", "text": " lunch ", "until": until })).await;
    let expected = json!({ "emoji": "🍜", "text": "lunch", "until": until });
    assert_eq!((answer.status, &answer.json()["status"]), (200, &expected));
    let told = raw::until(&mut bens, "user.updated", |frame| match frame {
        ServerFrame::UserUpdated { user } => Some(user.status),
        _ => None,
    })
    .await;
    assert_eq!(json!(told), expected);
    assert_eq!(profile(&server, &carl, &ana).await["status"], expected);
    assert_eq!(json!(ana.client.me().await.unwrap().user.status), expected);

    ana.client.clear_status().await.unwrap();
    ana.client.clear_status().await.unwrap();
    let cleared = raw::until(&mut bens, "user.updated", |frame| match frame {
        ServerFrame::UserUpdated { user } => Some(user.status),
        _ => None,
    })
    .await;
    assert_eq!(cleared, None);
    // The same status again is not announced: the next frames are those of the message.
    ana.client.say(room, "the end").await.unwrap();
    let next = raw::until(&mut bens, "a frame", |frame| {
        (!matches!(frame, ServerFrame::Presence { .. })).then_some(frame)
    })
    .await;
    assert!(matches!(next, ServerFrame::MessageCreated { .. }), "{next:?}");
    let frames = raw::settled(&mut carls).await;
    assert!(!frames.iter().any(|frame| matches!(frame, ServerFrame::UserUpdated { .. })), "{frames:?}");
}

#[tokio::test]
async fn people1_an_invalid_status_is_refused_and_changes_nothing() {
    let server = Server::start().await;
    let [ana] = server.people(["ana"]).await;
    let only_emoji = SetStatus { emoji: Some("🌴".parse().unwrap()), ..SetStatus::default() };
    ana.client.set_status(&only_emoji).await.unwrap();
    for (wrong, field) in [
        (json!({}), ""),
        (json!({ "until": "2096-01-01T12:00:00.000Z" }), ""),
        (json!({ "text": "late", "until": "2020-01-01T12:00:00.000Z" }), "until"),
        (json!({ "text": "late", "until": "tomorrow" }), "until"),
        (json!({ "text": "  " }), "text"),
        (json!({ "text": "x".repeat(101) }), "text"),
        (json!({ "emoji": "lunch" }), "emoji"),
        (json!({ "text": "lunch", "colour": "red" }), "colour"),
    ] {
        let problem = put_status(&server, &ana, wrong.clone()).await.refused(ErrorCode::ValidationFailed);
        assert_eq!(problem.errors[0].field, field, "{wrong}");
    }
    let kept = Status { emoji: "🌴".to_owned(), text: String::new(), until: None };
    assert_eq!(ana.client.me().await.unwrap().user.status, Some(kept));
}

#[tokio::test]
async fn people2_a_profile_shows_presence_and_rooms_only_to_people_who_share_them() {
    let server = Server::start().await;
    let [ana, ben, carl] = server.people(["ana", "ben", "carl"]).await;
    let secret = ana.room("Plans", RoomKind::Private).await.id;
    let invite = ana.client.create_invite(secret, CreateInvite::default()).await.unwrap();
    ben.client.accept_invite(&invite.code).await.unwrap();
    ana.room("Only Ana", RoomKind::Private).await;
    let (_anas, mut bens) = (ana.raw().await, ben.raw().await);
    raw::until(&mut bens, "ana is online", |frame| match frame {
        ServerFrame::Presence { user_id, status, .. } if user_id == ana.user.id => Some(status),
        _ => None,
    })
    .await;

    let seen = ben.client.user(ana.user.id).await.unwrap();
    assert_eq!((seen.user.username.as_str(), seen.presence), ("ana", Presence::Active));
    assert_eq!(seen.shared_rooms.iter().map(|room| room.id).collect::<Vec<_>>(), [secret]);
    let own = ana.client.user(ana.user.id).await.unwrap();
    assert_eq!((own.presence, own.shared_rooms.len()), (Presence::Active, 2));

    let stranger = profile(&server, &carl, &ana).await;
    assert_eq!((&stranger["presence"], &stranger["shared_rooms"]), (&json!("offline"), &json!([])));
    // A direct room shows presence, and is not listed.
    carl.client.direct(vec![ana.user.id]).await.unwrap();
    let friend = profile(&server, &carl, &ana).await;
    assert_eq!((&friend["presence"], &friend["shared_rooms"]), (&json!("active"), &json!([])));
    let nobody = UserId::new(Timestamp::from_millis(1_700_000_000_000));
    let missing = server.call_as(&carl, Method::GET, &format!("/api/v1/users/{nobody}")).await;
    missing.answer().await.refused(ErrorCode::UserNotFound);
}

/// The next presence of this person that a socket receives: status and `do_not_disturb`.
async fn next_presence(socket: &mut RawSocket, of: UserId) -> (Presence, bool) {
    raw::until(socket, "presence", |frame| match frame {
        ServerFrame::Presence { user_id, status, do_not_disturb } if user_id == of => {
            Some((status, do_not_disturb))
        }
        _ => None,
    })
    .await
}

#[tokio::test]
async fn people6_a_presence_by_hand_is_shown_to_people_who_share_a_room_until_it_ends() {
    let server = Server::start().await;
    let [ana, ben, carl] = server.people(["ana", "ben", "carl"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let mut bens = ben.raw().await;
    let mut anas = ana.raw().await;
    assert_eq!(next_presence(&mut bens, ana.user.id).await, (Presence::Active, false));

    ana.client.set_presence(&SetPresenceMode { mode: PresenceMode::Away, until: None }).await.unwrap();
    assert_eq!(next_presence(&mut bens, ana.user.id).await, (Presence::Idle, false));
    anas.send(&ClientFrame::Presence(SetPresence { status: Presence::Active })).await.unwrap();
    let until = Some(ana.client.say(room, "soon back").await.unwrap().created_at.plus_seconds(4));
    let quiet = SetPresenceMode { mode: PresenceMode::DoNotDisturb, until };
    let me = ana.client.set_presence(&quiet).await.unwrap();
    assert_eq!(me.presence, OwnPresence { mode: PresenceMode::DoNotDisturb, until });
    assert!(me.do_not_disturb);
    assert_eq!(ana.client.me().await.unwrap().presence.mode, PresenceMode::DoNotDisturb);
    let told = raw::until(&mut anas, "me.updated", |frame| match frame {
        ServerFrame::MeUpdated { presence, .. } if presence.mode != PresenceMode::Away => Some(presence),
        _ => None,
    });
    assert_eq!(told.await, me.presence);
    assert_eq!(next_presence(&mut bens, ana.user.id).await, (Presence::Active, true));
    let (seen, hidden) = (profile(&server, &ben, &ana).await, profile(&server, &carl, &ana).await);
    assert_eq!((&seen["presence"], &seen["do_not_disturb"]), (&json!("active"), &json!(true)));
    assert_eq!((&hidden["presence"], &hidden["do_not_disturb"]), (&json!("offline"), &Value::Null));
    let members = ben.client.members(room, None, None).await.unwrap();
    assert!(members.members.iter().any(|member| member.user.id == ana.user.id && member.do_not_disturb));

    assert_eq!(next_presence(&mut bens, ana.user.id).await, (Presence::Active, false), "it has ended");
    let me = ana.client.me().await.unwrap();
    assert_eq!((me.presence, me.do_not_disturb), (OwnPresence::AUTO, false));
}

#[tokio::test]
async fn people6_an_invalid_presence_is_refused_and_changes_nothing() {
    let server = Server::start().await;
    let [ana] = server.people(["ana"]).await;
    let put = async |body: Value| {
        server.call_as(&ana, Method::PUT, "/api/v1/me/presence").await.json(&body).answer().await
    };
    assert_eq!(put(json!({ "mode": "away" })).await.status, 200);
    for (wrong, field) in [
        (json!({}), "mode"),
        (json!({ "mode": "offline" }), "mode"),
        (json!({ "mode": "away", "until": "2020-01-01T12:00:00.000Z" }), "until"),
        (json!({ "mode": "away", "colour": "red" }), "colour"),
    ] {
        let problem = put(wrong.clone()).await.refused(ErrorCode::ValidationFailed);
        assert_eq!(problem.errors[0].field, field, "{wrong}");
    }
    assert_eq!(ana.client.me().await.unwrap().presence.mode, PresenceMode::Away);
    let auto = put(json!({ "mode": "auto", "until": "2096-01-01T12:00:00.000Z" })).await.json();
    assert_eq!(auto["presence"], json!({ "mode": "auto", "until": null }), "auto has no end");
}

#[tokio::test]
async fn people8_local_time_is_shown_to_people_who_share_a_room_if_shared() {
    let server = Server::start().await;
    let [ana, ben, carl] = server.people(["ana", "ben", "carl"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let patch = async |settings: Value| {
        let body = json!({ "settings": settings });
        server.call_as(&ana, Method::PATCH, "/api/v1/me").await.json(&body).answer().await
    };
    let me = patch(json!({ "time_zone": "asia/kathmandu" })).await.json();
    assert_eq!(me["settings"]["time_zone"], "Asia/Kathmandu");
    assert_eq!(profile(&server, &ben, &ana).await["local_time_offset"], Value::Null);
    let me = patch(json!({ "share_local_time": true })).await.json();
    assert_eq!(me["settings"]["time_zone"], "Asia/Kathmandu", "absent settings stay");
    assert_eq!(profile(&server, &ben, &ana).await["local_time_offset"], 345);
    assert_eq!(profile(&server, &carl, &ana).await["local_time_offset"], Value::Null);
    for (wrong, field) in [
        (json!({ "time_zone": "Nowhere/City" }), "settings.time_zone"),
        (json!({ "time_zone": "+05:45" }), "settings.time_zone"),
        (json!({ "colour": "red" }), "settings.colour"),
    ] {
        let problem = patch(wrong.clone()).await.refused(ErrorCode::ValidationFailed);
        assert_eq!(problem.errors[0].field, field, "{wrong}");
    }
}

#[tokio::test]
async fn people9_quiet_hours_show_as_do_not_disturb() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let (mut bens, mut anas) = (ben.raw().await, ana.raw().await);
    assert_eq!(next_presence(&mut bens, ana.user.id).await, (Presence::Active, false));
    let patch = async |hours: Value| {
        let body = json!({ "settings": { "quiet_hours": hours } });
        server.call_as(&ana, Method::PATCH, "/api/v1/me").await.json(&body).answer().await
    };
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let always = json!([{ "days": days, "from": "00:00", "to": "00:00" }]);
    let me = patch(always.clone()).await.json();
    assert_eq!((&me["do_not_disturb"], &me["presence"]["mode"]), (&json!(true), &json!("auto")));
    assert_eq!(next_presence(&mut bens, ana.user.id).await, (Presence::Active, true));
    assert_eq!(next_presence(&mut anas, ana.user.id).await, (Presence::Active, true), "on their own devices");
    for (wrong, field) in [
        (json!([{ "days": [], "from": "22:00", "to": "07:00" }]), "settings.quiet_hours[0].days"),
        (json!([{ "days": ["mon", "mon"], "from": "22:00", "to": "07:00" }]), "settings.quiet_hours[0].days"),
        (json!([{ "days": ["mon"], "from": "24:00", "to": "07:00" }]), "settings.quiet_hours[0].from"),
    ] {
        let problem = patch(wrong.clone()).await.refused(ErrorCode::ValidationFailed);
        assert_eq!(problem.errors[0].field, field, "{wrong}");
    }
    assert_eq!(ana.client.me().await.unwrap().settings.quiet_hours.len(), 1, "nothing changed");
    assert_eq!(patch(json!([])).await.json()["do_not_disturb"], Value::Null);
    assert_eq!(next_presence(&mut bens, ana.user.id).await, (Presence::Active, false));
}

#[tokio::test]
async fn people3_blocks_reach_the_owners_devices_only() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let (mut phone, mut laptop, mut bens) = (ana.raw().await, ana.raw().await, ben.raw().await);
    for _ in 0..2 {
        ana.client.block(ben.user.id).await.unwrap();
    }
    let blocks = ana.client.blocks().await.unwrap();
    assert_eq!(blocks.users.iter().map(|user| user.username.as_str()).collect::<Vec<_>>(), ["ben"]);
    for _ in 0..2 {
        ana.client.unblock(ben.user.id).await.unwrap();
    }
    assert!(ana.client.blocks().await.unwrap().users.is_empty());
    ana.client.say(room, "the end").await.unwrap();
    for (socket, expected) in [
        (&mut phone, vec![vec![ben.user.id], vec![]]),
        (&mut laptop, vec![vec![ben.user.id], vec![]]),
        (&mut bens, vec![]),
    ] {
        let mut told = Vec::new();
        raw::until(socket, "the end", |frame| match frame {
            ServerFrame::BlocksUpdated { user_ids } => {
                told.push(user_ids);
                None
            }
            ServerFrame::MessageCreated { .. } => Some(()),
            _ => None,
        })
        .await;
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn people3_only_existing_people_other_than_oneself_can_be_blocked() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    server
        .call_as(&ben, Method::DELETE, "/api/v1/me")
        .await
        .json(&json!({ "password": crate::support::PASSWORD }))
        .answer()
        .await;
    let nobody = UserId::new(Timestamp::from_millis(1_700_000_000_000));
    for method in [Method::PUT, Method::DELETE] {
        for (target, code) in [
            (ana.user.id, ErrorCode::ValidationFailed),
            (ben.user.id, ErrorCode::UserNotFound),
            (nobody, ErrorCode::UserNotFound),
        ] {
            let path = format!("/api/v1/me/blocks/{target}");
            server.call_as(&ana, method.clone(), &path).await.answer().await.refused(code);
        }
    }
    assert!(ana.client.blocks().await.unwrap().users.is_empty());
}

#[tokio::test]
async fn people4_a_blocked_person_is_refused_a_direct_room_and_learns_nothing_else() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let said = ben.client.say(room, "@ana hello").await.unwrap();
    let paths = [
        format!("/api/v1/users/{}", ana.user.id),
        format!("/api/v1/rooms/{room}"),
        format!("/api/v1/rooms/{room}/members"),
        format!("/api/v1/rooms/{room}/messages/{}", said.id),
        format!("/api/v1/rooms/{room}/messages/{}/receipts", said.id),
        format!("/api/v1/rooms/{room}/messages/{}/unseen", said.id),
        "/api/v1/users?query=a".to_owned(),
    ];
    let look = async || {
        let mut seen = Vec::new();
        for path in &paths {
            seen.push(server.call_as(&ben, Method::GET, path).await.answer().await.json());
        }
        seen
    };
    let before = look().await;
    ana.client.block(ben.user.id).await.unwrap();
    assert_eq!(look().await, before);
    let direct = json!({ "user_ids": [ana.user.id] });
    let call = server.call_as(&ben, Method::POST, "/api/v1/direct").await;
    call.json(&direct).answer().await.refused(ErrorCode::CannotMessage);
    let later = ben.client.say(room, "@ana still here").await.unwrap();
    assert_eq!(later.mentions, [ana.user.id]);
    assert_eq!(ana.client.users("ben").await.unwrap().users.len(), 1, "a block can be lifted");
    ana.client.unblock(ben.user.id).await.unwrap();
    ben.client.direct(vec![ana.user.id]).await.unwrap();
}

#[tokio::test]
async fn people5_what_blocked_people_write_is_neither_unread_nor_a_mention() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let counts = async || {
        let rooms = ana.client.rooms().await.unwrap().rooms;
        let you = rooms[0].room.you.clone().unwrap();
        let same = ana.client.room(room).await.unwrap().you.unwrap();
        assert_eq!((same.unread, same.mentions), (you.unread, you.mentions));
        (you.unread, you.mentions)
    };
    ben.client.say(room, "@ana and @room").await.unwrap();
    assert_eq!(counts().await, (1, 1));
    ana.client.block(ben.user.id).await.unwrap();
    ben.client.say(room, "@ana again").await.unwrap();
    assert_eq!(counts().await, (0, 0));
    ana.client.unblock(ben.user.id).await.unwrap();
    assert_eq!(counts().await, (2, 2));
}
