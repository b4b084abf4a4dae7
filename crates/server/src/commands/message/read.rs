//! Reading a room: pages, single messages, and changes since a version. For members only.

use confluence_protocol::{Changes, Direction, ErrorCode, FieldError, Message, MessageId, MessagesPage};
use confluence_rights::{Member, Refusal};
use confluence_store::Store;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{commands::gone::room_gone, error::ApiError, extract::PageLimit};

/// Page of messages: the newest, unless one of the three places is given.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MessagesQuery {
    /// Messages before this `seq`.
    pub before: Option<i64>,
    /// Messages after this `seq`.
    pub after: Option<i64>,
    /// Messages on both sides of this `seq`.
    pub around: Option<i64>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// Where to start listing changes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// The last version that the client has.
    pub since: i64,
    /// The epoch that came with this version.
    pub epoch: Option<String>,
}

/// A page of messages in ascending `seq`.
pub async fn list_messages(
    store: &Store,
    by: Member,
    query: MessagesQuery,
) -> Result<MessagesPage, ApiError> {
    let limit = query.limit.rows();
    let direction = match (query.before, query.after, query.around) {
        (None, None, None) => Direction::Newest,
        (Some(seq), None, None) => Direction::Before(seq),
        (None, Some(seq), None) => Direction::After(seq),
        (None, None, Some(seq)) => Direction::Around(seq),
        _ => {
            return Err(ApiError::invalid(FieldError {
                field: String::new(),
                code: "invalid".to_owned(),
                detail: "use only one of before, after and around".to_owned(),
            }));
        }
    };
    store.page(by, direction, limit).await.map_err(room_gone)
}

/// A single message.
pub async fn show_message(store: &Store, by: Member, message_id: MessageId) -> Result<Message, ApiError> {
    store
        .message(by, message_id)
        .await
        .map_err(room_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))
}

/// Changes since a version, read in one snapshot.
pub async fn list_changes(store: &Store, by: Member, form: ChangesQuery) -> Result<Changes, ApiError> {
    let ChangesQuery { since, epoch } = form;
    store.changes(by, since, epoch.as_deref()).await.map_err(room_gone)?.ok_or_else(|| Refusal::Hidden.into())
}
