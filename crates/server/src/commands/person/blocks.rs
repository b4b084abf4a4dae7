//! Whom the caller blocks. The list is private, so being signed in is the only proof needed.

use confluence_protocol::{Blocks, ErrorCode, FieldError, Timestamp, UserId};
use confluence_store::{Store, StoreError};

use crate::{
    auth::SignedIn,
    commands::{gone::person_gone, person::find::show_profile},
    error::ApiError,
};

/// Everybody whom the caller blocks, the one blocked last first.
pub async fn list_blocks(store: &Store, by: UserId) -> Result<Blocks, ApiError> {
    Ok(Blocks { users: store.blocks(by).await? })
}

/// Blocks somebody else. They are not told. For guests there is nobody outside their room.
pub async fn block(store: &Store, by: SignedIn, target: UserId, now: Timestamp) -> Result<(), ApiError> {
    is_somebody_else(by.user_id, target)?;
    if by.guest {
        show_profile(store, by, target, now).await?;
    }
    store.block(by.user_id, target, now).await.map_err(refused)
}

/// Lifts a block, if there is one.
pub async fn unblock(store: &Store, by: UserId, target: UserId) -> Result<(), ApiError> {
    is_somebody_else(by, target)?;
    store.unblock(by, target).await.map_err(person_gone)
}

fn is_somebody_else(by: UserId, target: UserId) -> Result<(), ApiError> {
    if by == target {
        let detail = "you cannot block yourself";
        return Err(ApiError::invalid(FieldError::new("user_id", "invalid", detail)));
    }
    Ok(())
}

fn refused(error: StoreError) -> ApiError {
    match error {
        StoreError::LimitReached => {
            ApiError::new(ErrorCode::LimitReached, "you block as many people as one person can")
        }
        other => person_gone(other),
    }
}
