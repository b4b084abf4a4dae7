//! The HTTP API: one file per group of endpoints, each with a `router()`.
//!
//! Handlers are thin: they extract (in the order of [`crate::extract`]), call one command and return its
//! result. Their `#[utoipa::path]` puts them into the OpenAPI document; its paths omit `/api/v1`. Neither SQL
//! nor rules about rights belong here.

mod admin;
mod answers;
mod auth;
mod file;
mod headers;
mod health;
mod limit;
mod log;
mod message;
mod once;
mod openapi;
mod person;
mod room;
mod server;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use confluence_protocol::ErrorCode;
use tower::util::option_layer;
use tower_http::{catch_panic::CatchPanicLayer, cors::CorsLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::{
    app::App,
    arrival::{origin, way::ProxyWatch},
    assets,
    error::ApiError,
    ws,
};

/// Longest time for a request with its body; then it gets 503, though the work it started continues.
const PATIENCE: Duration = Duration::from_secs(30);

/// All endpoints below `/api/v1`.
fn endpoints(app: &App) -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(auth::router())
        .merge(server::router())
        .merge(person::me::router())
        .merge(person::blocks::router())
        .merge(person::email::router())
        .merge(person::folders::router())
        .merge(person::presence::router())
        .merge(person::status::router())
        .merge(person::users::router())
        .merge(room::rooms::router())
        .merge(room::members::router())
        .merge(room::acts::router())
        .merge(room::bans::router())
        .merge(room::reports::router())
        .merge(room::direct::router())
        .merge(room::groups::router())
        .merge(room::invites::router())
        .merge(message::messages::router())
        .merge(message::marks::router())
        .merge(message::previews::router())
        .merge(message::reactions::router())
        .merge(message::reach::router())
        .merge(message::keep::router())
        .merge(file::uploads::router())
        .merge(file::media::router())
        .merge(file::avatars::router())
        .merge(admin::elevation::router())
        .merge(admin::groups::router())
        .merge(admin::people::router())
        .merge(admin::rooms::router())
        .merge(admin::server::router())
        .merge(ws::router(app))
}

/// The whole server's routes; outer layers come last.
pub fn router(app: &App) -> Router {
    let state = (app.clone(), Arc::new(ProxyWatch::default()));
    let limiter = middleware::from_fn_with_state(state, limit::check);
    let document = openapi::with_credentials(openapi::Base::openapi(), &app.tokens.cookies);
    let (routes, mut document) = OpenApiRouter::with_openapi(document)
        .nest("/api/v1", endpoints(app).layer(limiter))
        .merge(health::router())
        .split_for_parts();
    answers::complete(&mut document);
    routes
        .layer(middleware::from_fn(in_time))
        .merge(openapi::pages(document))
        .method_not_allowed_fallback(|| async { ApiError::of(ErrorCode::MethodNotAllowed) })
        .fallback(other)
        .layer(middleware::from_fn_with_state(app.clone(), origin::check))
        .layer(option_layer(cors(app)))
        .layer(middleware::from_fn(once::check))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(
            headers::SecurityHeaders::new(&app.config, app.media.redirects()),
            headers::add,
        ))
        .layer(middleware::from_fn(log::record))
        .with_state(app.clone())
}

/// Paths without an endpoint: 404 below `/api`, the web client elsewhere.
async fn other(request: Request) -> Response {
    if headers::is_api(request.uri().path()) {
        return ApiError::of(ErrorCode::NotFound).into_response();
    }
    assets::serve(request.method(), request.uri(), request.headers())
}

async fn in_time(request: Request, next: Next) -> Result<Response, ApiError> {
    if file::uploads::is_patient(request.uri().path()) {
        return Ok(next.run(request).await);
    }
    tokio::time::timeout(PATIENCE, next.run(request)).await.map_err(|_| {
        tracing::warn!("request took longer than {} s", PATIENCE.as_secs());
        ApiError::new(ErrorCode::Unavailable, "that took too long; try again in a moment")
    })
}

/// Answers a panic like any other internal error. The panic hook has logged its message.
fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    ApiError::of(ErrorCode::Internal).into_response()
}

/// Lets pages of `ALLOWED_ORIGINS` read responses, with cookies. Without such origins there is no CORS layer.
fn cors(app: &App) -> Option<CorsLayer> {
    let origins = app.config.allowed_origins.iter().filter_map(|origin| origin.as_str().parse().ok());
    let origins: Vec<HeaderValue> = origins.collect();
    if origins.is_empty() {
        return None;
    }
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
        .expose_headers([header::RETRY_AFTER, HeaderName::from_static("x-request-id")])
        .max_age(Duration::from_mins(10));
    Some(layer)
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, routing::get};
    use tower::ServiceExt;

    use super::*;

    async fn answer(router: Router) -> (u16, String) {
        let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    async fn breaks() {
        panic!("the secret cause")
    }

    #[tokio::test]
    async fn gen7_panic_is_a_500_without_its_cause() {
        let (status, text) =
            answer(Router::new().route("/", get(breaks)).layer(CatchPanicLayer::custom(panicked))).await;
        assert_eq!(status, 500);
        assert!(text.contains("\"internal\"") && !text.contains("secret"), "{text}");
    }
}
