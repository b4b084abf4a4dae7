//! The only place in this crate that reads the clock, because new message ids contain their time of creation.

use std::time::{SystemTime, UNIX_EPOCH};

use confluence_protocol::{MessageId, Timestamp};

/// The current time by this machine's clock, or 1970 if the clock is earlier than that.
#[expect(clippy::disallowed_methods, reason = "this is the clock that all other code uses")]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A new message id. Keep it with the text until the send is answered: repeating a send with the same id is
/// safe.
pub fn new_message_id() -> MessageId {
    MessageId::new(now())
}
