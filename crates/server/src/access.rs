//! The gate: reads somebody's standing in a room once and makes the proof that a command needs.
//!
//! [`confluence_rights`] defines each right in one line. Errors reveal no more than the caller may know: a
//! hidden room looks exactly like one that does not exist.

use confluence_protocol::{ErrorCode, RoomId, UserId};
use confluence_rights::{Proof, Refusal};
use confluence_store::Store;

use crate::error::ApiError;

/// Proof that `user_id` has the right `P` in the room.
pub async fn prove<P: Proof>(store: &Store, room_id: RoomId, user_id: UserId) -> Result<P, ApiError> {
    let seat = store.seat(room_id, user_id).await?.ok_or(Refusal::Hidden)?;
    Ok(P::of(&seat)?)
}

/// The answer to an invalid form whose right was not checked yet. A caller without the right gets that error
/// instead, and learns nothing about the form.
pub async fn refuse<P: Proof>(store: &Store, room_id: RoomId, user_id: UserId, form: ApiError) -> ApiError {
    prove::<P>(store, room_id, user_id).await.err().unwrap_or(form)
}

/// Maps every refusal to its error.
impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let forbidden = |detail| Self::new(ErrorCode::Forbidden, detail);
        match refusal {
            Refusal::Hidden => Self::of(ErrorCode::RoomNotFound),
            Refusal::NotAMember => Self::of(ErrorCode::NotAMember),
            Refusal::DirectRoom => Self::of(ErrorCode::DirectRoom),
            Refusal::PostingRestricted => Self::of(ErrorCode::PostingRestricted),
            Refusal::Archived => Self::of(ErrorCode::Archived),
            Refusal::OnlyModerators => forbidden("only moderators and owners can do that"),
            Refusal::OnlyOwners => forbidden("only owners can do that"),
            Refusal::OnlyAuthor => forbidden("that message is somebody else's"),
            Refusal::Guest => forbidden("that is not possible for guests"),
            Refusal::NotAdministrator => forbidden("only administrators can do that"),
            Refusal::NotElevated => Self::of(ErrorCode::ElevationRequired),
            Refusal::Outranked => forbidden("only owners can do that to moderators and owners"),
        }
    }
}
