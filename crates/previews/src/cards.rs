//! Where cards are kept and shown, as far as finding them needs it.

use std::{fmt::Display, time::Duration};

use confluence_protocol::{MessageId, Preview, RoomId};

/// What is known of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cached {
    /// Nothing, or nothing any more: it has to be asked.
    Unknown,
    /// It was asked, and this was found, which may be nothing.
    Known(Option<Preview>),
}

/// The keeper of cards: remembers what was found at each link, and shows cards under messages. Its errors are logged,
/// and the message goes without cards.
pub trait Cards: Send + Sync + 'static {
    /// Why something could not be read or kept.
    type Error: Display + Send;

    /// What was found at a link, while that counts.
    fn known(&self, link: &str) -> impl Future<Output = Result<Cached, Self::Error>> + Send;

    /// Keeps what was found at a link. It counts for that long, from now on.
    fn keep(
        &self,
        link: String,
        card: Option<Preview>,
        counts: Duration,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Shows cards under a message that still has that body; nothing happens to any other.
    fn show(
        &self,
        room_id: RoomId,
        id: MessageId,
        body: String,
        cards: Vec<Preview>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}
