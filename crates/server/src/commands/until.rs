//! The end of something that lasts for a time: a ban, a status.

use confluence_protocol::{FieldError, Timestamp};

use crate::error::ApiError;

/// 422 unless the end, if there is one, is in the future.
pub fn check_end(until: Option<Timestamp>, now: Timestamp) -> Result<(), ApiError> {
    if until.is_some_and(|until| until <= now) {
        let detail = "until must be in the future";
        return Err(ApiError::invalid(FieldError::new("until", "invalid", detail)));
    }
    Ok(())
}
