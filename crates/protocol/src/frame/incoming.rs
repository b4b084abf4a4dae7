//! Frames that a client sends on the socket, and the error for a frame that is not valid.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ErrorCode, JsonError, JsonValue, Limits, NewRoomMessage, Presence, RoomId};

/// A frame from a client: one JSON object with a `type`.
///
/// Only [`ClientFrame::parse`] reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// Credentials, if the upgrade request carried none.
    Authenticate(Authenticate),
    /// A new message; answered by an `ack` or `error` with its id.
    Send(NewRoomMessage),
    /// How far the user has read in a room.
    Read(ReadMark),
    /// The user is typing.
    Typing(Typing),
    /// Whether the user is active or idle.
    Presence(SetPresence),
    /// A ping; answered by `pong`.
    Ping(Ping),
}

/// The first frame if the upgrade request carried no credential.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Authenticate {
    /// An access token.
    pub token: String,
}

impl std::fmt::Debug for Authenticate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authenticate(…)")
    }
}

/// How far the user has read in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ReadMark {
    /// Room of the mark.
    pub room_id: RoomId,
    /// Position of the last message read.
    pub seq: i64,
}

/// The user is typing in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Typing {
    /// Room in which they are typing.
    pub room_id: RoomId,
}

/// The user is active or idle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetPresence {
    /// `active` or `idle`.
    pub status: Presence,
}

/// Request for a `pong`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields, default)]
pub struct Ping {
    /// Returned in the `pong`; at most 100 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub id: Option<String>,
}

/// Why a frame was rejected, and the id that it carried, so that its sender can tell which one it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameError {
    /// `malformed_json`, `unknown_type` or `validation_failed`.
    pub code: ErrorCode,
    /// Explanation for people.
    pub detail: String,
    /// The frame's own `id`, if it had one.
    pub id: Option<String>,
}

impl ClientFrame {
    /// Reads one text frame.
    pub fn parse(text: &str) -> Result<Self, FrameError> {
        let error = |code, detail: String, id| Err(FrameError { code, detail, id });
        let mut value = match JsonValue::parse(text.as_bytes()) {
            Ok(value) if value.is_object() => value,
            Ok(_) | Err(JsonError::Malformed) => {
                return error(ErrorCode::MalformedJson, "a frame must be one JSON object".to_owned(), None);
            }
            Err(JsonError::Invalid(fault)) => {
                return error(ErrorCode::ValidationFailed, fault.to_string(), None);
            }
        };
        let id = value.text("id").filter(|id| id.len() <= 100).map(ToOwned::to_owned);
        let kind = value.take("type");
        let Some(kind) = kind.as_ref().and_then(JsonValue::as_str) else {
            return error(ErrorCode::ValidationFailed, "type is required and must be a text".to_owned(), id);
        };
        let frame = match kind {
            "authenticate" => value.read().map(Self::Authenticate),
            "send" => value.read().map(Self::Send),
            "read" => value.read().map(Self::Read),
            "typing" => value.read().map(Self::Typing),
            "presence" => value.read().map(Self::Presence),
            "ping" => value.read().map(Self::Ping),
            _ => return error(ErrorCode::UnknownType, "unknown frame type".to_owned(), id),
        };
        match frame {
            Err(fault) => error(ErrorCode::ValidationFailed, fault.to_string(), id),
            Ok(Self::Presence(SetPresence { status: Presence::Offline })) => {
                error(ErrorCode::ValidationFailed, "status must be active or idle".to_owned(), id)
            }
            Ok(Self::Ping(Ping { id: Some(long) })) if long.len() > 100 => {
                error(ErrorCode::ValidationFailed, "id can have at most 100 characters".to_owned(), None)
            }
            Ok(frame) => Ok(frame),
        }
    }

    /// Largest frame that a client may send, in bytes.
    pub const MAX_BYTES: usize = Limits::FRAME_BYTES;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_for_a_bad_frame_says_what_is_wrong_and_names_the_frame() {
        let code = |text: &str| ClientFrame::parse(text).unwrap_err().code;
        assert_eq!(code("{"), ErrorCode::MalformedJson);
        assert_eq!(code("[]"), ErrorCode::MalformedJson);
        assert_eq!(code("{}"), ErrorCode::ValidationFailed);
        assert_eq!(code(r#"{"type":"shout"}"#), ErrorCode::UnknownType);
        let error = ClientFrame::parse(r#"{"type":"send","id":"abc","body":""}"#).unwrap_err();
        assert_eq!((error.code, error.id.as_deref()), (ErrorCode::ValidationFailed, Some("abc")));
        let error = ClientFrame::parse(r#"{"type":"ping","colour":1}"#).unwrap_err();
        assert_eq!(error.detail, "colour: unknown field colour");
    }

    #[test]
    fn gen13_gen14_gen15_frames_are_parsed_as_strictly_as_bodies() {
        for text in [
            r#"{"type":"presence","status":{"active":null}}"#,
            r#"{"type":"presence","status":null}"#,
            r#"{"type":"ping","type":"ping"}"#,
            r#"{"type":"ping","id":"a","id":"b"}"#,
            r#"{"type":["ping"]}"#,
            r#"{"type":"ping","id":"a\u0000"}"#,
        ] {
            assert_eq!(ClientFrame::parse(text).unwrap_err().code, ErrorCode::ValidationFailed, "{text}");
        }
        for text in [r#"["ping",{}]"#, r#"["ping"]"#] {
            assert_eq!(ClientFrame::parse(text).unwrap_err().code, ErrorCode::MalformedJson, "{text}");
        }
    }
}
