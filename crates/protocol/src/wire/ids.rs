//! Identifiers: a UUID type for each kind of object, and invite codes.
//!
//! Ids are version 7, so that they sort by time. A message id is chosen by its sender and its version is
//! checked only when the message is sent ([`crate::NewMessage::check`]): older servers accepted any UUID, and
//! those messages must still be reachable.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Timestamp, ValueError};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
        #[serde(try_from = "Uuid")]
        pub struct $name(Uuid);

        impl $name {
            /// A new version 7 id: the millisecond of `now`, followed by random bits.
            pub fn new(now: Timestamp) -> Self {
                let millis = u64::try_from(now.as_millis()).unwrap_or(0);
                let stamp = uuid::Timestamp::from_unix(
                    uuid::NoContext,
                    millis / 1000,
                    u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000,
                );
                Self(Uuid::new_v7(stamp))
            }

            /// Whether it is a UUID of version 7.
            pub const fn is_v7(self) -> bool {
                self.0.get_version_num() == 7 && matches!(self.0.get_variant(), uuid::Variant::RFC4122)
            }

            /// The id as stored.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }

            /// An id read from storage, which contains only valid ones.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl TryFrom<Uuid> for $name {
            type Error = ValueError;

            fn try_from(uuid: Uuid) -> Result<Self, ValueError> {
                if uuid.is_nil() {
                    return Err(ValueError::new("invalid", "an id cannot be the nil UUID"));
                }
                Ok(Self(uuid))
            }
        }

        impl FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                Uuid::parse_str(text)
                    .map_err(|_| ValueError::new("invalid", "an id must be a UUID"))
                    .and_then(Self::try_from)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

id!(
    /// An account. The id stays its own even after it is deleted.
    UserId
);
id!(
    /// A room of any kind.
    RoomId
);
id!(
    /// A message. Chosen by its sender and unique within its room; the idempotency key of the send.
    MessageId
);
id!(
    /// One sign-in of one account on one device.
    SessionId
);
id!(
    /// An uploaded file.
    UploadId
);
id!(
    /// A folder of rooms. Chosen by a client of its owner and unique among the owner's folders.
    FolderId
);
id!(
    /// An entry of the audit log.
    AuditId
);
id!(
    /// A report of a message.
    ReportId
);
id!(
    /// A group of people whom one handle mentions.
    GroupId
);

id!(
    /// An invite, without giving away its code.
    InviteId
);

/// The secret of an invite link: URL-safe characters that carry at least 80 random bits.
///
/// Any short text of these characters parses, so that a wrong guess is answered like an unknown code.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct InviteCode(String);

impl InviteCode {
    /// The code as written in a link.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for InviteCode {
    type Error = ValueError;

    fn try_from(text: String) -> Result<Self, ValueError> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if text.is_empty() || text.len() > 64 || !plain {
            return Err(ValueError::new("invalid", "an invite code must be 1 to 64 letters, digits, - or _"));
        }
        Ok(Self(text))
    }
}

impl FromStr for InviteCode {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::try_from(text.to_owned())
    }
}

impl From<InviteCode> for String {
    fn from(code: InviteCode) -> Self {
        code.0
    }
}

impl fmt::Display for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// A code admits its holder to a room, so it must not appear in logs.
impl fmt::Debug for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_ids_sort_later() {
        let first = MessageId::new(Timestamp::from_millis(1_700_000_000_000));
        let second = MessageId::new(Timestamp::from_millis(1_700_000_000_001));
        assert!(first < second);
        assert_eq!(first.as_uuid().get_version_num(), 7);
    }

    #[test]
    fn the_nil_id_and_garbage_are_refused() {
        assert!("00000000-0000-0000-0000-000000000000".parse::<RoomId>().is_err());
        assert!("../../etc".parse::<RoomId>().is_err());
        assert!(serde_json::from_str::<RoomId>("\"\"").is_err());
    }
}
