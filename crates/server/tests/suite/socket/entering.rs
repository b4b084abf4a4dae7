//! SOCK1–SOCK3, SOCK10: opening a socket.

use std::time::Duration;

use confluence_client::{Client, Dial, RawEvent};
use confluence_protocol::{RoomKind, ServerFrame};
use reqwest::Method;
use tokio_tungstenite::tungstenite;

use crate::support::{PASSWORD, SOON, Server, raw, within};

fn with_headers(headers: &[(&str, &str)]) -> Dial {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Dial { headers, ..Dial::default() }
}

/// The status of a refused upgrade.
fn refusal<T>(result: Result<T, confluence_client::Error>) -> Option<u16> {
    match result.err()? {
        confluence_client::Error::Socket(error) => match *error {
            tungstenite::Error::Http(response) => Some(response.status().as_u16()),
            _ => None,
        },
        _ => None,
    }
}

#[tokio::test]
async fn sock1_browser_socket_needs_an_allowed_origin() {
    let server = Server::with(&[("ALLOWED_ORIGINS", "http://app.example.org")]).await;
    server.person("ana").await;
    let form = serde_json::json!({ "username": "ana", "password": PASSWORD });
    let signed_in = server.call(Method::POST, "/api/v1/auth/sign-in").json(&form).answer().await;
    let cookie = signed_in.cookie_pair("confluence_access");
    let stranger = server.stranger();
    for origin in [server.base(), "http://app.example.org"] {
        let dial = with_headers(&[("cookie", &cookie), ("origin", origin)]);
        let mut socket = stranger.raw_socket(&dial).await.unwrap();
        assert!(matches!(raw::frame(&mut socket).await, ServerFrame::Ready { .. }), "{origin}");
    }
    for origin in ["http://evil.example.org", "null"] {
        let dial = with_headers(&[("cookie", &cookie), ("origin", origin)]);
        assert_eq!(refusal(stranger.raw_socket(&dial).await), Some(403), "{origin}");
        let anonymous = with_headers(&[("origin", origin)]);
        assert_eq!(refusal(stranger.raw_socket(&anonymous).await), Some(403), "{origin}");
    }
    // No known browser sends a cookie without an Origin.
    let bare = stranger.raw_socket(&with_headers(&[("cookie", &cookie)])).await;
    match bare {
        Err(error) => assert_eq!(refusal::<()>(Err(error)), Some(403)),
        Ok(mut socket) => assert!(matches!(raw::close_code(&mut socket).await, Some(4401 | 4403))),
    }
}

#[tokio::test]
async fn sock2_unauthenticated_socket_receives_nothing_and_closes_with_4408() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = server.stranger().raw_socket(&Dial::default()).await.unwrap();
    ana.client.say(room, "for members only").await.unwrap();
    let next = within(Duration::from_secs(15), "the wait ends", socket.next()).await;
    assert_eq!(next, RawEvent::Closed(Some(4408)));
}

