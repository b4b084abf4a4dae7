//! SOCK4, SOCK7, ROOM12: events that reach a socket.

use confluence_protocol::{CreateInvite, RoomKind, ServerFrame};

use crate::support::{Server, raw};

#[tokio::test]
async fn sock4_sock7_room12_events_of_a_joined_room_follow_its_version_on_every_socket() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Private).await.id;
    let (mut phone, mut laptop) = (ben.raw().await, ben.raw().await);
    ana.client.say(room, "before he came").await.unwrap();
    let code = ana.client.create_invite(room, CreateInvite::default()).await.unwrap().code;
    let joined = ben.client.accept_invite(&code).await.unwrap();
    let mut said = Vec::new();
    for number in 0..5 {
        said.push(ana.client.say(room, &format!("message {number}")).await.unwrap());
    }
    for socket in [&mut phone, &mut laptop] {
        let version = raw::until(socket, "room.joined", |frame| match frame {
            ServerFrame::RoomJoined { room: seen } => {
                assert_eq!((seen.id, seen.you.is_some()), (room, true));
                Some(seen.version)
            }
            other => panic!("{other:?} before room.joined"),
        })
        .await;
        assert_eq!(version, joined.version);
        for message in &said {
            match raw::frame(socket).await {
                ServerFrame::MessageCreated { version, message: seen, .. } => {
                    assert_eq!((version, &seen), (message.version, message));
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn room12_members_see_joins_and_leaves_in_order() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await;
    let mut socket = ana.raw().await;
    ben.client.join(room.id).await.unwrap();
    ben.client.say(room.id, "hello").await.unwrap();
    ben.client.leave(room.id).await.unwrap();
    let mut heard = Vec::new();
    while heard.len() < 3 {
        let frame = raw::frame(&mut socket).await;
        let (_, version) = frame.durable().unwrap_or_else(|| panic!("{frame:?}"));
        heard.push((version - room.version, frame));
    }
    assert!(
        matches!(&heard[0], (1, ServerFrame::MemberJoined { member, .. }) if member.user.id == ben.user.id)
    );
    assert!(matches!(&heard[1], (2, ServerFrame::MessageCreated { .. })));
    assert!(
        matches!(&heard[2], (3, ServerFrame::MemberLeft { member, .. }) if member.user.id == ben.user.id)
    );
}

#[tokio::test]
async fn a_room_made_on_one_device_appears_on_the_others() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let mut laptop = ana.raw().await;
    let room = ana.room("Lobby", RoomKind::Public).await;
    let joined = raw::until(&mut laptop, "room.joined", |frame| match frame {
        ServerFrame::RoomJoined { room } => Some(room),
        _ => None,
    })
    .await;
    assert_eq!((joined.id, joined.version), (room.id, room.version));
}
