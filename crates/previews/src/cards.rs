//! The port through which previews are stored and shown.

use std::{fmt::Display, time::Duration};

use confluence_protocol::{MessageId, Preview, RoomId};

/// Stored result for a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cached {
    /// None, or an expired one: the link must be fetched.
    Unknown,
    /// The link was fetched, with this result; `None` if it has no preview.
    Known(Option<Preview>),
}

/// Storage of previews, by link, and their display under messages. Errors are logged, and the message stays without
/// previews.
pub trait Cards: Send + Sync + 'static {
    /// Error of a read or a write.
    type Error: Display + Send;

    /// Stored result for a link, unless it has expired.
    fn known(&self, link: &str) -> impl Future<Output = Result<Cached, Self::Error>> + Send;

    /// Stores the result for a link, which expires after `counts`.
    fn keep(
        &self,
        link: String,
        card: Option<Preview>,
        counts: Duration,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Shows previews under a message, if it still has that body.
    fn show(
        &self,
        room_id: RoomId,
        id: MessageId,
        body: String,
        cards: Vec<Preview>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}
