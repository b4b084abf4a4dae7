//! Adds to the OpenAPI document the responses that an endpoint has because of its shape.
//!
//! A handler documents its own responses. Those of the layers around it follow from the operation: whether it
//! needs a sign-in, changes something, takes a body, a query or path parameters. So a new endpoint is
//! documented correctly without further work. Problems also get their content type and headers here.

use utoipa::openapi::{
    Content, Header, HttpMethod, OpenApi as Document, Ref, RefOr, Response,
    path::{Operation, ParameterIn, PathItem},
    schema::{ObjectBuilder, Schema, Type},
};

/// The content type of [`confluence_protocol::Problem`].
const PROBLEM: &str = "application/problem+json";
const PROBLEM_SCHEMA: &str = "#/components/schemas/Problem";

/// Adds the common responses to every operation, and content types and headers to every problem.
pub fn complete(document: &mut Document) {
    for item in document.paths.paths.values_mut() {
        for (method, operation) in operations(item) {
            for status in common(&method, operation) {
                operation.responses.responses.entry(status.to_string()).or_insert_with(|| problem().into());
            }
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response {
                    describe(status, response);
                }
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [
        (HttpMethod::Get, get),
        (HttpMethod::Put, put),
        (HttpMethod::Post, post),
        (HttpMethod::Delete, delete),
        (HttpMethod::Patch, patch),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Statuses of the layers and extractors around a handler.
fn common(method: &HttpMethod, operation: &Operation) -> Vec<u16> {
    // Contradictory headers; too many requests; a timeout.
    let mut statuses = vec![400, 429, 503];
    // Unless the operation overrides it, the document's own security rule applies and asks for a sign-in.
    if operation.security.is_none() {
        statuses.push(401);
    }
    if *method != HttpMethod::Get {
        // A page from another origin; a full disk.
        statuses.extend([403, 507]);
    }
    let parameters = || {
        operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(&parameter.parameter_in),
            RefOr::Ref(_) => None,
        })
    };
    if parameters().any(|place| matches!(place, ParameterIn::Path)) {
        statuses.push(404);
    }
    if parameters().any(|place| matches!(place, ParameterIn::Query)) {
        statuses.push(422);
    }
    if let Some(RefOr::T(body)) = &operation.request_body {
        statuses.push(413);
        if body.content.contains_key("application/json") {
            statuses.extend([415, 422]);
        }
    }
    statuses
}

fn problem() -> Response {
    let mut response = Response::new("");
    let content = Content::new(Some(RefOr::Ref(Ref::new(PROBLEM_SCHEMA))));
    response.content.insert(PROBLEM.to_owned(), content.into());
    response
}

/// Gives a response the description and headers for its status, and a problem its content type.
fn describe(status: &str, response: &mut Response) {
    if response.description.is_empty() {
        words(status).clone_into(&mut response.description);
    }
    let is_problem = response.content.values().any(|content| {
        matches!(content, RefOr::T(Content { schema: Some(RefOr::Ref(schema)), .. })
            if schema.ref_location == PROBLEM_SCHEMA)
    });
    if is_problem && let Some(content) = response.content.shift_remove("application/json") {
        response.content.insert(PROBLEM.to_owned(), content);
    }
    match status {
        "401" => header(response, "WWW-Authenticate", "How to sign in.", Type::String),
        "429" | "503" | "507" => {
            header(response, "Retry-After", "Seconds to wait before trying again.", Type::Integer);
        }
        _ => {}
    }
}

fn header(response: &mut Response, name: &str, description: &str, schema: Type) {
    let mut header = Header::new(Schema::Object(ObjectBuilder::new().schema_type(schema).build()));
    header.description = Some(description.to_owned());
    response.headers.insert(name.to_owned(), header.into());
}

fn words(status: &str) -> &'static str {
    match status {
        "200" => "OK.",
        "201" => "Created.",
        "204" => "Done; no content.",
        "206" => "The requested range.",
        "302" => "The file is at another URL.",
        "304" => "Not modified.",
        "400" => "The request is malformed.",
        "401" => "Not signed in, or the session has ended.",
        "403" => "Not allowed.",
        "404" => "Not found, or hidden from you.",
        "409" => "Conflicts with the current state.",
        "410" => "No longer valid.",
        "413" => "Too large.",
        "415" => "Unsupported content type.",
        "416" => "The range contains no bytes.",
        "422" => "Invalid: `errors` names the fields.",
        "429" => "Too many requests.",
        "503" => "Temporarily unavailable.",
        "507" => "The disk is full; reading still works.",
        _ => "Other.",
    }
}
