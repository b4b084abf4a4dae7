//! Messages with their reactions, files and receipts, and the pages and changes in which clients read them.
//!
//! Owns their shape and the rules for the contents of a new message. Refuses to know who may write where.

pub mod page;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    FieldError, Limits, MessageBody, MessageId, RoomId, Timestamp, UploadId, UserId, UserRef, has_visible,
};

/// The current state of a message. A deleted message is a tombstone: no body, nothing attached, `deleted_at`
/// set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Message {
    /// Chosen by the sender; unique within the room.
    pub id: MessageId,
    /// Room of the message.
    pub room_id: RoomId,
    /// Position in the room: the n-th message has `seq` n, which never changes.
    pub seq: i64,
    /// Room version of this message's last change.
    pub version: i64,
    /// Author of the message.
    pub author: UserRef,
    /// What the message is, if it is not a text that its author wrote. Absent for ordinary messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub kind: Option<MessageKind>,
    /// Source text. With a `kind`, an English text for clients that do not know the kind; clients that do show
    /// words of their own in the language of the reader.
    pub body: String,
    /// When it was stored.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// The message that this one replies to, in its current state.
    pub reply_to: Option<ReplyQuote>,
    /// Attached files.
    pub attachments: Vec<Attachment>,
    /// Reactions in the order in which each emoji was first used.
    pub reactions: Vec<Reaction>,
    /// Members whom it mentions.
    pub mentions: Vec<UserId>,
    /// Whether it mentions `@room` and its author was allowed to.
    #[serde(default)]
    pub mentions_room: bool,
    /// Names in its text that mentioned several members when it was written or edited: handles of groups, and
    /// `here`. The members themselves are in `mentions`. Absent if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
    #[schema(required = false)]
    pub mentions_groups: Vec<String>,
    /// Preview cards of its links.
    pub previews: Vec<Preview>,
    /// When it was pinned to the room; null while it is not pinned.
    pub pinned_at: Option<Timestamp>,
}

/// What a message is, if it is not a text that its author wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// A reminder of the message that it replies to, which mentions the members who have not read that message.
    Reminder,
}

impl MessageKind {
    /// Stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reminder => "reminder",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        (word == Self::Reminder.as_str()).then_some(Self::Reminder)
    }

    /// English text for clients that do not know the kind.
    pub const fn fallback(self) -> &'static str {
        match self {
            Self::Reminder => "Reminder: this message is still waiting for you.",
        }
    }
}

/// Quote of the message that a reply answers: resolved on every read, never a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReplyQuote {
    /// Message that is quoted.
    pub id: MessageId,
    /// Its position in the room.
    pub seq: i64,
    /// Its author.
    pub author: UserRef,
    /// What it is, if it is not a text that its author wrote; as in [`Message`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub kind: Option<MessageKind>,
    /// Its first 140 characters, on one line; empty if deleted.
    pub excerpt: String,
    /// Whether it was deleted.
    pub deleted: bool,
}

/// One emoji under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reaction {
    /// Emoji of the reaction.
    pub emoji: String,
    /// How many people reacted with it.
    pub count: i64,
    /// The first 20 of these people.
    pub user_ids: Vec<UserId>,
    /// Whether the caller is one of them; present only over HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub me: Option<bool>,
}

/// Answer to adding or removing a reaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReactionCount {
    /// Emoji of the reaction.
    pub emoji: String,
    /// How many people now react with it.
    pub count: i64,
}

/// A file in a message, or an upload that is not in a message yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attachment {
    /// Id of the upload.
    pub id: UploadId,
    /// File name, for display.
    pub name: String,
    /// Text shown under the file; often empty.
    #[serde(default)]
    pub caption: String,
    /// Alternative text for people who cannot see the file; often empty.
    #[serde(default)]
    pub alt: String,
    /// Media type, as detected by the server.
    pub content_type: String,
    /// Size in bytes.
    pub size: i64,
    /// Width in pixels, for images and videos.
    pub width: Option<i64>,
    /// Height in pixels, for images and videos.
    pub height: Option<i64>,
    /// Thumbhash of the picture (a tiny blurred preview), in base64.
    pub thumbhash: Option<String>,
    /// Duration in seconds, for audio and video.
    pub duration: Option<f64>,
    /// Whether it may still contain metadata about its author, place or device, because the server could not
    /// remove it.
    #[serde(default)]
    pub metadata_kept: bool,
    /// URL of the file.
    pub url: String,
    /// URL of a thumbnail, if there is one.
    pub thumbnail_url: Option<String>,
}

