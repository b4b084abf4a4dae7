//! Reading a room: pages, one message, and what changed since a version. For members only.

use confluence_protocol::{Changes, Direction, ErrorCode, FieldError, Message, MessageId, MessagesPage};
use confluence_rights::{Member, Refusal};
use confluence_store::Store;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{commands::gone::room_gone, error::ApiError, extract::PageLimit};

/// Which messages are asked for: at most one of the three places.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MessagesQuery {
    /// Those before that `seq`.
    pub before: Option<i64>,
    /// Those after that `seq`.
    pub after: Option<i64>,
    /// Those on both sides of that `seq`.
    pub around: Option<i64>,
    /// Rows at most: 50 unless told, 1 to 200.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// Since when changes are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// The version that the client holds.
    pub since: i64,
    /// The epoch in which it got it.
    pub epoch: Option<String>,
}

/// A page of messages, in rising `seq`.
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
                detail: "at most one of before, after and around".to_owned(),
            }));
        }
    };
    store.page(by, direction, limit).await.map_err(room_gone)
}

/// One message.
pub async fn show_message(store: &Store, by: Member, message_id: MessageId) -> Result<Message, ApiError> {
    store
        .message(by, message_id)
        .await
        .map_err(room_gone)?
        .ok_or_else(|| ApiError::of(ErrorCode::MessageNotFound))
}

/// What changed since a version, from one snapshot.
pub async fn list_changes(store: &Store, by: Member, form: ChangesQuery) -> Result<Changes, ApiError> {
    let ChangesQuery { since, epoch } = form;
    store.changes(by, since, epoch.as_deref()).await.map_err(room_gone)?.ok_or_else(|| Refusal::Hidden.into())
}
