//! Fan-out of committed events to sockets, presence and typing, and the bus between nodes.
//!
//! Owns: which socket hears of which room, the order in which it does, how much may wait for it, and what
//! nodes tell one another. Refuses: SQL and HTTP. What it needs from the database it asks through
//! [`Database`]; what it delivers was committed before ([`Change`](confluence_protocol::Change)). It never rebuilds
//! an event: where one is missing it says `resync`, and the client fetches what it missed.
//!
//! The way of an event: [`Hub::publish`] encodes it once, hands it to the bus and to the `Room` of its
//! room; there the `Sequencer` decides whether it is the next one; each subscriber's `Outbox` gets a
//! pointer to the bytes; each touched socket is woken once and takes its burst from its [`Attachment`].

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
mod sockets;
mod state;
mod tasks;

#[cfg(feature = "lossy-bus")]
pub use bus::lossy::{Loss, LossyBus, LossyNet};
pub use bus::{Answer, Bus, Incoming, LocalBus, Subject, Unavailable};
pub use database::Database;
pub use fault::Fault;
pub use hub::{Connected, Counts, Hub};
pub use settings::Settings;
pub use sockets::attachment::{AttachError, Attachment};
pub use sockets::outbox::Burst;
