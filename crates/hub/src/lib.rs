//! Fan-out of committed events to sockets, presence and typing, and the bus between nodes.
//!
//! Owns which socket receives events of which room, in what order, how much may be queued for it, and what
//! nodes send one another. Knows neither SQL nor HTTP: it asks the database through [`Database`], and
//! delivers only committed changes ([`Change`](confluence_protocol::Change)). It never rebuilds an event: where one is missing it sends
//! `resync`, and the client fetches what it missed.
//!
//! The path of an event: [`Hub::publish`] encodes it once and hands it to the bus and to its `Room`; there
//! the `Sequencer` decides whether it is the next one; each subscriber's `Outbox` gets a pointer to the
//! bytes; then each touched outbox is written to its [`Wire`], or its socket is woken and takes a burst of frames from its
//! [`Attachment`].

mod apply;
mod bus;
mod database;
mod fault;
mod frame;
mod hub;
mod people;
mod publish;
mod repair;
mod rooms;
mod settings;
mod shared;
mod signals;
mod sockets;
mod state;
mod tasks;

#[cfg(feature = "lossy-bus")]
pub use bus::lossy::{Loss, LossyBus, LossyNet};
pub use bus::{Answer, Bus, Incoming, LocalBus, Subject, Unavailable};
pub use database::Database;
pub use fault::Fault;
pub use hub::{Connected, Counts, Hub};
pub use people::{appearances::Appearance, board::Standing};
pub use settings::Settings;
pub use sockets::attachment::{AttachError, Attachment};
pub use sockets::outbox::Burst;
pub use sockets::wire::Wire;
