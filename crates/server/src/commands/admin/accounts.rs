//! Accounts as administrators see and change them.

use confluence_protocol::{AdminUser, AdminUsers, FieldError, Nullable, PatchAdminUser, SearchText, UserId};
use confluence_rights::{Administrator, Elevated};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{app::App, commands::gone::person_gone, error::ApiError, extract::PageLimit};

/// A page of a list that a name narrows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct NamedQuery {
    /// Beginning of the name.
    #[param(value_type = Option<String>)]
    pub query: Option<SearchText>,
    /// Start of the page: the `next_cursor` of the previous page.
    pub cursor: Option<String>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>)]
    pub limit: PageLimit,
}

/// Accounts by username.
pub async fn list_accounts(app: &App, by: Administrator, form: NamedQuery) -> Result<AdminUsers, ApiError> {
    let NamedQuery { query, cursor, limit } = form;
    let now = app.clock.now();
    Ok(app.store.accounts(by, query.as_ref(), cursor.as_deref(), limit.rows(), now).await?)
}

/// Makes somebody an administrator or not, suspends the account or ends its suspension, and turns a guest into a full
/// account.
pub async fn change_account(
    app: &App,
    by: Elevated,
    target: UserId,
    form: PatchAdminUser,
) -> Result<AdminUser, ApiError> {
    let now = app.clock.now();
    if let Nullable::Value(suspension) = &form.suspended
        && suspension.until.is_some_and(|until| until <= now)
    {
        let detail = "until must be in the future";
        return Err(ApiError::invalid(FieldError::new("suspended.until", "invalid", detail)));
    }
    if matches!(form.guest_until, Nullable::Value(_)) {
        let detail = "guest_until can only be null: an account does not become a guest";
        return Err(ApiError::invalid(FieldError::new("guest_until", "invalid", detail)));
    }
    let changed = app.store.change_account(by, target, form, now).await.map_err(person_gone)?;
    app.sessions.reread(target);
    Ok(changed)
}

/// Suspends an account and deletes it in 7 days.
pub async fn plan_account_deletion(app: &App, by: Elevated, target: UserId) -> Result<(), ApiError> {
    app.store.plan_account_deletion(by, target, app.clock.now()).await.map_err(person_gone)?;
    app.sessions.reread(target);
    Ok(())
}

/// Calls a planned deletion off.
pub async fn restore_account(app: &App, by: Elevated, target: UserId) -> Result<AdminUser, ApiError> {
    app.store.restore_account(by, target, app.clock.now()).await.map_err(person_gone)
}

/// Ends every session of an account.
pub async fn end_sessions(app: &App, by: Elevated, target: UserId) -> Result<(), ApiError> {
    app.store.end_sessions(by, target, app.clock.now()).await.map_err(person_gone)?;
    app.sessions.reread(target);
    Ok(())
}
