//! The access table over the socket, and who receives a room's events.

use confluence_client::{Dial, RawEvent, RawSocket};
use confluence_protocol::{PatchRoom, ServerFrame};
use serde_json::Value;

use super::{
    Violations,
    table::{FRAMES, Kind, ROLES, Role},
    world::{Cast, World},
};
use crate::support::{SOON, Server, raw, within};

/// Tries every cell.
pub async fn run(server: &Server, cast: &Cast) -> Violations {
    let mut found = Violations::new();
    for row in FRAMES {
        let world = cast.room(row.kind).await;
        for (role, expected) in ROLES.into_iter().zip(row.all()) {
            let cell = format!("frame {} to a {:?} room by {role:?}", row.r#type, row.kind);
            let person = cast.person(role).filter(|_| role != Role::Suspended);
            let Some(person) = person else {
                let got = as_stranger(server, &(row.frame)(&world)).await;
                if got != expected {
                    found.push(format!("{cell}: {got} instead of {expected}"));
                }
                continue;
            };
            let mut socket = person.raw().await;
            let (got, text) = ask(&mut socket, &(row.frame)(&world), expected).await;
            if got != expected {
                found.push(format!("{cell}: {got} instead of {expected}"));
            }
            let hidden = role.sees_nothing_of(row.kind);
            if hidden {
                let (_, other) = ask(&mut socket, &(row.frame)(&world.elsewhere()), expected).await;
                if without_id(&text) != without_id(&other) {
                    found.push(format!("{cell}: {text} differs from {other} of no room"));
                }
            }
        }
    }
    found
}

/// Checks that events of a room reach its members and nobody else.
pub async fn events(cast: &Cast) -> Violations {
    let mut found = Violations::new();
    for kind in [Kind::Public, Kind::Private] {
        let world = cast.room(kind).await;
        let mut sockets = Vec::new();
        for role in ROLES {
            if let Some(person) = cast.person(role).filter(|_| role != Role::Suspended) {
                sockets.push((role, person.raw().await));
            }
        }
        happen(cast, &world).await;
        for (role, mut socket) in sockets {
            let inside = role.is_inside();
            // Members wait for the last event; by then the others have received what they would.
            let heard = if inside {
                raw::until(&mut socket, "the last event", |frame| match frame {
                    ServerFrame::RoomUpdated { room_id, .. } if room_id == world.room => Some(1),
                    _ => None,
                })
                .await
            } else {
                let frames = raw::settled(&mut socket).await;
                frames.iter().filter(|frame| about(frame, &world)).count()
            };
            if inside != (heard > 0) {
                found.push(format!("{role:?} heard {heard} events of a {kind:?} room"));
            }
        }
    }
    found
}

async fn happen(cast: &Cast, world: &World) {
    let owner = cast.person(Role::Owner).unwrap();
    owner.client.say(world.room, "for members only").await.unwrap();
    let name = Some("Renamed".parse().unwrap());
    owner.client.update_room(world.room, &PatchRoom { name, ..PatchRoom::default() }).await.unwrap();
}

fn about(frame: &ServerFrame, world: &World) -> bool {
    serde_json::to_string(frame).unwrap().contains(&world.room.to_string())
}

async fn as_stranger(server: &Server, frame: &Value) -> String {
    let dial = Dial { token: Some("no.such.token".to_owned()), ..Dial::default() };
    let mut socket = server.stranger().raw_socket(&dial).await.unwrap();
    // It may be closed before the frame is written.
    let _ = socket.send_text(frame.to_string()).await;
    match within(SOON, "the socket closes", socket.next()).await {
        RawEvent::Closed(code) => code.map_or_else(|| "closed".to_owned(), |code| code.to_string()),
        other => format!("{other:?}"),
    }
}

/// The kind of answer to a frame, and its text; other events are skipped. If no answer is expected, the
/// answer to a ping shows that none came.
async fn ask(socket: &mut RawSocket, frame: &Value, expected: &str) -> (String, String) {
    socket.send_text(frame.to_string()).await.unwrap();
    if expected == "silent" {
        socket.send_text(r#"{"type":"ping","id":"after"}"#).await.unwrap();
    }
    loop {
        let (text, frame) = raw::text_and_frame(socket).await;
        let word = match frame {
            ServerFrame::Pong { id } if id.as_deref() == Some("after") => "silent",
            ServerFrame::Pong { .. } => "pong",
            ServerFrame::Ack { .. } => "ack",
            ServerFrame::Error { code, .. } => code.as_str(),
            _ => continue,
        };
        return (word.to_owned(), text);
    }
}

/// An error frame without the id of the frame that it answers.
fn without_id(text: &str) -> Value {
    let mut value: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    if let Some(fields) = value.as_object_mut() {
        fields.remove("id");
    }
    value
}
