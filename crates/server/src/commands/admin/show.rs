//! What administrators read only: reports, usage and the audit log.

use confluence_protocol::{AuditAction, AuditPage, FieldError, OpenReports, RoomId, Usage, UserId};
use confluence_rights::Administrator;
use confluence_store::AuditFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{app::App, commands::page::PageQuery, error::ApiError, extract::PageLimit};

/// A page of the audit log.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Only what this user did, without what they did in private and direct rooms.
    #[param(value_type = Option<String>)]
    pub actor: Option<UserId>,
    /// Only this action, such as `user.suspended`.
    pub action: Option<String>,
    /// Only what was done in this room.
    #[param(value_type = Option<String>)]
    pub room_id: Option<RoomId>,
    /// Start of the page: the `next_cursor` of the previous page.
    pub cursor: Option<String>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// A page of the open reports of all rooms, newest first.
pub async fn list_open_reports(
    app: &App,
    by: Administrator,
    form: PageQuery,
) -> Result<OpenReports, ApiError> {
    let PageQuery { cursor, limit } = form;
    Ok(app.store.all_reports(by, cursor.as_deref(), limit.rows()).await?)
}

/// How much the server is used.
pub async fn show_usage(app: &App, by: Administrator) -> Result<Usage, ApiError> {
    Ok(app.store.usage(by, app.clock.now()).await?)
}

/// A page of the audit log, newest first.
pub async fn list_audit(app: &App, _by: Administrator, form: AuditQuery) -> Result<AuditPage, ApiError> {
    let AuditQuery { actor, action, room_id, cursor, limit } = form;
    let unknown = || ApiError::invalid(FieldError::new("action", "invalid", "there is no such action"));
    let action = action.map(|word| AuditAction::from_word(&word).ok_or_else(unknown)).transpose()?;
    let filter = AuditFilter { actor, action, room: room_id };
    Ok(app.store.audit_page(filter, cursor.as_deref(), limit.rows()).await?)
}
