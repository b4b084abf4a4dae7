//! Link cards of a message, which its author can remove.

use confluence_protocol::MessageId;
use confluence_rights::Member;
use confluence_store::Store;

use crate::{commands::gone::message_gone, error::ApiError};

/// Removes the cards for everybody and for good. Repeating it changes nothing.
pub async fn dismiss_previews(store: &Store, by: Member, message_id: MessageId) -> Result<(), ApiError> {
    store.dismiss_previews(by, message_id).await.map_err(message_gone)
}
