//! The access table over HTTP.

use std::collections::BTreeSet;

use confluence_client::Client;
use reqwest::{Method, header::HeaderMap};
use serde_json::Value;

use super::{
    Violations,
    rows::rows,
    table::{Kind, ROLES, Role, Row},
    world::{Cast, World},
};
use crate::support::{Answer, PASSWORD, Person, Server};

/// Operations of the document that are tried elsewhere: the socket has its own table.
const ELSEWHERE: [&str; 1] = ["GET /ws"];

/// Reports operations that only the OpenAPI document or only the table has.
pub async fn coverage(server: &Server) -> Violations {
    let document = server.call(Method::GET, "/api/v1/openapi.json").answer().await.json();
    let mut documented = BTreeSet::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let Some(path) = path.strip_prefix("/api/v1") else { continue };
        for method in item.as_object().into_iter().flatten().map(|(method, _)| method) {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                documented.insert(shape(method, path));
            }
        }
    }
    let tried: BTreeSet<String> = rows()
        .iter()
        .map(|row| shape(row.method, row.path))
        .chain(ELSEWHERE.iter().map(|line| (*line).to_owned()))
        .collect();
    let lacks = documented.difference(&tried).map(|line| format!("the table lacks {line}"));
    let more = tried
        .difference(&documented)
        .filter(|line| *line != "GET /openapi.json")
        .map(|line| format!("the OpenAPI document lacks {line}"));
    lacks.chain(more).collect()
}

/// Method and path without the query and the names of parameters.
fn shape(method: &str, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let segments: Vec<&str> =
        path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect();
    format!("{} {}", method.to_uppercase(), segments.join("/"))
}

/// Tries every cell.
pub async fn run(server: &Server, cast: &Cast) -> Violations {
    let mut found = Violations::new();
    let mut rows = rows();
    rows.sort_by_key(|row| (!row.only_reads(), row.kind as usize));
    let mut last: Option<(Kind, World)> = None;
    for row in &rows {
        let mut world = match last.take() {
            Some((kind, world)) if row.only_reads() && kind == row.kind => world,
            _ => cast.room(row.kind).await,
        };
        if row.path.contains("{upload_id}") {
            cast.attach(server, &mut world).await;
        }
        if row.path.contains("avatar") {
            cast.dress(server, &mut world).await;
        }
        for (role, expected) in ROLES.into_iter().zip(row.all()) {
            if row.path.contains("{code}") && row.kind != Kind::Direct {
                world.code = cast.invite(world.room).await;
            }
            let person = sessions(server, cast.person(role), role, row).await;
            let answer = ask(server, row, &world, person.as_ref(), cast).await;
            let got = in_short(&answer);
            let cell = format!("{} {} of a {:?} room by {role:?}", row.method, row.path, row.kind);
            if got != expected {
                found.push(format!("{cell}: {got} instead of {expected}"));
            }
            let hidden = role.sees_nothing_of(row.kind) && row.path.starts_with("/rooms/{id}");
            if hidden {
                let other = ask(server, row, &world.elsewhere(), person.as_ref(), cast).await;
                if bytes(&answer) != bytes(&other) {
                    found.push(format!(
                        "{cell}: {} differs from {} of no room",
                        answer.shown(),
                        other.shown()
                    ));
                }
            }
        }
        last = row.only_reads().then_some((row.kind, world));
    }
    found
}

/// The person, in a separate session if the row ends the session.
async fn sessions(server: &Server, person: Option<&Person>, role: Role, row: &Row) -> Option<Person> {
    let person = person?.clone();
    if row.path != "/auth/sign-out" || role == Role::Suspended {
        return Some(person);
    }
    let client = Client::sign_in(server.base(), &person.user.username, PASSWORD).await.unwrap();
    Some(Person { client, ..person })
}

async fn ask(server: &Server, row: &Row, world: &World, person: Option<&Person>, cast: &Cast) -> Answer {
    let method: Method = row.method.parse().unwrap();
    let somebody = cast.person(Role::Owner).unwrap();
    let path = format!("/api/v1{}", world.fill(row.path, somebody));
    let mut call = match person {
        Some(person) => server.call_as(person, method, &path).await,
        None => server.call(method, &path),
    };
    let body = (row.body)(world);
    if !body.is_null() {
        call = call.json(&body);
    }
    call.answer().await
}

fn in_short(answer: &Answer) -> String {
    let code = serde_json::from_slice::<Value>(&answer.body)
        .ok()
        .filter(|_| answer.status >= 400)
        .and_then(|body| Some(format!(" {}", body.get("code")?.as_str()?)));
    format!("{}{}", answer.status, code.unwrap_or_default())
}

/// Everything in an answer that could distinguish two rooms: all but the date and the request id.
fn bytes(answer: &Answer) -> (u16, HeaderMap, &[u8]) {
    let mut headers = answer.headers.clone();
    headers.remove("date");
    headers.remove("x-request-id");
    (answer.status, headers, &answer.body)
}
