//! Which page of a list is asked for.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::PageLimit;

/// A page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Where the page begins: the `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows at most: 50 unless told, 1 to 200.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}
