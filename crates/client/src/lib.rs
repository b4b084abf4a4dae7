//! The Rust client of Confluence, for bots, bridges, tests and load generators.
//!
//! Owns: signing in with bearer tokens that refresh themselves, the HTTP interface as typed calls, and a
//! [`Socket`] that reconnects, catches up and repeats unanswered sends until each of them is known to be
//! stored or refused; and a [`Replica`], which is a room kept up to date by what a socket says. Refuses to keep
//! anything by itself: what is held of a room, and up to which `version`, is its user's. `https` addresses need
//! the feature `tls`.
//!
//! ```no_run
//! use confluence_client::{Client, Event, SocketOptions};
//! use confluence_protocol::ServerFrame;
//!
//! # async fn example() -> Result<(), confluence_client::Error> {
//! let client = Client::sign_in("http://127.0.0.1:3000", "ana", "a long password").await?;
//! for room in client.rooms().await?.rooms {
//!     println!("{}: {} unread", room.room.name, room.room.you.map_or(0, |you| you.unread));
//! }
//!
//! let mut socket = client.socket(SocketOptions::default());
//! while let Some(event) = socket.next().await {
//!     match event {
//!         // A new message, edit, join …: in order of the room's version, nothing twice, nothing missing.
//!         Event::Frame(ServerFrame::MessageCreated { room_id, message, .. }) if message.body == "ping" => {
//!             // Answered once it is durable, however often the connection breaks in between.
//!             let sender = socket.sender();
//!             tokio::spawn(async move { sender.say(room_id, "pong").await });
//!         }
//!         Event::Frame(_) => {}
//!         // What a broken connection made one miss: the messages as they stand now.
//!         Event::Changed { room_id, changes, .. } => println!("{room_id}: {} changed", changes.messages.len()),
//!         // Too much changed: drop what is held of the room and load its newest page.
//!         Event::Reset { room_id, .. } => println!("{room_id}: load anew"),
//!         Event::Ready { .. } | Event::Gone { .. } | Event::Disconnected { .. } => {}
//!         Event::Ended(error) => return Err(error),
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod account;
mod clock;
mod error;
mod http;
mod invites;
mod jitter;
mod messages;
mod replica;
mod rooms;
mod socket;
mod talk;

pub use account::Client;
pub use clock::{new_message_id, now};
pub use error::Error;
pub use messages::Sent;
pub use replica::{Next, Replica};
pub use socket::{Ack, Cause, Dial, Event, Pending, RawEvent, RawSocket, Sender, Socket, SocketOptions};
