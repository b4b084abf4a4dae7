//! Messages, what hangs on them, and the pages and changes in which they are read.
//!
//! Owns their shape and what may be in a new one. Refuses to know who may write where.

pub mod page;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    FieldError, Limits, MessageBody, MessageId, RoomId, Timestamp, UploadId, UserId, UserRef, has_visible,
};

/// A message as it stands now. A deleted one is a tombstone: no body, nothing attached, `deleted_at` set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Message {
    /// Chosen by the sender; unique within the room.
    pub id: MessageId,
    /// Where it stands.
    pub room_id: RoomId,
    /// The n-th message of the room has `seq` n, for ever.
    pub seq: i64,
    /// The room's version at this message's last change.
    pub version: i64,
    /// Who wrote it.
    pub author: UserRef,
    /// Its source.
    pub body: String,
    /// When it was stored.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// The message that it answers, as that stands now.
    pub reply_to: Option<ReplyQuote>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// How people reacted, the first reaction first.
    pub reactions: Vec<Reaction>,
    /// Members that it names.
    pub mentions: Vec<UserId>,
    /// Whether it calls everybody in the room, and its author might.
    #[serde(default)]
    pub mentions_room: bool,
    /// Cards of the links in it.
    pub previews: Vec<Preview>,
    /// When it was pinned to the room, while it is.
    pub pinned_at: Option<Timestamp>,
}

/// The original of a reply, resolved when read, never a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReplyQuote {
    /// The original.
    pub id: MessageId,
    /// Its place.
    pub seq: i64,
    /// Who wrote it.
    pub author: UserRef,
    /// Its first 140 characters, on one line; empty when deleted.
    pub excerpt: String,
    /// Whether it is a tombstone.
    pub deleted: bool,
}

/// One emoji under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reaction {
    /// The emoji.
    pub emoji: String,
    /// How many people.
    pub count: i64,
    /// The first 20 of them.
    pub user_ids: Vec<UserId>,
    /// Whether the caller is one of them; only over HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub me: Option<bool>,
}

/// The answer to adding or taking back a reaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReactionCount {
    /// The emoji.
    pub emoji: String,
    /// How many people now.
    pub count: i64,
}

/// A file in a message, or an upload that waits for one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attachment {
    /// Which upload.
    pub id: UploadId,
    /// Its name, as data.
    pub name: String,
    /// What its sender says under it; mostly empty.
    #[serde(default)]
    pub caption: String,
    /// What it shows, for who cannot see it; mostly empty.
    #[serde(default)]
    pub alt: String,
    /// Its type, as the server found it.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels, for images and videos.
    pub width: Option<i64>,
    /// Pixels, for images and videos.
    pub height: Option<i64>,
    /// A tiny blurred picture, base64.
    pub thumbhash: Option<String>,
    /// Seconds, for sound and video.
    pub duration: Option<f64>,
    /// Whether it may still tell of its author, place or device, because files of its kind, or this one, cannot be
    /// cleaned.
    #[serde(default)]
    pub metadata_kept: bool,
    /// Where the bytes are.
    pub url: String,
    /// Where a small picture is.
    pub thumbnail_url: Option<String>,
}

// Durations come out of files, where they were checked to be finite.
impl Eq for Attachment {}

/// The card of a link in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Preview {
    /// The link.
    pub url: String,
    /// The page's title: plain text on one line, at most 200 characters.
    pub title: String,
    /// The page's description: likewise, at most 400; may be empty.
    pub description: String,
    /// What the site calls itself: likewise, at most 80; may be empty.
    #[serde(default)]
    pub site_name: String,
}

/// What a sender says: `POST /rooms/{id}/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// Chosen by the sender: the idempotency key.
    pub id: MessageId,
    /// Its source; may be empty with attachments.
    #[schema(min_length = 0, max_length = 16_000)]
    pub body: MessageBody,
    /// The message of the same room that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    /// Uploads of the sender.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<UploadId>>"))]
    pub attachments: Vec<UploadId>,
}

impl NewMessage {
    /// What its fields cannot say one by one: its id is new enough, it says something, and holds each file once and
    /// not too many.
    pub fn check(&self) -> Result<(), FieldError> {
        let error = |field: &str, code: &str, detail: &str| {
            Err(FieldError { field: field.to_owned(), code: code.to_owned(), detail: detail.to_owned() })
        };
        if !self.id.is_v7() {
            return error("id", "invalid", "a message id is a UUID of version 7");
        }
        if !has_visible(&self.body) && (self.attachments.is_empty() || !self.body.trim().is_empty()) {
            return error("body", "too_short", "a message has at least 1 visible character or an attachment");
        }
        if self.attachments.len() > Limits::ATTACHMENTS {
            return error("attachments", "too_long", "a message has at most 10 attachments");
        }
        let mut ids = self.attachments.clone();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() != self.attachments.len() {
            return error("attachments", "invalid", "a message holds each attachment once");
        }
        Ok(())
    }
}

/// The `send` frame: a [`NewMessage`] and its room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewRoomMessage {
    /// Chosen by the sender: the idempotency key.
    pub id: MessageId,
    /// Where to.
    pub room_id: RoomId,
    /// Its source; may be empty with attachments.
    pub body: MessageBody,
    /// The message of the same room that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub reply_to: Option<MessageId>,
    /// Uploads of the sender.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<UploadId>>"))]
    pub attachments: Vec<UploadId>,
}

impl NewRoomMessage {
    /// The room, and what is said there.
    pub fn split(self) -> (RoomId, NewMessage) {
        let Self { id, room_id, body, reply_to, attachments } = self;
        (room_id, NewMessage { id, body, reply_to, attachments })
    }
}

/// `PATCH /rooms/{id}/messages/{mid}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct EditMessage {
    /// The source from now on.
    pub body: MessageBody,
}

/// What a message said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct History {
    /// The oldest first, which is the original.
    pub edits: Vec<HistoryEntry>,
}

/// One wording of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HistoryEntry {
    /// The source.
    pub body: String,
    /// When it was written.
    pub edited_at: Timestamp,
}

/// Who has read a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Receipts {
    /// How many, those who keep it private among them.
    pub count: i64,
    /// How many keep it private.
    pub private: i64,
    /// A page of the others.
    pub readers: Vec<Reader>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// One who has read a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reader {
    /// Who.
    pub user: UserRef,
    /// When their mark last moved.
    pub read_at: Timestamp,
}

/// How far the others have read, in a room small enough to show it at the messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Marks {
    /// One a person, who read last first.
    pub marks: Vec<Mark>,
}

/// How far somebody has read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Mark {
    /// Who.
    pub user: UserRef,
    /// Up to which message; 0 for none.
    pub seq: i64,
    /// When the mark last moved.
    pub at: Timestamp,
}

/// Pinned messages of a room, the last pinned first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Pins {
    /// All of them: a room has at most 100.
    pub messages: Vec<Message>,
    /// Always null: pins come whole.
    pub next_cursor: Option<String>,
}

/// Messages that the caller has saved, the last saved first, of rooms that they are in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Saved {
    /// A page of them.
    pub messages: Vec<Message>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// Members whom a message has not reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Unseen {
    /// A page of them.
    pub users: Vec<UserRef>,
    /// Whether somebody has reminded of the message: that can be done once.
    pub reminded: bool,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}
