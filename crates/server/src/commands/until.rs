//! The end of something that lasts for a time: a ban, a status, the stay of a guest.

use confluence_protocol::{CreateInvite, FieldError, Timestamp};

use crate::error::ApiError;

/// 422 unless the end, if there is one, is in the future.
pub fn check_end(until: Option<Timestamp>, now: Timestamp) -> Result<(), ApiError> {
    if until.is_some_and(|until| until <= now) {
        let detail = "until must be in the future";
        return Err(ApiError::invalid(FieldError::new("until", "invalid", detail)));
    }
    Ok(())
}

/// The end of a guest's stay: 422 unless it is in the future and at most a year from now.
pub fn of_guest(field: &str, until: Timestamp, now: Timestamp) -> Result<Timestamp, ApiError> {
    if until <= now || until > now.plus_seconds(CreateInvite::GUEST_SECONDS) {
        let detail = format!("{field} must be in the future, at most 366 days from now");
        return Err(ApiError::invalid(FieldError::new(field, "invalid", detail)));
    }
    Ok(until)
}
