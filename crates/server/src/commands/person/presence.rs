//! Presence by hand: the caller chooses how they appear.

use confluence_protocol::{ErrorCode, Me, PresenceMode, SetPresenceMode, Timestamp, UserId};
use confluence_store::{Store, StoreError};

use crate::{commands::until::check_end, error::ApiError};

/// Replaces the presence that the caller chose. An end is only in the future, and means nothing with `auto`.
pub async fn set_presence(
    store: &Store,
    by: UserId,
    form: SetPresenceMode,
    now: Timestamp,
) -> Result<Me, ApiError> {
    check_end(form.until, now)?;
    let until = form.until.filter(|_| form.mode != PresenceMode::Auto);
    store.set_presence(by, SetPresenceMode { until, ..form }).await.map_err(|error| match error {
        // The account was deleted after its session was checked.
        StoreError::NotFound => ApiError::of(ErrorCode::SessionEnded),
        other => other.into(),
    })
}
