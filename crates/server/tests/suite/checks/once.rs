//! One message id sent fifty times at once, over HTTP and sockets.

use std::collections::BTreeSet;

use confluence_protocol::{ClientFrame, NewRoomMessage, RoomKind, ServerFrame};
use tokio::task::JoinSet;

use super::{
    Violations,
    load::{message, read_room},
};
use crate::support::{Backend, LONG, Server, raw, within};

const BY_HTTP: usize = 25;
const SOCKETS: usize = 5;
const BY_SOCKET: usize = 5;

/// The `seq`, `version` and `created_at` of an answer.
type Said = (i64, i64, String);

/// Sends one message 25 times by HTTP and five times on each of five sockets.
pub async fn run(backend: Backend, settings: &[(&str, &str)]) -> Violations {
    let server = Server::start_on(backend, settings).await;
    let ana = server.person("ana").await;
    let room = ana.room("Echo", RoomKind::Public).await.id;
    let message = message("the one");

    let mut answers: JoinSet<Vec<Result<Said, String>>> = JoinSet::new();
    let ready = std::sync::Arc::new(tokio::sync::Barrier::new(BY_HTTP + SOCKETS));
    for _ in 0..BY_HTTP {
        let (ana, message, ready) = (ana.clone(), message.clone(), ready.clone());
        answers.spawn(async move {
            ready.wait().await;
            let answer = ana.client.send(room, &message).await;
            vec![match answer {
                Ok(sent) => Ok((sent.message.seq, sent.message.version, sent.message.created_at.to_string())),
                Err(error) => Err(error.to_string()),
            }]
        });
    }
    for _ in 0..SOCKETS {
        let (message, ready) = (message.clone(), ready.clone());
        let mut socket = ana.raw().await;
        let frame = ClientFrame::Send(NewRoomMessage {
            id: message.id,
            room_id: room,
            body: message.body,
            reply_to: None,
            attachments: Vec::new(),
        });
        answers.spawn(async move {
            ready.wait().await;
            for _ in 0..BY_SOCKET {
                socket.send(&frame).await.unwrap();
            }
            let mut said = Vec::new();
            while said.len() < BY_SOCKET {
                said.push(
                    raw::until(&mut socket, "an answer", |frame| match frame {
                        ServerFrame::Ack { seq, version, created_at, .. } => {
                            Some(Ok((seq, version, created_at.to_string())))
                        }
                        ServerFrame::Error { code, detail, .. } => {
                            Some(Err(format!("{}: {detail}", code.as_str())))
                        }
                        _ => None,
                    })
                    .await,
                );
            }
            said
        });
    }
    let answers: Vec<_> =
        within(LONG, "everything is answered", answers.join_all()).await.into_iter().flatten().collect();

    let mut found = Violations::new();
    found.extend(answers.iter().filter_map(|answer| answer.clone().err()));
    let different: BTreeSet<&Said> = answers.iter().flatten().collect();
    if different.len() != 1 {
        found.push(format!("answers differ: {different:?}"));
    }
    let stored = read_room(&ana.client, room).await;
    if stored.messages.len() != 1 || stored.last_seq != 1 {
        found.push(format!("{} messages are stored, last_seq {}", stored.messages.len(), stored.last_seq));
    }
    let again = ana.client.send(room, &message).await;
    if again.as_ref().is_ok_and(|sent| sent.fresh) {
        found.push("a repeat was answered as new".to_owned());
    }
    found
}
