//! Checks that a private room reveals nothing to non-members, directly or indirectly, over HTTP or over
//! sockets that were open while they were members.
//!
//! Three intruders try: one who never was a member, one who left and one who is banned. Each answer is
//! compared with the one to the same request about something that does not exist: any difference is a leak.

mod intruder;

use std::collections::BTreeSet;

use confluence_client::new_message_id;
use confluence_protocol::{Attachment, MessageId, PatchRoom, Presence, RoomId, ServerFrame, UploadId};
use reqwest::Method;
use serde_json::json;

use super::{
    Violations,
    table::{Kind, Role},
    world::{Cast, World},
};
use crate::support::{Backend, Person, Server, raw};
use intruder::Intruder;

/// Part of every text in the room.
const SECRET: &str = "s3cret";

/// What must stay hidden.
struct Hidden {
    world: World,
    message: MessageId,
    upload: UploadId,
}

/// Reports every leak. With `stays`, the intruder who should have left is still a member: the negative
/// control.
pub async fn run(backend: Backend, stays: bool) -> Violations {
    let server = Server::start_on(backend, &[]).await;
    let cast = Cast::gather(&server).await;
    let mut world = cast.room(Kind::Private).await;
    cast.attach(&server, &mut world).await;
    let owner = cast.person(Role::Owner).unwrap();
    let room = world.room;
    let secretive = PatchRoom {
        name: Some(format!("{SECRET} place").parse().unwrap()),
        description: Some(format!("{SECRET} plans").parse().unwrap()),
        ..PatchRoom::default()
    };
    owner.client.update_room(room, &secretive).await.unwrap();
    let message = owner.client.say(room, &format!("{SECRET} words")).await.unwrap().id;
    let hidden = Hidden { upload: world.upload.unwrap(), message, world };

    let mut intruders = Vec::new();
    for name in ["outside", "gone", "banned"] {
        intruders.push(Intruder::enter(&server, &cast, &hidden, name, stays && name == "gone").await);
    }
    let mut found = inside(&server, &cast, &hidden, &intruders).await;
    for intruder in &mut intruders {
        let who = intruder.person.user.username.clone();
        let frames = raw::settled(&mut intruder.socket).await;
        found.extend(frames.iter().map(|frame| format!("{who} heard {}", frame.encode())));
        found.extend(intruder.look(&server, &hidden).await.into_iter().map(|leak| format!("{who}: {leak}")));
    }
    found.extend(unheard(&cast, &hidden, &mut intruders).await);
    found
}