// Durations are checked to be finite when they are read from files.
impl Eq for Attachment {}

/// Preview card of a link in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Preview {
    /// URL of the link.
    pub url: String,
    /// Title of the page: plain text on one line, at most 200 characters.
    pub title: String,
    /// Description of the page: plain text on one line, at most 400 characters; may be empty.
    pub description: String,
    /// Name of the site: plain text on one line, at most 80 characters; may be empty.
    #[serde(default)]
    pub site_name: String,
}

/// Body of `POST /rooms/{id}/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// Chosen by the sender: the idempotency key.
    pub id: MessageId,
    /// Source text; may be empty if there are attachments.
    #[schema(min_length = 0, max_length = 16_000)]
    pub body: MessageBody,
    /// Message of the same room that it replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    /// Uploads of the sender, to be attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<UploadId>>"))]
    pub attachments: Vec<UploadId>,
}

impl NewMessage {
    /// Checks what the field types cannot: a version 7 id, something visible or an attachment, and no
    /// repeated or excess attachments.
    pub fn check(&self) -> Result<(), FieldError> {
        let error = |field: &str, code: &str, detail: &str| {
            Err(FieldError { field: field.to_owned(), code: code.to_owned(), detail: detail.to_owned() })
        };
        if !self.id.is_v7() {
            return error("id", "invalid", "a message id must be a version 7 UUID");
        }
        if !has_visible(&self.body) && (self.attachments.is_empty() || !self.body.trim().is_empty()) {
            return error(
                "body",
                "too_short",
                "a message must have at least 1 visible character or an attachment",
            );
        }
        if self.attachments.len() > Limits::ATTACHMENTS {
            return error("attachments", "too_long", "a message can have at most 10 attachments");
        }
        let mut ids = self.attachments.clone();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() != self.attachments.len() {
            return error("attachments", "invalid", "each attachment can appear only once");
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
    /// Room to post in.
    pub room_id: RoomId,
    /// Source text; may be empty if there are attachments.
    pub body: MessageBody,
    /// Message of the same room that it replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub reply_to: Option<MessageId>,
    /// Uploads of the sender, to be attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<UploadId>>"))]
    pub attachments: Vec<UploadId>,
}

impl NewRoomMessage {
    /// Splits the frame into its room and the message.
    pub fn split(self) -> (RoomId, NewMessage) {
        let Self { id, room_id, body, reply_to, attachments } = self;
        (room_id, NewMessage { id, body, reply_to, attachments })
    }
}

/// Body of `PATCH /rooms/{id}/messages/{mid}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct EditMessage {
    /// New source text.
    pub body: MessageBody,
}

/// Edit history of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct History {
    /// Its versions: the original first, the current one last.
    pub edits: Vec<HistoryEntry>,
}

/// One version of a message in its edit history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HistoryEntry {
    /// Source text of that version.
    pub body: String,
    /// When it was written.
    pub edited_at: Timestamp,
}

/// Read receipts of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Receipts {
    /// How many people have read it, including those who hide their receipts.
    pub count: i64,
    /// How many of them hide their receipts.
    pub private: i64,
    /// A page of the readers who show their receipts.
    pub readers: Vec<Reader>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Somebody who has read a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reader {
    /// Account of the reader.
    pub user: UserRef,
    /// When their read mark last moved.
    pub read_at: Timestamp,
}

/// How far the other members have read, in a room small enough to show read marks beside the messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Marks {
    /// One mark for each person, the latest reader first.
    pub marks: Vec<Mark>,
}

/// Read mark of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Mark {
    /// Account of the member.
    pub user: UserRef,
    /// Position of the last message read; 0 for none.
    pub seq: i64,
    /// When the mark last moved.
    pub at: Timestamp,
}

/// Pinned messages of a room, the most recently pinned first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Pins {
    /// All pinned messages; a room has at most 100.
    pub messages: Vec<Message>,
    /// Always null: there is only one page.
    pub next_cursor: Option<String>,
}

/// Messages that the caller has saved, in rooms that they are in, the most recently saved first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Saved {
    /// A page of saved messages.
    pub messages: Vec<Message>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Members whom a message has not reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Unseen {
    /// A page of these members.
    pub users: Vec<UserRef>,
    /// Whether somebody has already sent a reminder for the message; only one is possible.
    pub reminded: bool,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Answer to `DELETE /rooms/{id}/members/{user_id}/messages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MessagesDeleted {
    /// Number of messages that this call deleted.
    pub deleted: u32,
    /// Whether there are more: repeat the call.
    pub more: bool,
}