#[tokio::test]
async fn sock2_a_first_frame_may_authenticate() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await;
    let mut socket = server.stranger().raw_socket(&Dial::default()).await.unwrap();
    let token = ana.client.access_token().await.unwrap();
    socket.send_text(format!(r#"{{"type":"authenticate","token":"{token}"}}"#)).await.unwrap();
    match raw::frame(&mut socket).await {
        ServerFrame::Ready { user_id, rooms, .. } => {
            assert_eq!(user_id, ana.user.id);
            assert_eq!(rooms.get(&room.id), Some(&room.version));
        }
        other => panic!("{other:?}"),
    }
    let mut socket = server.stranger().raw_socket(&Dial::default()).await.unwrap();
    socket.send_text(r#"{"type":"authenticate","token":"not.a.token"}"#).await.unwrap();
    assert_eq!(raw::close_code(&mut socket).await, Some(4401));
}

#[tokio::test]
async fn sock2_frames_before_authentication_do_nothing() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = server.stranger().raw_socket(&Dial::default()).await.unwrap();
    let id = confluence_client::new_message_id();
    let send = format!(r#"{{"type":"send","id":"{id}","room_id":"{room}","body":"let me in"}}"#);
    socket.send_text(send).await.unwrap();
    match within(Duration::from_secs(15), "an answer or the end", socket.next()).await {
        RawEvent::Frame(frame, _) => assert!(matches!(*frame, ServerFrame::Error { .. }), "{frame:?}"),
        RawEvent::Closed(code) => assert!(matches!(code, Some(4401 | 4408)), "{code:?}"),
        RawEvent::Text(text) => panic!("{text}"),
    }
    assert_eq!(ana.client.room(room).await.unwrap().last_seq, 0);
}

#[tokio::test]
async fn sock2_socket_with_an_invalid_or_ended_credential_closes_with_4401() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let ended = ana.client.access_token().await.unwrap();
    ana.client.sign_out().await.unwrap();
    for token in [ended, "nonsense".to_owned()] {
        let dial = Dial { token: Some(token), ..Dial::default() };
        let mut socket = server.stranger().raw_socket(&dial).await.unwrap();
        assert_eq!(within(SOON, "the close", socket.next()).await, RawEvent::Closed(Some(4401)));
    }
}

#[tokio::test]
async fn sock3_ready_lists_each_rooms_version_and_later_events_exceed_it() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let first = ana.room("First", RoomKind::Public).await;
    let second = ana.room("Second", RoomKind::Private).await;
    ben.room("Not hers", RoomKind::Public).await;
    let said = ana.client.say(first.id, "hello").await.unwrap();
    let dial = Dial { token: ana.client.access_token().await, ..Dial::default() };
    let mut socket = ana.client.raw_socket(&dial).await.unwrap();
    match raw::frame(&mut socket).await {
        ServerFrame::Ready { rooms, epoch, .. } => {
            assert_eq!(rooms, [(first.id, said.version), (second.id, second.version)].into());
            assert_eq!(epoch, ana.client.changes(first.id, 0, None).await.unwrap().epoch);
        }
        other => panic!("{other:?}"),
    }
    let next = ana.client.say(first.id, "and on").await.unwrap();
    match raw::frame(&mut socket).await {
        ServerFrame::MessageCreated { version, message, .. } => {
            assert_eq!((version, &message), (said.version + 1, &next));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn sock10_one_socket_too_many_closes_the_oldest() {
    let server = Server::with(&[("LIMIT_SOCKETS_PER_USER", "2")]).await;
    let ana = server.person("ana").await;
    let mut oldest = ana.raw().await;
    let mut older = ana.raw().await;
    let mut newest = ana.raw().await;
    assert_eq!(raw::close_code(&mut oldest).await, Some(4409));
    assert!(raw::settled(&mut older).await.is_empty());
    assert!(raw::settled(&mut newest).await.is_empty());
    let other = Client::sign_in(server.base(), "ana", PASSWORD).await.unwrap();
    let dial = Dial { token: other.access_token().await, ..Dial::default() };
    let mut another = other.raw_socket(&dial).await.unwrap();
    raw::frame(&mut another).await;
    assert_eq!(raw::close_code(&mut older).await, Some(4409), "the limit counts all sessions of the user");
}

#[tokio::test]
async fn too_many_sockets_from_one_address_are_refused() {
    let server = Server::with(&[("LIMIT_SOCKETS_PER_ADDRESS", "2")]).await;
    let ana = server.person("ana").await;
    let (mut first, mut second) = (ana.raw().await, ana.raw().await);
    let dial = Dial { token: ana.client.access_token().await, ..Dial::default() };
    match ana.client.raw_socket(&dial).await {
        Err(error) => assert!(matches!(refusal::<()>(Err(error)), Some(429 | 503))),
        Ok(mut third) => assert!(matches!(raw::close_code(&mut third).await, Some(4409 | 1013))),
    }
    assert!(raw::settled(&mut first).await.is_empty() && raw::settled(&mut second).await.is_empty());
}
