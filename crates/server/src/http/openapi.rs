//! The OpenAPI document, generated from the handlers, and its page.
//!
//! The page is served from the binary and loads nothing from another host. Frames of the socket stand
//! among the schemas, since OpenAPI has no place for a socket.

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

/// What of the document neither the handlers nor [`with_credentials`] say.
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
        (name = "members", description = "Who is in a room"),
        (name = "invites", description = "Links that let their holder into a room"),
        (name = "messages", description = "Sending, reading and catching up"),
        (name = "files", description = "What messages hold besides their text"),
        (name = "operations", description = "Whether the server is well"),
    )
)]
pub struct Base;

/// The document with both ways to carry the access token; an endpoint that needs neither says so itself.
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
    // Its badge would ask another host.
    let config = Config::default().validator_url("none");
    SwaggerUi::new("/api/v1/docs").url("/api/v1/openapi.json", document).config(config).into()
}
