//! TALK: mentioning several people at once, with `@here` and groups.

use confluence_client::new_message_id;
use confluence_protocol::{
    ClientFrame, NewRoomMessage, Presence, PresenceMode, RoomId, RoomKind, ServerFrame, SetPresenceMode,
};

use crate::support::{Person, Server, eventually, raw};

/// Waits until the members appear like this to `to`.
async fn appear(to: &Person, room: RoomId, expected: &[(&Person, Presence, bool)]) {
    eventually("everybody's presence is known", async || {
        let members = to.client.members(room, None, None).await.unwrap().members;
        let is_known = |(person, presence, quiet): &(&Person, Presence, bool)| {
            members.iter().any(|member| {
                (member.user.id, member.presence, member.do_not_disturb)
                    == (person.user.id, *presence, *quiet)
            })
        };
        if expected.iter().all(is_known) { Ok(()) } else { Err(()) }
    })
    .await;
}

#[tokio::test]
async fn talk11_here_mentions_members_who_are_active_over_http_and_socket_alike() {
    let server = Server::start().await;
    let [ana, ben, carl, dora, eve, zoe] = server.people(["ana", "ben", "carl", "dora", "eve", "zoe"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    for person in [&ben, &carl, &dora, &eve] {
        person.client.join(room).await.unwrap();
    }
    let mut anas = ana.raw().await;
    let (_bens, _carls, _doras, _zoes) =
        (ben.raw().await, carl.raw().await, dora.raw().await, zoe.raw().await);
    let by_hand = |mode| SetPresenceMode { mode, until: None };
    carl.client.set_presence(&by_hand(PresenceMode::Away)).await.unwrap();
    dora.client.set_presence(&by_hand(PresenceMode::DoNotDisturb)).await.unwrap();
    let everybody = [
        (&ana, Presence::Active, false),
        (&ben, Presence::Active, false),
        (&carl, Presence::Idle, false),
        (&dora, Presence::Active, true),
        (&eve, Presence::Offline, false),
    ];
    appear(&ana, room, &everybody).await;

    let said = ana.client.say(room, "tea, @here?").await.unwrap();
    assert_eq!(
        (said.mentions.as_slice(), said.mentions_groups.as_slice()),
        (&[ben.user.id][..], &["here".to_owned()][..])
    );
    let id = new_message_id();
    let body = "cake, @here!".parse().unwrap();
    let message = NewRoomMessage { id, room_id: room, body, reply_to: None, attachments: Vec::new() };
    anas.send(&ClientFrame::Send(message)).await.unwrap();
    let told = raw::until(&mut anas, "the message", |frame| match frame {
        ServerFrame::MessageCreated { message, .. } if message.id == id => Some(message),
        _ => None,
    })
    .await;
    assert_eq!((&told.mentions, &told.mentions_groups), (&said.mentions, &said.mentions_groups));
    let counted = async |person: &Person| person.client.room(room).await.unwrap().you.unwrap().mentions;
    assert_eq!(
        (counted(&ben).await, counted(&carl).await, counted(&dora).await, counted(&eve).await),
        (2, 0, 0, 0)
    );

    // Strangers learn nothing from it.
    let secret = ana.room("Plans", RoomKind::Private).await.id;
    let of_a_room = async |room| super::code(zoe.client.say(room, "who is @here?").await);
    assert_eq!(of_a_room(secret).await, of_a_room(RoomId::from_uuid(zoe.user.id.as_uuid())).await);
}
