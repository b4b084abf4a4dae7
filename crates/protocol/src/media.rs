//! Where files are found: the addresses that stand in messages and profiles.

use std::fmt::Write as _;

use crate::UploadId;

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
