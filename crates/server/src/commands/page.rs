//! Paging through a list.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::PageLimit;

/// A page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Start of the page: the `next_cursor` of the previous page.
    pub cursor: Option<String>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}
