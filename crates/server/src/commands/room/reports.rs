//! Reports: members report messages, moderators deal with the reports.

use confluence_protocol::{
    CreateReport, ErrorCode, FieldError, MessageId, PatchReport, Report, ReportId, ReportReceipt,
    ReportState, Reports, Timestamp, has_visible,
};
use confluence_rights::{GroupMember, Moderator};
use confluence_store::{Store, StoreError};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    commands::gone::{message_gone, room_gone},
    error::ApiError,
    extract::PageLimit,
};

/// A page of reports.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReportsQuery {
    /// Only reports in this state.
    pub state: Option<ReportState>,
    /// Start of the page: the `next_cursor` of the previous page.
    pub cursor: Option<String>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// Reports a message to the moderators of its room. Repeating it returns the first report.
pub async fn report(
    store: &Store,
    by: GroupMember,
    message_id: MessageId,
    form: CreateReport,
    now: Timestamp,
) -> Result<ReportReceipt, ApiError> {
    if !has_visible(&form.reason) {
        let detail = "a report must say what is wrong with the message";
        return Err(ApiError::invalid(FieldError::new("reason", "too_short", detail)));
    }
    store.report(by, message_id, form, now).await.map_err(message_gone)
}

/// A page of the room's reports, newest first.
pub async fn list_reports(store: &Store, by: Moderator, form: ReportsQuery) -> Result<Reports, ApiError> {
    let ReportsQuery { state, cursor, limit } = form;
    store.reports(by, state, cursor.as_deref(), limit.rows()).await.map_err(room_gone)
}

/// Sets what became of a report.
pub async fn close_report(
    store: &Store,
    by: Moderator,
    id: ReportId,
    form: PatchReport,
    now: Timestamp,
) -> Result<Report, ApiError> {
    store.close_report(by, id, form.state, now).await.map_err(|error| match error {
        StoreError::NotFound => ApiError::of(ErrorCode::NotFound),
        other => other.into(),
    })
}
