//! The OpenAPI document, generated from the handlers, and its page.
//!
//! The page is served from the binary and loads nothing from other hosts. Socket frames are among the
//! schemas, because OpenAPI has no place for sockets.

use axum::Router;
use confluence_protocol::{ClientFrame, FieldError, Problem, ServerFrame};
use utoipa::{
    OpenApi,
    openapi::{
        OpenApi as Document, SecurityRequirement,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::auth::Cookies;

/// The parts of the document that come neither from handlers nor from [`with_credentials`].
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Confluence",
        description = "Self-hosted real-time chat. Errors are problem documents (RFC 9457) with a stable \
            `code`. The socket is at `/api/v1/ws`; its frames are the schemas ClientFrame and ServerFrame."
    ),
    components(schemas(ClientFrame, ServerFrame, Problem, FieldError)),
    tags(
        (name = "accounts", description = "Signing up, in and out"),
        (name = "me", description = "My own account"),
        (name = "people", description = "Other accounts"),
        (name = "rooms", description = "Rooms and membership"),
        (name = "members", description = "Members of a room"),
        (name = "invites", description = "Links that let anyone who has them into a room"),
        (name = "groups", description = "Handles that mention several people"),
        (name = "messages", description = "Sending, reading and catching up"),
        (name = "files", description = "Uploads, downloads and pictures"),
        (name = "admin", description = "Administration of the server"),
        (name = "operations", description = "Server information and health"),
    )
)]
pub struct Base;

/// Adds both ways to send the access token; endpoints that need neither say so themselves.
pub fn with_credentials(mut document: Document, cookies: &Cookies) -> Document {
    let mut components = document.components.take().unwrap_or_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let cookie = ApiKey::Cookie(ApiKeyValue::new(cookies.access_name()));
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    document.components = Some(components);
    let either = ["bearer", "cookie"].map(|name| SecurityRequirement::new::<_, _, &str>(name, []));
    document.security = Some(either.into());
    document
}

/// `/api/v1/openapi.json` and `/api/v1/docs`.
pub fn pages(document: Document) -> Router<crate::app::App> {
    // The validator badge would contact another host.
    let config = Config::default().validator_url("none");
    SwaggerUi::new("/api/v1/docs").url("/api/v1/openapi.json", document).config(config).into()
}
