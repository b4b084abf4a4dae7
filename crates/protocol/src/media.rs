//! Files beyond messages: their URLs, captions and alternative texts, a room's gallery, resumable uploads.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AltText, Attachment, Caption, InviteCode, MessageId, Timestamp, UploadId, UserRef};

/// URL prefix of everything about files.
const MEDIA: &str = "/api/v1/media";
/// Last URL segment of a thumbnail; a file of the same name must not hide it.
const THUMBNAIL: &str = "thumbnail";

/// URL of a file. The name in it is for people who save the file; the server looks at the id only.
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

/// URL of a file's thumbnail.
pub fn thumbnail_url(id: UploadId) -> String {
    format!("{MEDIA}/{id}/{THUMBNAIL}")
}

/// URL of a person's or a room's avatar.
pub fn avatar_url(id: UploadId) -> String {
    format!("/api/v1/avatars/{id}")
}

/// URL of a room's avatar for the holder of an invite.
pub fn invite_avatar_url(code: &InviteCode) -> String {
    format!("/api/v1/invites/{code}/avatar")
}

/// Body of `PATCH /uploads/{id}`; absent fields stay unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchUpload {
    /// Text shown under the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<Caption>,
    /// Alternative text for people who cannot see the file.
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
    /// Audio that browsers play.
    Audio,
    /// Anything else: a download.
    File,
}

impl FileKind {
    /// The kind as written on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
        }
    }
}

/// A file in a room's gallery, with the message that contains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomFile {
    /// The file.
    pub attachment: Attachment,
    /// Message that contains it.
    pub message_id: MessageId,
    /// Position of that message in the room.
    pub seq: i64,
    /// Author of that message.
    pub author: UserRef,
    /// When the message was sent.
    pub created_at: Timestamp,
}

/// A page of a room's files, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomFiles {
    /// At most `limit` files.
    pub files: Vec<RoomFile>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Body of `POST /uploads/resumable`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct BeginUpload {
    /// Size of the whole file in bytes.
    pub size: i64,
    /// Media type as the sender claims; the server detects the type itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
}

/// Progress of a file that is uploaded in chunks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UploadProgress {
    /// Id of the upload, and of the file once it is complete.
    pub id: UploadId,
    /// File name, for display.
    pub name: String,
    /// Size of the whole file in bytes.
    pub size: i64,
    /// Bytes received so far, which is where the next chunk begins.
    pub offset: i64,
    /// Size in bytes of every chunk except the last.
    pub chunk_size: i64,
    /// When the upload is deleted unless a message contains it.
    pub expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file4_a_file_name_is_one_url_segment() {
        let id: UploadId = "0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1".parse().unwrap();
        let base = "/api/v1/media/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1";
        assert_eq!(media_url(id, "ä b#?.txt"), format!("{base}/%C3%A4%20b%23%3F.txt"));
        assert_eq!(media_url(id, "thumbnail"), format!("{base}/_thumbnail"));
        assert_eq!(thumbnail_url(id), format!("{base}/thumbnail"));
    }
}
