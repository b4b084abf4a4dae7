//! `/healthz` and `/readyz`: whether the process lives, and whether it should be sent requests.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, lifecycle::Phase};

/// How long a check may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(2);

/// Alive.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// Always `ok`: who answers is alive.
    status: &'static str,
}

/// What was checked.
#[derive(Debug, Serialize, ToSchema)]
struct Readiness {
    /// `ok` or `failed`, by part: `server` (not draining), `database` and `storage`.
    checks: BTreeMap<&'static str, &'static str>,
}

/// The routes of this file, which stand outside `/api/v1`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz))
}

/// Whether the process lives.
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()), responses((status = 200, body = Health)))]
async fn healthz() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Whether requests should come here: 503 while draining, or without the database or the
/// storage of files.
#[utoipa::path(get, path = "/readyz", tag = "operations", security(()),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness)))]
async fn readyz(State(app): State<App>) -> Response {
    let database = tokio::time::timeout(PATIENCE, app.store.ping()).await.is_ok_and(|answer| answer.is_ok());
    let storage =
        tokio::time::timeout(PATIENCE, app.media.storage.ping()).await.is_ok_and(|answer| answer.is_ok());
    let taking = app.lifecycle.phase() == Phase::Ready;
    let word = |good| if good { "ok" } else { "failed" };
    let checks =
        BTreeMap::from([("database", word(database)), ("server", word(taking)), ("storage", word(storage))]);
    let answer = Json(Readiness { checks });
    if database && storage && taking {
        answer.into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")], answer).into_response()
    }
}
