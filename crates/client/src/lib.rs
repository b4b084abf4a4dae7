//! The Rust client of Confluence, for bots, bridges, tests and load generators.
//!
//! Owns: signing in with bearer tokens that are refreshed automatically, the HTTP interface as typed calls, a
//! [`Socket`] that reconnects, catches up and repeats unanswered sends until each of them is known to be
//! stored or refused, and a [`Replica`], a copy of a room that socket events keep up to date. Refuses to
//! store anything itself: the caller decides which rooms it holds and up to which `version`. `https`
//! addresses need the feature `tls`.
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
//!         // A new message, edit, join …: in order of the room's version, without gaps or repetitions.
//!         Event::Frame(ServerFrame::MessageCreated { room_id, message, .. }) if message.body == "ping" => {
//!             // Returns once the message is durable, however often the connection breaks in between.
//!             let sender = socket.sender();
//!             tokio::spawn(async move { sender.say(room_id, "pong").await });
//!         }
//!         Event::Frame(_) => {}
//!         // What was missed while the connection was down: the current state of changed messages.
//!         Event::Changed { room_id, changes, .. } => println!("{room_id}: {} changed", changes.messages.len()),
//!         // Too much changed: drop the copy of the room and load its newest page.
//!         Event::Reset { room_id, .. } => println!("{room_id}: load the newest page"),
//!         Event::Ready { .. } | Event::Gone { .. } | Event::Disconnected { .. } => {}
//!         Event::Ended(error) => return Err(error),
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod account;
mod client;
mod clock;
mod error;
mod http;
mod invites;
mod jitter;
mod messages;
mod moderation;
mod people;
mod replica;
mod rooms;
mod socket;
mod talk;
#[cfg(feature = "testing")]
pub mod testing;

pub use client::Client;
pub use clock::{new_message_id, now};
pub use error::Error;
pub use messages::Sent;
pub use replica::{Next, Replica};
pub use socket::{Ack, Cause, Dial, Event, Pending, RawEvent, RawSocket, Sender, Socket, SocketOptions};
