//! The cards of the links in a message: its author can take them away.

use confluence_protocol::MessageId;
use confluence_rights::Member;
use confluence_store::Store;

use crate::{commands::gone::message_gone, error::ApiError};

/// Takes the cards away for everybody and for good; again: nothing changes.
pub async fn dismiss_previews(store: &Store, by: Member, message_id: MessageId) -> Result<(), ApiError> {
    store.dismiss_previews(by, message_id).await.map_err(message_gone)
}
