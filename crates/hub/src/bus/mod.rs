//! The bus on which nodes send one another hints of what was committed, and the bus of a single node.
//!
//! A bus may lose, duplicate and reorder events, because each event carries its room's version and the hub finds
//! what is missing. So the trait requires no order; it only requires that a confirmed subscription holds.
//!
//! This folder owns the trait, the bus of a single node, a lossy bus for tests, and the notices that a bus carries.
//! It does not know who is connected.

#[cfg(feature = "lossy-bus")]
pub mod lossy;
pub mod notice;

use std::{future::Future, pin::Pin};

use bytes::Bytes;
use confluence_protocol::{RoomId, UserId};

/// Future of a call that reaches beyond this process.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Unavailable>> + Send + 'a>>;

/// The database or the bus did not answer. The cause was logged where it occurred; try again later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unavailable")]
pub struct Unavailable;

/// Subject of an event. Nodes subscribe to the subjects that their own sockets need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A room: its durable events, typing, read marks.
    Room(RoomId),
    /// A user: rooms joined and left, sessions ended, own read marks.
    User(UserId),
    /// Every node: presence and profiles.
    All,
}

/// Carries bytes between nodes. The receiving side is the bounded channel given to
/// [`Hub::start`](crate::Hub::start); if that is full, a bus drops events.
pub trait Bus: Send + Sync + 'static {
    /// Sends an event to every node that is subscribed to the subject, possibly including this one. Never blocks;
    /// an event that cannot be sent is dropped. Order is not required, not even among events of one subject.
    fn publish(&self, subject: Subject, payload: Bytes);

    /// Subscribes to a subject. The subscription is in force once a later [`Bus::round_trip`] has resolved.
    fn subscribe(&self, subject: Subject);

    /// Ends a subscription; some events may still arrive.
    fn unsubscribe(&self, subject: Subject);

    /// Resolves once every subscription made before the call is in force: events published from then on are
    /// received.
    fn round_trip(&self) -> Answer<'_, ()>;

    /// Whether there can be other nodes. If not, events that no local socket needs are not encoded.
    fn reaches_others(&self) -> bool;
}

/// Input from the bus.
#[derive(Clone, Debug)]
pub enum Incoming {
    /// An event, as it was published.
    Event {
        /// Subject that it was published under.
        subject: Subject,
        /// Payload, as published.
        payload: Bytes,
    },
    /// The bus is back after an outage: events may have been lost, and the subscriptions are in force again.
    Restored,
}

/// The bus of a single node, which has no other nodes to reach.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalBus;

impl Bus for LocalBus {
    fn publish(&self, _: Subject, _: Bytes) {}

    fn subscribe(&self, _: Subject) {}

    fn unsubscribe(&self, _: Subject) {}

    fn round_trip(&self) -> Answer<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn reaches_others(&self) -> bool {
        false
    }
}
