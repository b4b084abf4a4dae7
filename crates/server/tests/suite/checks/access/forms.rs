//! The bodies and frames that the access table sends.

use serde_json::{Value, json};

use super::world::World;
use crate::support::PASSWORD;

/// No body.
pub fn nothing(_: &World) -> Value {
    Value::Null
}

pub fn empty(_: &World) -> Value {
    json!({})
}

pub fn sign_up(_: &World) -> Value {
    let name = format!("n{}", &uuid::Uuid::now_v7().simple().to_string()[12..]);
    json!({ "username": name, "password": PASSWORD })
}

pub fn sign_in(_: &World) -> Value {
    json!({ "username": "outsider", "password": PASSWORD })
}

pub fn new_password(_: &World) -> Value {
    json!({ "new_password": "another long one" })
}

pub fn is_admin(_: &World) -> Value {
    json!({ "is_admin": true })
}

pub fn owner(world: &World) -> Value {
    json!({ "user_id": world.other })
}

pub fn sign_up_closed(_: &World) -> Value {
    json!({ "sign_up": "closed" })
}

pub fn bio(_: &World) -> Value {
    json!({ "bio": "Here" })
}

pub fn presence(_: &World) -> Value {
    json!({ "mode": "away" })
}

pub fn status(_: &World) -> Value {
    json!({ "emoji": "🍜", "text": "lunch" })
}

pub fn wrong_password(_: &World) -> Value {
    json!({ "password": "not the password" })
}

pub fn address(_: &World) -> Value {
    json!({ "email": "somebody@example.org" })
}

pub fn address_and_password(_: &World) -> Value {
    json!({ "email": "somebody@example.org", "password": PASSWORD })
}

pub fn wrong_passwords(_: &World) -> Value {
    json!({ "current_password": "not the password", "new_password": "another long one" })
}

pub fn size(_: &World) -> Value {
    json!({ "size": 10 })
}

pub fn no_folders(_: &World) -> Value {
    json!({ "folders": [] })
}

pub fn alt(_: &World) -> Value {
    json!({ "alt": "A dot" })
}

pub fn group(_: &World) -> Value {
    json!({ "handle": "design", "name": "Design" })
}

pub fn notify(_: &World) -> Value {
    json!({ "notify": "mentions" })
}

pub fn promotion(_: &World) -> Value {
    json!({ "role": "moderator" })
}

pub fn reason(_: &World) -> Value {
    json!({ "reason": "advertising" })
}

pub fn dismissal(_: &World) -> Value {
    json!({ "state": "dismissed" })
}

pub fn others(world: &World) -> Value {
    json!({ "user_ids": [world.other] })
}

pub fn tomorrow(_: &World) -> Value {
    json!({ "until": confluence_client::now().plus_seconds(24 * 3600) })
}

pub fn new_room(_: &World) -> Value {
    json!({ "name": "Another" })
}

pub fn description(_: &World) -> Value {
    json!({ "description": format!("as of {}", uuid::Uuid::now_v7()) })
}

pub fn kind_private(_: &World) -> Value {
    json!({ "kind": "private" })
}

pub fn kind_public(_: &World) -> Value {
    json!({ "kind": "public" })
}

pub fn new_message(_: &World) -> Value {
    json!({ "id": confluence_client::new_message_id(), "body": "may I?" })
}

pub fn edit(_: &World) -> Value {
    json!({ "body": "said otherwise" })
}

pub fn mark(_: &World) -> Value {
    json!({ "seq": 1 })
}

pub fn send(world: &World) -> Value {
    json!({
        "type": "send",
        "id": confluence_client::new_message_id(),
        "room_id": world.room,
        "body": "may I?",
    })
}

pub fn read(world: &World) -> Value {
    json!({ "type": "read", "room_id": world.room, "seq": 1 })
}

pub fn ping(_: &World) -> Value {
    json!({ "type": "ping", "id": "p" })
}
