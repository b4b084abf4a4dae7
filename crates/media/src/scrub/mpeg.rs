//! MP3: frames of sound between tags. Leading tags keep their length but lose their content; trailing ones
//! are cut off.

use std::io::{Read, Seek, Write};

use super::draft::{Draft, ScrubError};

/// Size of an `ID3v2` tag's header, and of its footer.
const ID3_HEADER_BYTES: u64 = 10;
const APE_HEADER_BYTES: u64 = 32;
/// Size of an `ID3v1` tag, and of the extension that may precede it.
const ID3V1_BYTES: u64 = 128;
const ID3V1_MORE_BYTES: u64 = 227;
/// Maximum size of a `Lyrics3` block of the first version.
const LYRICS_MAX: u64 = 5100 + 9;
/// Maximum number of tags at each end.
const TAGS_MAX: usize = 8;

pub(super) fn scrub<F: Read + Write + Seek>(draft: &mut Draft<'_, F>) -> Result<(), ScrubError> {
    cut_tags_behind(draft)?;
    let mut at = 0;
    for _ in 0..TAGS_MAX {
        match tag_in_front(draft, at)? {
            Some(end) => at = end,
            None => break,
        }
    }
    // Skips padding between the tags and the first frame.
    while at < draft.size() && draft.byte(at)? == 0 {
        draft.step()?;
        at += 1;
    }
    match draft.array::<2>(at) {
        Ok([0xFF, second]) if second & 0xE0 == 0xE0 => Ok(()),
        Ok(_) | Err(ScrubError::Strange) => Err(ScrubError::Strange),
        Err(error) => Err(error),
    }
}

/// Cuts off all trailing tags, in any order.
pub(super) fn cut_tags_behind<F: Read + Write + Seek>(draft: &mut Draft<'_, F>) -> Result<(), ScrubError> {
    for _ in 0..TAGS_MAX {
        match tag_behind(draft)? {
            Some(start) => draft.cut(start),
            None => break,
        }
    }
    Ok(())
}

/// Empties the tag that begins at this position and returns its end.
fn tag_in_front<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    at: u64,
) -> Result<Option<u64>, ScrubError> {
    if begins(draft, at, b"ID3")? {
        let [version, _, flags, a, b, c, d] = draft.array(at + 3)?;
        let footer = if version == 4 && flags & 0x10 != 0 { ID3_HEADER_BYTES } else { 0 };
        let end = at + ID3_HEADER_BYTES + id3_length([a, b, c, d]) + footer;
        // No flags: no extended header, no unsynchronisation, no footer. The content is all padding.
        draft.write(at + 5, &[0])?;
        if footer > 0 {
            let length = end - at - ID3_HEADER_BYTES;
            let sevens = [21, 14, 7, 0].map(|shift| u8::try_from((length >> shift) & 0x7F).unwrap_or(0));
            draft.write(at + 6, &sevens)?;
        }
        draft.erase(at + ID3_HEADER_BYTES..end)?;
        return Ok(Some(end));
    }
    if begins(draft, at, b"APETAGEX")? {
        // The length excludes the header.
        let end = at + APE_HEADER_BYTES + u64::from(draft.le32(at + 12)?);
        draft.erase(at..end)?;
        return Ok(Some(end));
    }
    Ok(None)
}

/// Start of the tag at the end of the file.
fn tag_behind<F: Read + Write + Seek>(draft: &mut Draft<'_, F>) -> Result<Option<u64>, ScrubError> {
    let end = draft.size();
    let before = |bytes: u64| end.checked_sub(bytes).ok_or(ScrubError::Strange);
    if ends(draft, ID3V1_BYTES, b"TAG")? {
        let start = end - ID3V1_BYTES;
        let more = ends(draft, ID3V1_BYTES + ID3V1_MORE_BYTES, b"TAG+")?;
        return Ok(Some(if more { start - ID3V1_MORE_BYTES } else { start }));
    }
    if ends(draft, APE_HEADER_BYTES, b"APETAGEX")? {
        let footer = end - APE_HEADER_BYTES;
        let (length, flags) = (draft.le32(footer + 12)?, draft.le32(footer + 20)?);
        let header = if flags >> 31 == 1 { APE_HEADER_BYTES } else { 0 };
        return before(u64::from(length) + header).map(Some);
    }
    if ends(draft, 9, b"LYRICS200")? && end >= 15 {
        let digits: [u8; 6] = draft.array(end - 15)?;
        let length = digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0'))
        });
        return before(length.ok_or(ScrubError::Strange)? + 15).map(Some);
    }
    if ends(draft, 9, b"LYRICSEND")? {
        let start = end.saturating_sub(LYRICS_MAX);
        let text = draft.bytes(start, usize::try_from(end - start).unwrap_or(0))?;
        let begin = text.windows(11).rposition(|bytes| bytes == b"LYRICSBEGIN");
        return Ok(Some(start + begin.ok_or(ScrubError::Strange)? as u64));
    }
    if ends(draft, ID3_HEADER_BYTES, b"3DI")? {
        let length: [u8; 4] = draft.array(end - 4)?;
        return before(id3_length(length) + 2 * ID3_HEADER_BYTES).map(Some);
    }
    Ok(None)
}

fn begins<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    at: u64,
    mark: &[u8],
) -> Result<bool, ScrubError> {
    if at.saturating_add(mark.len() as u64) > draft.size() {
        return Ok(false);
    }
    Ok(draft.bytes(at, mark.len())? == mark)
}

/// Whether the last `bytes` bytes begin with this mark.
fn ends<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    bytes: u64,
    mark: &[u8],
) -> Result<bool, ScrubError> {
    match draft.size().checked_sub(bytes) {
        Some(at) => begins(draft, at, mark),
        None => Ok(false),
    }
}

/// A length of four times seven bits.
fn id3_length(bytes: [u8; 4]) -> u64 {
    bytes.iter().fold(0, |length, byte| (length << 7) | u64::from(byte & 0x7F))
}
