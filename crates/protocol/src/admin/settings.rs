//! Settings that administrators change while the server runs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FieldError, Limits, NamedRoom, Nullable, RoomId, SignUpPolicy};

/// Settings of the server. Those set here take precedence over the environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AdminSettings {
    /// Who may create an account.
    pub sign_up: SignUpPolicy,
    /// Who may create an account if this is not set here: the environment's `SIGN_UP`.
    pub sign_up_default: SignUpPolicy,
    /// Public rooms that every new account joins.
    pub default_room_ids: Vec<RoomId>,
    /// The same rooms with their names, in the same order.
    pub default_rooms: Vec<NamedRoom>,
}

/// Body of `PATCH /admin/settings`; absent fields stay unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchAdminSettings {
    /// Who may create an account from now on; null returns to the environment's setting.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[cfg_attr(test, ts(as = "Option<SignUpPolicy>", optional = nullable))]
    #[schema(value_type = Option<SignUpPolicy>)]
    pub sign_up: Nullable<SignUpPolicy>,
    /// Public rooms that every new account joins from now on: at most 20, each once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub default_room_ids: Option<Vec<RoomId>>,
}

impl PatchAdminSettings {
    /// Checks what the field types cannot.
    pub fn check(&self) -> Result<(), FieldError> {
        let Some(rooms) = &self.default_room_ids else { return Ok(()) };
        if rooms.len() > Limits::DEFAULT_ROOMS {
            let detail = format!("at most {} rooms", Limits::DEFAULT_ROOMS);
            return Err(FieldError::new("default_room_ids", "too_many", detail));
        }
        for (at, room) in rooms.iter().enumerate() {
            if rooms[..at].contains(room) {
                let field = format!("default_room_ids[{at}]");
                return Err(FieldError::new(field, "repeated", "each room once"));
            }
        }
        Ok(())
    }
}
