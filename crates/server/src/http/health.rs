//! `/healthz` and `/readyz`: whether the process is alive, and whether it should receive requests.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tokio::{sync::Mutex, time::Instant};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, lifecycle::Phase, upkeep::disk};

/// How long a check may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a write may wait to be committed before the database counts as stalled.
const STALLED: Duration = Duration::from_secs(5);

/// How long a result is reused. Anybody may ask, and a check takes a database connection and a storage
/// request, so one check serves everybody who asks.
const FRESH: Duration = Duration::from_millis(500);

/// Sign of life.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// Always `ok`: a process that answers is alive.
    status: &'static str,
}

/// State of one part of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Condition {
    /// Working.
    Ok,
    /// Out of space: it can be read; writes get 507 until there is space.
    Full,
    /// It can be read, but writes are not committed.
    Stalled,
    /// It does not answer.
    Failed,
    /// The server is stopping.
    Draining,
}

/// Every part that the server depends on.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
struct Checks {
    /// `ok`, or `draining` while the server is stopping. A starting server does not listen.
    server: Condition,
    /// Whether the database answers, commits, and has space: `ok`, `stalled`, `full` or `failed`.
    database: Condition,
    /// Whether file storage answers: `ok` or `failed`.
    storage: Condition,
    /// Whether the disks that this node writes to have space: `ok` or `full`.
    disk: Condition,
    /// Whether this node can notify the other nodes: `ok` or `failed`.
    bus: Condition,
}

/// Result of the checks.
#[derive(Debug, Serialize, ToSchema)]
struct Readiness {
    /// State of each part.
    checks: Checks,
}

impl Checks {
    /// Whether this node can serve messages. Everything else only degrades it: messages do not need file
    /// storage, and a database that commits nothing can still be read.
    fn serves_reads(self) -> bool {
        self.server == Condition::Ok && self.database != Condition::Failed
    }
}

/// The routes of this file, which are outside `/api/v1`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz)).layer(Extension(Found::default()))
}

/// Check that the process is alive.
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()), responses((status = 200, body = Health)))]
async fn healthz() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The last result and its time. Requests that arrive during a check wait for its result.
type Found = Arc<Mutex<Option<(Instant, Checks)>>>;

/// Check whether this node should receive requests. 200 while messages can be read, with `checks` naming what
/// is degraded; 503 when they cannot, and while the server is stopping.
#[utoipa::path(get, path = "/readyz", tag = "operations", security(()),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness)))]
async fn readyz(State(app): State<App>, Extension(found): Extension<Found>) -> Response {
    let mut found = found.lock().await;
    let known = found.filter(|(at, _)| at.elapsed() < FRESH);
    let (_, checks) = match known {
        Some(known) => known,
        None => *found.insert((Instant::now(), check(&app).await)),
    };
    drop(found);
    let checks = Checks { server: server(&app), ..checks };
    let serves_reads = checks.serves_reads();
    let answer = Json(Readiness { checks });
    if serves_reads {
        answer.into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")], answer).into_response()
    }
}

async fn check(app: &App) -> Checks {
    let (database, storage, disk, bus) = tokio::join!(database(app), storage(app), disk(app), bus(app));
    Checks { server: server(app), database, storage, disk, bus }
}

fn server(app: &App) -> Condition {
    if app.lifecycle.phase() == Phase::Ready { Condition::Ok } else { Condition::Draining }
}

async fn disk(app: &App) -> Condition {
    match tokio::time::timeout(PATIENCE, disk::is_full(app)).await {
        Ok(true) => Condition::Full,
        Ok(false) | Err(_) => Condition::Ok,
    }
}

async fn database(app: &App) -> Condition {
    match answered(async { app.store.ping().await.is_ok() }).await {
        // Reads may use healthy connections while the writing one is stuck.
        Condition::Ok if app.store.oldest_job_age() >= STALLED => Condition::Stalled,
        Condition::Ok if app.store.is_full() => Condition::Full,
        condition => condition,
    }
}

async fn storage(app: &App) -> Condition {
    answered(async { app.media.storage.ping().await.is_ok() }).await
}

async fn bus(app: &App) -> Condition {
    answered(app.hub.bus_answers()).await
}

async fn answered(check: impl Future<Output = bool>) -> Condition {
    match tokio::time::timeout(PATIENCE, check).await {
        Ok(true) => Condition::Ok,
        Ok(false) | Err(_) => Condition::Failed,
    }
}
