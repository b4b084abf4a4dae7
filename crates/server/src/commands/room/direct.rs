//! Direct rooms: the one room of exactly these people.

use std::collections::BTreeSet;

use confluence_protocol::{ErrorCode, FieldError, Limits, Room, StartDirect, Timestamp, UserId};
use confluence_store::{Store, StoreError};

use crate::{commands::gone::person_gone, error::ApiError};

/// The direct room of the caller and the others, created if there is none yet. The caller may be among the
/// ids and does not count.
pub async fn start_direct(
    store: &Store,
    by: UserId,
    form: StartDirect,
    now: Timestamp,
) -> Result<Room, ApiError> {
    let others: BTreeSet<UserId> = form.user_ids.into_iter().filter(|id| *id != by).collect();
    if others.is_empty() || others.len() > Limits::DIRECT_OTHERS {
        let detail = format!("user_ids must name 1 to {} other people", Limits::DIRECT_OTHERS);
        return Err(ApiError::invalid(FieldError::new("user_ids", "invalid", &detail)));
    }
    let started = store.direct(by, others.into_iter().collect(), now).await;
    let (room, _) = started.map_err(|error| match error {
        StoreError::LimitReached => {
            let detail = format!("you created {} direct rooms, the limit per person", Limits::DIRECT_ROOMS);
            ApiError::new(ErrorCode::LimitReached, detail)
        }
        other => person_gone(other),
    })?;
    Ok(room)
}
