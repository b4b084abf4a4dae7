//! People with accounts, their rooms and their raw sockets.

use confluence_protocol::{CreateRoom, InviteCode, Room, RoomKind, ServerFrame, SignUp, User};

use super::{
    process::ServerProcess,
    wait::{SOON, within},
};
use crate::{Client, Dial, Event, RawEvent, RawSocket, Socket};

/// The password of every account here.
pub const PASSWORD: &str = "correct horse battery";

/// A signed-in user.
#[derive(Clone)]
pub struct Person {
    /// Their client, signed in.
    pub client: Client,
    /// Their profile at sign-up.
    pub user: User,
}

impl ServerProcess {
    /// Creates an account of that name and signs in. The first account is the administrator.
    pub async fn person(&self, name: &str) -> Person {
        let account = SignUp { setup_code: self.setup_code(), ..account(name) };
        let (client, user) = Client::sign_up(self.base(), &account).await.unwrap();
        Person { client, user }
    }

    /// Creates an account of that name with an invite.
    pub async fn invited(&self, name: &str, code: &InviteCode) -> Person {
        let account = SignUp { invite: Some(code.clone()), ..account(name) };
        let (client, user) = Client::sign_up(self.base(), &account).await.unwrap();
        Person { client, user }
    }

    /// Creates accounts of these names, one after the other.
    pub async fn people<const N: usize>(&self, names: [&str; N]) -> [Person; N] {
        let mut people = Vec::with_capacity(N);
        for name in names {
            people.push(self.person(name).await);
        }
        people.try_into().unwrap_or_else(|_| unreachable!("as many as names"))
    }
}

impl Person {
    /// Creates a room that this person owns.
    pub async fn room(&self, name: &str, kind: RoomKind) -> Room {
        let room = CreateRoom { name: name.parse().unwrap(), description: None, kind: Some(kind) };
        self.client.create_room(&room).await.unwrap()
    }

    /// The value of an `Authorization` header.
    pub async fn bearer(&self) -> String {
        format!("Bearer {}", self.client.access_token().await.unwrap())
    }

    /// Opens a raw socket and reads its `ready`.
    pub async fn raw(&self) -> RawSocket {
        self.raw_as(Dial::default()).await
    }

    /// Opens a raw socket with these options and this person's token, and reads its `ready`.
    pub async fn raw_as(&self, dial: Dial) -> RawSocket {
        let dial = Dial { token: self.client.access_token().await, ..dial };
        let mut socket = self.client.raw_socket(&dial).await.unwrap();
        match raw::frame(&mut socket).await {
            ServerFrame::Ready { user_id, .. } => assert_eq!(user_id, self.user.id),
            other => panic!("not ready: {other:?}"),
        }
        socket
    }
}

/// A sign-up for that name.
pub fn account(name: &str) -> SignUp {
    SignUp {
        username: name.parse().unwrap(),
        password: PASSWORD.parse().unwrap(),
        display_name: None,
        bio: None,
        invite: None,
        setup_code: None,
    }
}

/// Waits until the socket is connected for the first time.
pub async fn ready(socket: &mut Socket) {
    match within(SOON, "ready", socket.next()).await {
        Some(Event::Ready { .. }) => {}
        other => panic!("not ready: {other:?}"),
    }
}

/// Reading from a raw socket.
pub mod raw {
    use super::{RawEvent, RawSocket, SOON, ServerFrame, within};

    /// The next frame.
    pub async fn frame(socket: &mut RawSocket) -> ServerFrame {
        text_and_frame(socket).await.1
    }

    /// The next frame and its text.
    pub async fn text_and_frame(socket: &mut RawSocket) -> (String, ServerFrame) {
        match within(SOON, "a frame arrives", socket.next()).await {
            RawEvent::Frame(frame, text) => (text, *frame),
            other => panic!("no frame: {other:?}"),
        }
    }

    /// The first result of `pick`; frames for which it returns `None` are skipped.
    pub async fn until<T>(
        socket: &mut RawSocket,
        what: &str,
        mut pick: impl FnMut(ServerFrame) -> Option<T>,
    ) -> T {
        let searching = async {
            loop {
                match socket.next().await {
                    RawEvent::Frame(frame, _) => {
                        if let Some(found) = pick(*frame) {
                            return found;
                        }
                    }
                    other => panic!("{what}: the socket gave {other:?}"),
                }
            }
        };
        within(SOON, what, searching).await
    }

    /// The close code with which the socket ends; frames before it are skipped.
    pub async fn close_code(socket: &mut RawSocket) -> Option<u16> {
        let searching = async {
            loop {
                if let RawEvent::Closed(code) = socket.next().await {
                    return code;
                }
            }
        };
        within(SOON, "the socket closes", searching).await
    }

    /// All frames that arrive before the answer to a ping sent now.
    pub async fn settled(socket: &mut RawSocket) -> Vec<ServerFrame> {
        socket.send_text(r#"{"type":"ping","id":"settled"}"#).await.unwrap();
        let mut frames = Vec::new();
        loop {
            match frame(socket).await {
                ServerFrame::Pong { id } if id.as_deref() == Some("settled") => return frames,
                other => frames.push(other),
            }
        }
    }
}
