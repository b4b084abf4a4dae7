//! Errors on the wire: stable codes, their HTTP status, problem documents.
//!
//! Refuses internal causes: nothing here can carry an internal error to a client.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal, $title:literal;)*) => {
        /// Why a request was refused or failed. The code is stable; clients may branch on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)*
        }

        impl ErrorCode {
            /// Every code, in the order of their HTTP status.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as written on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// A short English title, the same for every occurrence.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    /// The body is not JSON.
    MalformedJson = "malformed_json", 400, "Malformed JSON";
    /// The request line, a header or the query cannot be read.
    MalformedRequest = "malformed_request", 400, "Malformed request";
    /// No credential, or one that is not valid.
    Unauthenticated = "unauthenticated", 401, "Not signed in";
    /// The username or the password is wrong; the answer does not reveal which.
    InvalidCredentials = "invalid_credentials", 401, "Wrong username or password";
    /// The session was revoked or has expired.
    SessionEnded = "session_ended", 401, "Session ended";
    /// The caller does not have the right to do this.
    Forbidden = "forbidden", 403, "Forbidden";
    /// An administrator must repeat the password before making this change.
    ElevationRequired = "elevation_required", 403, "Password needed";
    /// The account is suspended: it cannot sign in.
    AccountSuspended = "account_suspended", 403, "Account suspended";
    /// The account was a guest's, and its time is over: it cannot sign in.
    GuestEnded = "guest_ended", 403, "Guest access ended";
    /// The caller has not joined this public room.
    NotAMember = "not_a_member", 403, "Not a member";
    /// Only moderators post in this room.
    PostingRestricted = "posting_restricted", 403, "Posting is restricted";
    /// The caller is banned from the room.
    Banned = "banned", 403, "Banned";
    /// The room is archived: nobody can post.
    Archived = "archived", 403, "Archived";
    /// The request comes from a page of another origin.
    BadOrigin = "bad_origin", 403, "Origin refused";
    /// The person cannot be messaged.
    CannotMessage = "cannot_message", 403, "Cannot message this person";
    /// Sign-up is closed, or needs an invite or the setup code.
    SignUpClosed = "sign_up_closed", 403, "Sign-up is closed";
    /// No such path.
    NotFound = "not_found", 404, "Not found";
    /// No such room, or none that the caller may know about.
    RoomNotFound = "room_not_found", 404, "Room not found";
    /// No such message in the room.
    MessageNotFound = "message_not_found", 404, "Message not found";
    /// No such account.
    UserNotFound = "user_not_found", 404, "User not found";
    /// No such group.
    GroupNotFound = "group_not_found", 404, "Group not found";
    /// No such invite.
    InviteNotFound = "invite_not_found", 404, "Invite not found";
    /// No such upload.
    UploadNotFound = "upload_not_found", 404, "Upload not found";
    /// The path exists, but not with this method.
    MethodNotAllowed = "method_not_allowed", 405, "Method not allowed";
    /// Somebody already has that username.
    UsernameTaken = "username_taken", 409, "Username taken";
    /// A person or another group already has that handle.
    HandleTaken = "handle_taken", 409, "Handle taken";
    /// The id was already used for something else.
    IdConflict = "id_conflict", 409, "Id already used";
    /// The room would be left without an owner.
    LastOwner = "last_owner", 409, "Last owner";
    /// The server would be left without an administrator.
    LastAdmin = "last_admin", 409, "Last administrator";
    /// Not possible in a direct room.
    DirectRoom = "direct_room", 409, "Direct room";
    /// The room has an owner who can act.
    HasOwner = "has_owner", 409, "Room has an owner";
    /// The message is deleted.
    Deleted = "deleted", 409, "Deleted";
    /// The upload is already in a message.
    AlreadyAttached = "already_attached", 409, "Already attached";
    /// The invite is used up, expired or revoked.
    InviteExpired = "invite_expired", 410, "Invite expired";
    /// The link that resets a password is used up, expired or unknown.
    ResetExpired = "reset_expired", 410, "Link expired";
    /// The link that confirms an e-mail address is used up, expired or unknown.
    EmailLinkExpired = "email_link_expired", 410, "Link expired";
    /// The body, frame or file is larger than allowed.
    TooLarge = "too_large", 413, "Too large";
    /// The body has a type that is not accepted here.
    UnsupportedMediaType = "unsupported_media_type", 415, "Unsupported media type";
    /// A field is missing, unknown or not valid.
    ValidationFailed = "validation_failed", 422, "Validation failed";
    /// A limit on the number of something is reached.
    LimitReached = "limit_reached", 422, "Limit reached";
    /// Part of the contract, but not offered by this server.
    Unsupported = "unsupported", 422, "Unsupported";
    /// Too many requests; the answer says when to retry.
    RateLimited = "rate_limited", 429, "Too many requests";
    /// In this room, plain members wait between two messages; the answer says how long.
    SlowMode = "slow_mode", 429, "Slow mode";
    /// Something broke on the server; the answer does not say what.
    Internal = "internal", 500, "Internal error";
    /// Not possible right now; try again later.
    Unavailable = "unavailable", 503, "Unavailable";
    /// The disk is full; reading still works.
    StorageFull = "storage_full", 507, "Storage full";
    /// A frame of a type that the server does not know (socket only).
    UnknownType = "unknown_type", 422, "Unknown frame type";
}

