//! The only place of this crate that reads the clock: new message ids carry the moment they were made.

use std::time::{SystemTime, UNIX_EPOCH};

use confluence_protocol::{MessageId, Timestamp};

/// The moment now, by this machine's clock. Before 1970 it is 1970.
#[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A fresh message id. Keep it with the text until the send was answered: repeating the send under it is safe.
pub fn new_message_id() -> MessageId {
    MessageId::new(now())
}
