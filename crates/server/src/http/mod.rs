//! The HTTP interface: one file a group of endpoints, each giving its `router()`.
//!
//! A handler is a thin thing: it extracts (in the order of [`crate::extract`]), calls one command and gives
//! its answer. Its `#[utoipa::path]` is how it gets into the OpenAPI document; paths stand there without
//! `/api/v1`. Refuses SQL and rules about who may do what.

mod invites;
mod marks;
mod members;
mod messages;
mod rooms;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// All endpoints below `/api/v1`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(rooms::router())
        .merge(members::router())
        .merge(invites::router())
        .merge(messages::router())
        .merge(marks::router())
}