impl ErrorCode {
    /// Whether the same request can succeed later without being changed.
    pub const fn retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited | Self::SlowMode | Self::Unavailable | Self::StorageFull | Self::Internal
        )
    }
}

/// A value that did not parse: a stable code and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct ValueError {
    /// Stable code, such as `too_long`.
    pub code: &'static str,
    /// Explanation for people: names the value and what is allowed.
    pub detail: String,
}

impl ValueError {
    /// An error with that code; `detail` is a lower-case sentence without a full stop.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// One field of a request that is not valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FieldError {
    /// The path of the field, such as `name` or `attachments[0]`; empty for the body itself.
    pub field: String,
    /// Stable code: `required`, `unknown_field`, `repeated`, `too_short`, `too_long`, `too_many`,
    /// `invalid_characters`, `reserved` or `invalid`. If the code of the problem is not `validation_failed`,
    /// the code of the problem.
    pub code: String,
    /// Explanation for people.
    pub detail: String,
}

impl FieldError {
    /// An error of that field; `detail` is a lower-case sentence without a full stop.
    pub fn new(field: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), detail: detail.into() }
    }

    /// An error of a field whose value did not parse.
    pub fn of(field: &str, error: ValueError) -> Self {
        Self::new(field, error.code, error.detail)
    }

    /// An error from the message of a value that did not deserialise. Our own types write `code: detail`; all
    /// other messages become `invalid`.
    pub(crate) fn of_value(message: &str) -> Self {
        const OURS: [&str; 6] =
            ["required", "too_short", "too_long", "invalid_characters", "reserved", "invalid"];
        match message.split_once(": ") {
            Some((code, detail)) if OURS.contains(&code) => Self::new("", code, detail),
            _ => Self::new("", "invalid", message),
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            f.write_str(&self.detail)
        } else {
            write!(f, "{}: {}", self.field, self.detail)
        }
    }
}

/// A problem document (RFC 9457), sent as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Problem {
    /// Always `about:blank`: the code identifies the problem.
    pub r#type: String,
    /// Short title, the same for every occurrence of the code.
    pub title: String,
    /// HTTP status of the response.
    pub status: u16,
    /// Stable error code.
    pub code: ErrorCode,
    /// Explanation for people.
    pub detail: String,
    /// Fields that are not valid: at least one if the status is 422, none otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

impl Problem {
    /// A problem with that code and a sentence for people. If the status is 422, the error is about the
    /// request as a whole; use [`Problem::at`] for one of its fields.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::at("", code, detail)
    }

    /// A problem with that code that a field of the request has caused.
    pub fn at(field: &str, code: ErrorCode, detail: impl Into<String>) -> Self {
        let (detail, status) = (detail.into(), code.status());
        let errors =
            if status == 422 { vec![FieldError::new(field, code.as_str(), &*detail)] } else { Vec::new() };
        let (r#type, title) = ("about:blank".to_owned(), code.title().to_owned());
        Self { r#type, title, status, code, detail, errors }
    }

    /// A `validation_failed` problem for these fields.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail =
            errors.first().map_or_else(|| "the request is not valid".to_owned(), ToString::to_string);
        Self { errors, ..Self::new(ErrorCode::ValidationFailed, detail) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_written_on_the_wire_as_it_is_named() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{}\"", code.as_str()));
            assert!((400..=599).contains(&code.status()));
        }
    }

    #[test]
    fn values_choose_their_own_error_code() {
        let long = FieldError::of_value("too_long: a room name can have at most 80 characters");
        assert_eq!(
            (long.code.as_str(), long.detail.as_str()),
            ("too_long", "a room name can have at most 80 characters")
        );
        assert_eq!(FieldError::of_value("UUID parsing failed: no").code, "invalid");
    }

    #[test]
    fn gen17_every_422_says_what_is_wrong() {
        for code in ErrorCode::ALL {
            let problem = Problem::new(*code, "no");
            assert_eq!(problem.errors.len(), usize::from(code.status() == 422), "{problem:?}");
        }
    }
}
