//! How nodes hint to one another what was committed, and the bus of a single node.
//!
//! A bus is a hint. It may lose, double and reorder what it carries, because each event has its room's
//! version and the hub finds what is missing. So the trait asks for no order at all; what it does ask for
//! is that a confirmed subscription holds.
//!
//! This folder owns the trait, the bus of a single node, one that loses things for tests, and what is said on a
//! bus. It refuses to know who is connected.

#[cfg(feature = "lossy-bus")]
pub mod lossy;
pub mod notice;

use std::{future::Future, pin::Pin};

use bytes::Bytes;
use confluence_protocol::{RoomId, UserId};

/// What a call that reaches beyond this process resolves to.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Unavailable>> + Send + 'a>>;

/// The database or the bus did not answer; the cause was logged where it arose. Try again later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unavailable")]
pub struct Unavailable;

/// What an event is about; nodes subscribe to what their own sockets need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A room: its durable events, typing, read marks.
    Room(RoomId),
    /// A person: rooms joined and left, sessions ended, own read marks.
    User(UserId),
    /// Every node: presence and profiles.
    All,
}

/// Carries bytes between nodes. The receiving side is the bounded channel given to
/// [`Hub::start`](crate::Hub::start); where that is full, a bus drops.
pub trait Bus: Send + Sync + 'static {
    /// Hands an event to every node that is subscribed to the subject; this one may get it too. Never
    /// blocks: where it cannot be sent, it is dropped. Needs no order, not even among events of one subject.
    fn publish(&self, subject: Subject, payload: Bytes);

    /// Asks for the events of a subject. In force once a later [`Bus::round_trip`] resolved.
    fn subscribe(&self, subject: Subject);

    /// No longer asks for them; some may still come.
    fn unsubscribe(&self, subject: Subject);

    /// Resolves once every subscription made before the call is in force, so that no event published
    /// from then on is withheld for lack of it.
    fn round_trip(&self) -> Answer<'_, ()>;

    /// Whether there can be another node: without one, events that no local socket needs are not encoded.
    fn reaches_others(&self) -> bool;
}

/// What comes from the bus.
#[derive(Clone, Debug)]
pub enum Incoming {
    /// An event, as it was published.
    Event {
        /// What it is about.
        subject: Subject,
        /// Its bytes.
        payload: Bytes,
    },
    /// The bus was away and is back: anything may have been lost, and the subscriptions hold again.
    Restored,
}

/// The bus of a single node: there is nobody to tell.
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
