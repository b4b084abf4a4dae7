//! Attachments as they are stored in their message's row, as JSON: a stored file never changes, so reading a
//! message does not touch `uploads`.

use confluence_protocol::{Attachment, UploadId, media_url, thumbnail_url};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An attachment without its URLs, which are derived from the other fields. Keys are short because every
/// message with a file stores at least one of these.
#[derive(Serialize, Deserialize)]
struct Kept {
    id: Uuid,
    name: String,
    #[serde(rename = "c", default, skip_serializing_if = "String::is_empty")]
    caption: String,
    #[serde(rename = "a", default, skip_serializing_if = "String::is_empty")]
    alt: String,
    #[serde(rename = "type")]
    content_type: String,
    size: i64,
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    width: Option<i64>,
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    height: Option<i64>,
    #[serde(rename = "hash", default, skip_serializing_if = "Option::is_none")]
    thumbhash: Option<String>,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    duration: Option<f64>,
    #[serde(rename = "t", default)]
    thumbnail: bool,
    #[serde(rename = "m", default, skip_serializing_if = "std::ops::Not::not")]
    uncleaned: bool,
}

/// The attachments as stored JSON; `None` if there are none.
pub(crate) fn kept(attachments: &[Attachment]) -> Option<String> {
    if attachments.is_empty() {
        return None;
    }
    let kept: Vec<Kept> = attachments
        .iter()
        .map(|attachment| Kept {
            id: attachment.id.as_uuid(),
            name: attachment.name.clone(),
            caption: attachment.caption.clone(),
            alt: attachment.alt.clone(),
            content_type: attachment.content_type.clone(),
            size: attachment.size,
            width: attachment.width,
            height: attachment.height,
            thumbhash: attachment.thumbhash.clone(),
            duration: attachment.duration,
            thumbnail: attachment.thumbnail_url.is_some(),
            uncleaned: attachment.metadata_kept,
        })
        .collect();
    serde_json::to_string(&kept).ok()
}

/// Reads stored attachments. JSON that cannot be read is logged and counts as no attachments: showing the
/// message matters more than showing its files.
pub(crate) fn read(text: Option<&str>) -> Vec<Attachment> {
    let Some(text) = text else { return Vec::new() };
    let kept: Vec<Kept> = serde_json::from_str(text).unwrap_or_else(|error| {
        tracing::error!(cause = %error, "cannot read a message's stored attachments");
        Vec::new()
    });
    kept.into_iter()
        .map(|kept| {
            let id = UploadId::from_uuid(kept.id);
            Attachment {
                id,
                url: media_url(id, &kept.name),
                thumbnail_url: kept.thumbnail.then(|| thumbnail_url(id)),
                name: kept.name,
                caption: kept.caption,
                alt: kept.alt,
                content_type: kept.content_type,
                size: kept.size,
                width: kept.width,
                height: kept.height,
                thumbhash: kept.thumbhash,
                duration: kept.duration,
                metadata_kept: kept.uncleaned,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file8_stored_attachments_read_back_unchanged() {
        let id: UploadId = "0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1".parse().unwrap();
        let attachments = [(Some(640), Some(1.5)), (None, None)].map(|(width, duration)| Attachment {
            id,
            name: "é \"x\".png".to_owned(),
            caption: width.map(|_| "At the \"lake\"".to_owned()).unwrap_or_default(),
            alt: String::new(),
            content_type: "image/png".to_owned(),
            size: 17,
            width,
            height: width,
            thumbhash: width.map(|_| "abc=".to_owned()),
            duration,
            metadata_kept: width.is_none(),
            url: media_url(id, "é \"x\".png"),
            thumbnail_url: width.map(|_| thumbnail_url(id)),
        });
        assert_eq!(read(kept(&attachments).as_deref()), attachments);
        assert_eq!(kept(&[]), None);
        assert_eq!(read(None), []);
        assert_eq!(read(Some("[")), []);
    }
}
