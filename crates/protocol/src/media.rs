//! Files beyond messages: their addresses, what is said of them, a room's gallery, uploads that resume.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AltText, Attachment, Caption, InviteCode, MessageId, Timestamp, UploadId, UserRef};

/// Where everything about files lies.
const MEDIA: &str = "/api/v1/media";
/// What the small picture is called; a file that is called the same must not hide it.
const THUMBNAIL: &str = "thumbnail";

/// The address of a file. The name in it is for people who save the file; the id alone finds it.
pub fn media_url(id: UploadId, name: &str) -> String {
    let mut url = format!("{MEDIA}/{id}/");
    if name == THUMBNAIL {
        url.push('_');
    }
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            url.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

/// The address of a file's small picture.
pub fn thumbnail_url(id: UploadId) -> String {
    format!("{MEDIA}/{id}/{THUMBNAIL}")
}

/// The address of a person's or a room's picture.
pub fn avatar_url(id: UploadId) -> String {
    format!("/api/v1/avatars/{id}")
}

/// The address of a room's picture for who holds an invite to it.
pub fn invite_avatar_url(code: &InviteCode) -> String {
    format!("/api/v1/invites/{code}/avatar")
}

/// `PATCH /uploads/{id}`; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchUpload {
    /// What is said under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<Caption>,
    /// What it shows, for who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<AltText>,
}

/// How a file is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// A picture that browsers show.
    Image,
    /// A video that browsers play.
    Video,
    /// Sound that browsers play.
    Audio,
    /// Anything else: a download.
    File,
}

impl FileKind {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
        }
    }
}

/// A file in a room's gallery, with the message that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomFile {
    /// The file.
    pub attachment: Attachment,
    /// The message that holds it.
    pub message_id: MessageId,
    /// The place of the message.
    pub seq: i64,
    /// Who sent it.
    pub author: UserRef,
    /// When the message was sent.
    pub created_at: Timestamp,
}

/// Files of a room, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomFiles {
    /// At most `limit` of them.
    pub files: Vec<RoomFile>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
}

/// `POST /uploads/resumable`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct BeginUpload {
    /// Bytes of the whole file.
    pub size: i64,
    /// What the sender takes it for; the server finds out by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
}

/// A file that comes in chunks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UploadProgress {
    /// Which upload; the file has the same id when it is whole.
    pub id: UploadId,
    /// Its name, as data.
    pub name: String,
    /// Bytes of the whole file.
    pub size: i64,
    /// Bytes that are here; the next chunk begins there.
    pub offset: i64,
    /// Bytes of every chunk but the last.
    pub chunk_size: i64,
    /// What is not in a message by then is gone.
    pub expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file4_a_name_is_one_segment_of_an_address() {
        let id: UploadId = "0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1".parse().unwrap();
        let base = "/api/v1/media/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1";
        assert_eq!(media_url(id, "ä b#?.txt"), format!("{base}/%C3%A4%20b%23%3F.txt"));
        assert_eq!(media_url(id, "thumbnail"), format!("{base}/_thumbnail"));
        assert_eq!(thumbnail_url(id), format!("{base}/thumbnail"));
    }
}
