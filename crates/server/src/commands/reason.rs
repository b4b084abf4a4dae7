//! The reason for an act of moderation.

use confluence_protocol::Description;
use serde::Deserialize;
use utoipa::IntoParams;

/// Why a moderator does something.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReasonQuery {
    /// Reason, up to 500 characters; shown to moderators only.
    #[param(value_type = Option<String>)]
    pub reason: Option<Description>,
}
