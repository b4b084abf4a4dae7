//! The answers that an endpoint gives because of what it is, added to the OpenAPI document.
//!
//! A handler documents its own answers; those of the layers around it follow from the operation: whether it needs a
//! sign-in, changes something, takes a body, a query or ids in its path. So a new endpoint is described rightly by
//! itself. Problems get their content type and headers here, too.

use utoipa::openapi::{
    Content, Header, HttpMethod, OpenApi as Document, Ref, RefOr, Response,
    path::{Operation, ParameterIn, PathItem},
    schema::{ObjectBuilder, Schema, Type},
};

/// The content type of [`confluence_protocol::Problem`].
const PROBLEM: &str = "application/problem+json";
const PROBLEM_SCHEMA: &str = "#/components/schemas/Problem";

/// Adds the common answers to every operation, and to every problem what its status brings with it.
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
    // Headers that contradict each other; too many requests; one that takes too long.
    let mut statuses = vec![400, 429, 503];
    // Absent where the document's own rule holds, which asks for a sign-in.
    if operation.security.is_none() {
        statuses.push(401);
    }
    if *method != HttpMethod::Get {
        // A page of another origin; no room left to write.
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

/// Gives an answer the words and headers of its status, and a problem its content type.
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
            header(response, "Retry-After", "Seconds until it is worth trying again.", Type::Integer);
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
        "200" => "Done.",
        "201" => "Made.",
        "204" => "Done; there is nothing to say.",
        "206" => "The part that was asked for.",
        "302" => "The bytes are at another address.",
        "304" => "Nothing changed.",
        "400" => "The request cannot be read.",
        "401" => "Not signed in, or not any more.",
        "403" => "Not allowed.",
        "404" => "Not there, or not to be known of.",
        "409" => "In conflict with what is there.",
        "410" => "No longer valid.",
        "413" => "Larger than allowed.",
        "415" => "A body of another type.",
        "416" => "Nothing lies in the range.",
        "422" => "Not valid: `errors` names the fields.",
        "429" => "Too many requests.",
        "503" => "Not possible right now.",
        "507" => "The disk is full; reading still works.",
        _ => "Another answer.",
    }
}