/// Causes every kind of event in the room and waits until a member has received them all.
async fn inside(server: &Server, cast: &Cast, hidden: &Hidden, intruders: &[Intruder]) -> Violations {
    let room = hidden.world.room;
    let [owner, member] = [Role::Owner, Role::Member].map(|role| cast.person(role).unwrap());
    let mut listening = cast.person(Role::Moderator).unwrap().raw().await;
    let (client, mut socket) = (&owner.client, member.raw().await);
    let said = client.say(room, &format!("{SECRET}: @gone, @banned, @outside and @room")).await.unwrap();
    let first = member.client.say(room, &format!("{SECRET} too")).await.unwrap();
    client.edit(room, said.id, format!("{SECRET}, @gone said otherwise").parse().unwrap()).await.unwrap();
    client.react(room, hidden.message, "🎉").await.unwrap();
    client.unreact(room, hidden.message, "🎉").await.unwrap();
    client.pin(room, hidden.message).await.unwrap();
    member.client.delete_message(room, first.id).await.unwrap();
    let invite = cast.invite(room).await;
    member.client.leave(room).await.unwrap();
    member.client.accept_invite(&invite).await.unwrap();
    let renamed =
        PatchRoom { name: Some(format!("{SECRET} still").parse().unwrap()), ..PatchRoom::default() };
    client.update_room(room, &renamed).await.unwrap();
    post_file(server, owner, room).await;
    let named = json!({ "display_name": format!("{SECRET} agent") });
    assert_eq!(
        server.call_as(member, Method::PATCH, "/api/v1/me").await.json(&named).answer().await.status,
        200
    );
    for frame in [
        json!({ "type": "typing", "room_id": room }),
        json!({ "type": "read", "room_id": room, "seq": 1_000 }),
        json!({ "type": "presence", "status": Presence::Idle }),
    ] {
        socket.send_text(frame.to_string()).await.unwrap();
    }
    let mut waiting = BTreeSet::from([
        "created",
        "updated",
        "deleted",
        "reacted",
        "unreacted",
        "joined",
        "left",
        "room",
        "user",
        "typing",
        "read",
        "presence",
    ]);
    let (room_id, by) = (room, member.user.id);
    raw::until(&mut listening, "a member receives every event", |frame| {
        let heard = match &frame {
            ServerFrame::MessageCreated { .. } => "created",
            ServerFrame::MessageUpdated { .. } => "updated",
            ServerFrame::MessageDeleted { .. } => "deleted",
            ServerFrame::ReactionAdded { .. } => "reacted",
            ServerFrame::ReactionRemoved { .. } => "unreacted",
            ServerFrame::MemberJoined { .. } => "joined",
            ServerFrame::MemberLeft { .. } => "left",
            ServerFrame::RoomUpdated { .. } => "room",
            ServerFrame::UserUpdated { .. } => "user",
            ServerFrame::Typing { user_id, .. } if *user_id == by => "typing",
            ServerFrame::Read { user_id, .. } if *user_id == by => "read",
            ServerFrame::Presence { user_id, .. } if *user_id == by => "presence",
            _ => return None,
        };
        waiting.remove(heard);
        waiting.is_empty().then_some(())
    })
    .await;
    let mentions = client.message(room_id, said.id).await.unwrap().mentions;
    let named = intruders.iter().filter(|intruder| mentions.contains(&intruder.person.user.id));
    named.map(|intruder| format!("{} was mentioned inside", intruder.person.user.username)).collect()
}

/// Checks that actions outside the room do not mention its members and do not reach them.
async fn unheard(cast: &Cast, hidden: &Hidden, intruders: &mut [Intruder]) -> Violations {
    let owner = cast.person(Role::Owner).unwrap();
    let mut listening = owner.raw().await;
    let mut found = Violations::new();
    for Intruder { person, socket, own_room, .. } in intruders.iter_mut() {
        let said = person.client.say(*own_room, "@owner and @room, look").await.unwrap();
        if said.mentions.contains(&owner.user.id) {
            found.push("somebody who is not in the room was mentioned".to_owned());
        }
        for frame in [
            json!({ "type": "typing", "room_id": hidden.world.room }),
            json!({ "type": "presence", "status": Presence::Idle }),
        ] {
            socket.send_text(frame.to_string()).await.unwrap();
        }
        raw::settled(socket).await;
    }
    // Once a later event arrives, the hub has delivered everything before it.
    let last = owner.client.say(hidden.world.room, "the end").await.unwrap().id;
    raw::until(&mut listening, "the end", |frame| match frame {
        ServerFrame::MessageCreated { message, .. } if message.id == last => Some(()),
        ServerFrame::Typing { user_id, .. } | ServerFrame::Presence { user_id, .. } => {
            let outside = intruders.iter().find(|intruder| intruder.person.user.id == user_id);
            found.extend(outside.map(|one| format!("{} was heard inside", one.person.user.username)));
            None
        }
        _ => None,
    })
    .await;
    found
}

async fn post_file(server: &Server, by: &Person, room: RoomId) -> UploadId {
    let path = format!("/api/v1/uploads?name={SECRET}.txt");
    let call = server.call_as(by, Method::POST, &path).await;
    let upload: Attachment =
        serde_json::from_value(call.text("text/plain", SECRET).answer().await.json()).unwrap();
    let message = json!({ "id": new_message_id(), "body": SECRET, "attachments": [upload.id] });
    let path = format!("/api/v1/rooms/{room}/messages");
    assert_eq!(server.call_as(by, Method::POST, &path).await.json(&message).answer().await.status, 201);
    upload.id
}
