//! The gate: where somebody stands towards a room is read once, and the proof that a command needs is made of it.
//!
//! What each right means stands in [`confluence_rights`], one line for each. Refuses to say more than the caller may
//! know: a room that one may not see answers exactly like one that does not exist.

use confluence_protocol::{ErrorCode, RoomId, UserId};
use confluence_rights::{Proof, Refusal};
use confluence_store::Store;

use crate::error::ApiError;

/// The proof that `user_id` has the right `P` in the room.
pub async fn prove<P: Proof>(store: &Store, room_id: RoomId, user_id: UserId) -> Result<P, ApiError> {
    let seat = store.seat(room_id, user_id).await?.ok_or(Refusal::Hidden)?;
    Ok(P::of(&seat)?)
}

/// The answer to a form that is refused before anybody asked for the right to it: who lacks the right is told that
/// instead, and learns nothing of the form.
pub async fn refuse<P: Proof>(store: &Store, room_id: RoomId, user_id: UserId, form: ApiError) -> ApiError {
    prove::<P>(store, room_id, user_id).await.err().unwrap_or(form)
}

/// The one table from refusals to answers.
impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let forbidden = |detail| Self::new(ErrorCode::Forbidden, detail);
        match refusal {
            Refusal::Hidden => Self::of(ErrorCode::RoomNotFound),
            Refusal::NotAMember => Self::of(ErrorCode::NotAMember),
            Refusal::DirectRoom => Self::of(ErrorCode::DirectRoom),
            Refusal::PostingRestricted => Self::of(ErrorCode::PostingRestricted),
            Refusal::OnlyModerators => forbidden("only moderators and owners can do that"),
            Refusal::OnlyOwners => forbidden("only owners can do that"),
            Refusal::OnlyAuthor => forbidden("that message is somebody else's"),
            Refusal::Outranked => forbidden("only owners can do that to moderators and owners"),
        }
    }
}
