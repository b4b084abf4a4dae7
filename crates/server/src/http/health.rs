//! `/healthz` and `/readyz`: whether the process lives, and whether it should be sent requests.

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

/// How long what was found holds. Anybody may ask, and asking takes a connection to the database and a request to the
/// storage: so it is done once, however many ask.
const FRESH: Duration = Duration::from_millis(500);

/// Alive.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// Always `ok`: who answers is alive.
    status: &'static str,
}

/// What one part of the server is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Condition {
    /// As it should be.
    Ok,
    /// Without space: it can be read, and writes are answered 507 until there is space.
    Full,
    /// It can be read, and writes are not committed.
    Stalled,
    /// It does not answer.
    Failed,
    /// The server is stopping.
    Draining,
}

/// Every part that the server depends on.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
struct Checks {
    /// `ok`, or `draining` once the server was told to stop. While it starts, it does not listen.
    server: Condition,
    /// Whether the database answers, commits, and has space: `ok`, `stalled`, `full` or `failed`.
    database: Condition,
    /// Whether the storage of files answers: `ok` or `failed`.
    storage: Condition,
    /// Whether the disks that this node writes to have space: `ok` or `full`.
    disk: Condition,
    /// Whether other nodes can be told what happens here: `ok` or `failed`.
    bus: Condition,
}

/// What was checked.
#[derive(Debug, Serialize, ToSchema)]
struct Readiness {
    /// By part.
    checks: Checks,
}

impl Checks {
    /// Whether what people wrote can be read here. All else only degrades the node: text does not stop for the storage
    /// of files, and a database that commits nothing still answers.
    fn serves_reads(self) -> bool {
        self.server == Condition::Ok && self.database != Condition::Failed
    }
}

/// The routes of this file, which stand outside `/api/v1`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz)).layer(Extension(Found::default()))
}

/// Whether the process lives.
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()), responses((status = 200, body = Health)))]
async fn healthz() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The last result and its time. Requests that arrive during a check wait for its result.
type Found = Arc<Mutex<Option<(Instant, Checks)>>>;

/// Whether requests should come here. 200 while messages can be read, with `checks` that name what is degraded; 503
/// where it cannot, and while the server is stopping.
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
        // Reads may be answered by connections that are sound while the one that writes hangs.
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
