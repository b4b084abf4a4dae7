//! The OpenAPI document as a source of requests: every operation with its parameters filled by existing
//! objects and one of its texts replaced.

use std::fmt;

use confluence_client::new_message_id;
use confluence_protocol::{CreateInvite, RoomKind};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::support::{Answer, PASSWORD, Person, Server};

/// The document and existing objects for its paths.
pub struct Document {
    json: Value,
    /// Values of path parameters by name.
    places: Map<String, Value>,
}

impl Document {
    /// Loads the server's document and creates a room with a message, a report of it, an upload and an invite by `person`.
    pub async fn of(server: &Server, person: &Person) -> Self {
        let json = server.call(Method::GET, "/api/v1/openapi.json").answer().await.json();
        let room = person.room("Lobby", RoomKind::Public).await.id;
        let said = person.client.say(room, "hello").await.unwrap().id;
        let invite = person.client.create_invite(room, CreateInvite::default()).await.unwrap().code;
        let call = server.call_as(person, Method::POST, "/api/v1/uploads?name=a.txt").await;
        let upload = call.bytes("text/plain", "some text").answer().await.json();
        let report = person.client.report(room, said, "spam".parse().unwrap()).await.unwrap().id;
        let places = json!({
            "room_id": room, "message_id": said, "code": invite, "upload_id": upload["id"],
            "user_id": person.user.id, "emoji": "👍", "name": "a.txt", "session_id": new_message_id(),
            "group_id": new_message_id(),
            "avatar_id": new_message_id(), "report_id": report, "invite_id": new_message_id(), "token": "A".repeat(43),
        });
        Self { json, places: places.as_object().unwrap().clone() }
    }

    /// Every operation below `/api/v1`, except the socket.
    pub fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        let paths = self.json["paths"].as_object().unwrap();
        paths.iter().filter(|(path, _)| path.starts_with("/api/v1/") && *path != "/api/v1/ws").flat_map(
            move |(path, item)| {
                ["get", "put", "post", "patch", "delete"].into_iter().filter_map(move |method| {
                    let details = item.get(method)?;
                    let method = method.to_ascii_uppercase().parse().unwrap();
                    Some(Operation { document: self, method, path, details })
                })
            },
        )
    }

    fn schema<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(place) => self.schema(self.json.pointer(place.trim_start_matches('#')).unwrap()),
            None => schema,
        }
    }

    /// The alternatives of a schema, with references resolved.
    fn alternatives<'a>(&'a self, schema: &'a Value) -> Vec<&'a Value> {
        let schema = self.schema(schema);
        match schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
            Some(all) => all.iter().flat_map(|one| self.alternatives(one)).collect(),
            None => vec![schema],
        }
    }

    /// Values of the schema, each with `text` in one of the places that can hold a string.
    fn with_text(&self, schema: &Value, text: &str) -> Vec<Value> {
        let mut values = Vec::new();
        for schema in self.alternatives(schema) {
            if is_type(schema, "string") {
                values.push(json!(text));
            }
            if is_type(schema, "array") {
                values.extend(self.with_text(&schema["items"], text).into_iter().map(|item| json!([item])));
            }
            for (field, of_field) in schema["properties"].as_object().into_iter().flatten() {
                for value in self.with_text(of_field, text) {
                    let mut object = self.least(schema);
                    object[field] = value;
                    values.push(object);
                }
            }
        }
        values
    }

    /// A minimal value of a schema, with required fields only.
    fn least(&self, schema: &Value) -> Value {
        let alternatives = self.alternatives(schema);
        let schema = alternatives[0];
        if let Some(words) = schema["enum"].as_array() {
            return words[0].clone();
        }
        if is_type(schema, "object") {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            return required.map(|field| (field, self.least(&schema["properties"][field]))).fold(
                json!({}),
                |mut object, (field, value)| {
                    object[field] = value;
                    object
                },
            );
        }
        if is_type(schema, "array") {
            json!([])
        } else if is_type(schema, "integer") {
            json!(1)
        } else if is_type(schema, "boolean") {
            json!(false)
        } else if schema["format"] == "uuid" || schema["pattern"].is_string() {
            json!(new_message_id())
        } else {
            json!(PASSWORD)
        }
    }
}

fn is_type(schema: &Value, name: &str) -> bool {
    schema["type"] == name || schema["type"].as_array().is_some_and(|all| all.iter().any(|one| one == name))
}

/// One method of one path.
pub struct Operation<'a> {
    document: &'a Document,
    method: Method,
    path: &'a str,
    details: &'a Value,
}

/// A request made from an operation.
pub struct Request {
    method: Method,
    path: String,
    body: Option<Value>,
}

impl fmt::Debug for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.method, self.path, self.body)
    }
}

impl Operation<'_> {
    fn parameters(&self, place: &str) -> impl Iterator<Item = &str> {
        let all = self.details["parameters"].as_array().into_iter().flatten();
        let there = all.filter(move |parameter| parameter["in"] == place);
        there.filter_map(|parameter| parameter["name"].as_str())
    }

    /// Whether it has a query parameter of that name.
    pub fn has_query(&self, name: &str) -> bool {
        self.parameters("query").any(|known| known == name)
    }

    /// A request with one query parameter set to that value.
    pub fn with_query(&self, name: &str, value: &str) -> Request {
        let path = format!("{}?{name}={}", self.filled(None), encoded(value));
        Request { method: self.method.clone(), path, body: self.body() }
    }

    /// One request for each parameter and each string of the body, with that one replaced by `text`.
    pub fn requests_with(&self, text: &str) -> Vec<Request> {
        let of_path = self.parameters("path").map(|name| Request {
            method: self.method.clone(),
            path: self.filled(Some((name, text))),
            body: self.body(),
        });
        let of_query = self.parameters("query").map(|name| self.with_query(name, text));
        let bodies =
            self.body_schema().map(|schema| self.document.with_text(schema, text)).unwrap_or_default();
        let of_body = bodies.into_iter().map(|body| Request {
            method: self.method.clone(),
            path: self.filled(None),
            body: Some(body),
        });
        of_path.chain(of_query).chain(of_body).collect()
    }

    fn body_schema(&self) -> Option<&Value> {
        self.details["requestBody"]["content"]["application/json"].get("schema")
    }

    fn body(&self) -> Option<Value> {
        self.body_schema().map(|schema| self.document.least(schema))
    }

    fn filled(&self, instead: Option<(&str, &str)>) -> String {
        self.parameters("path").fold(self.path.to_owned(), |path, name| {
            let there = self.document.places.get(name).and_then(Value::as_str);
            let usual = there.unwrap_or_else(|| panic!("{self:?}: `Document::of` has no value for {name}"));
            let value = instead.filter(|(other, _)| *other == name).map_or(usual, |(_, value)| value);
            path.replace(&format!("{{{name}}}"), &encoded(value))
        })
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

impl Request {
    /// Whether the replaced text is in the query or the body, so that an error names its field.
    pub fn names_a_field(&self) -> bool {
        self.path.contains('?') || !self.path.contains("%00")
    }

    /// Sends it as that person.
    pub async fn send(&self, server: &Server, person: &Person) -> Answer {
        let call = server.call_as(person, self.method.clone(), &self.path).await;
        match &self.body {
            Some(body) => call.json(body).answer().await,
            // Uploads expect a file as the body.
            None if self.method == Method::POST || self.method == Method::PUT => {
                call.bytes("application/octet-stream", "some bytes").answer().await
            }
            None => call.answer().await,
        }
    }
}
