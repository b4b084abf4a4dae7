//! Matroska and `WebM`: elements within elements. Tags, attachments, titles and dates become `Void` elements.

use std::{
    io::{Read, Seek, Write},
    ops::Range,
};

use super::draft::{Draft, ScrubError};

const HEADER: u32 = 0x1A45_DFA3;
const SEGMENT: u32 = 0x1853_8067;
const SEEK_HEAD: u32 = 0x114D_9B74;
const SEEK: u32 = 0x4DBB;
const SEEK_ID: u32 = 0x53AB;
const INFO: u32 = 0x1549_A966;
const TIMESTAMP_SCALE: u32 = 0x002A_D7B1;
const DURATION: u32 = 0x4489;
const MUXING_APP: u32 = 0x4D80;
const WRITING_APP: u32 = 0x5741;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK: u32 = 0xAE;
const TRACK_NAME: u32 = 0x536E;
const TRACK_TYPE: u32 = 0x83;
const CHAPTERS: u32 = 0x1043_A770;
const CLUSTER: u32 = 0x1F43_B675;
const CUES: u32 = 0x1C53_BB6B;
const TAGS: u32 = 0x1254_C367;
const ATTACHMENTS: u32 = 0x1941_A469;
const CHECKSUM: u32 = 0xBF;
const VOID: u32 = 0xEC;
/// Type of a track with measurements.
const METADATA_TRACK: u64 = 0x21;
/// Longest `Void` whose length fits in one byte.
const SHORT_VOID_BYTES: u64 = 128;

#[derive(Clone, Copy)]
struct Element {
    id: u32,
    start: u64,
    body: u64,
    /// `None` if the length is unknown: the element ends before the first element that it cannot contain.
    end: Option<u64>,
}

pub(super) fn scrub<F: Read + Write + Seek>(draft: &mut Draft<'_, F>) -> Result<(), ScrubError> {
    let mut at = 0;
    while at < draft.size() {
        let element = element(draft, at)?;
        at = match element.id {
            SEGMENT => {
                let end = element.end.unwrap_or(draft.size()).min(draft.size());
                segment(draft, element.body..end)?;
                end
            }
            HEADER => within(element, draft.size())?,
            _ => void(draft, element, draft.size())?,
        };
    }
    Ok(())
}

fn segment<F: Read + Write + Seek>(draft: &mut Draft<'_, F>, range: Range<u64>) -> Result<(), ScrubError> {
    let mut at = range.start;
    while at < range.end {
        let child = element(draft, at)?;
        at = match child.id {
            CLUSTER => match child.end {
                // A truncated recording.
                Some(end) => end.min(range.end),
                None => cluster_end(draft, child.body..range.end)?,
            },
            SEEK_HEAD => children(draft, child, range.end, |draft, seek, end| {
                if seek.id == SEEK && leads_nowhere(draft, seek, end)? {
                    return void(draft, seek, end).map(|_| ());
                }
                drop_checksum(draft, seek, end)
            })?,
            INFO => children(draft, child, range.end, info)?,
            TRACKS => children(draft, child, range.end, |draft, track, end| {
                if track.id == TRACK {
                    return children(draft, track, end, track_field).map(|_| ());
                }
                drop_checksum(draft, track, end)
            })?,
            CUES | CHAPTERS => within(child, range.end)?,
            _ => void(draft, child, range.end)?,
        };
    }
    Ok(())
}

/// Cleans a field of the file's general information.
fn info<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    field: Element,
    end: u64,
) -> Result<(), ScrubError> {
    match field.id {
        TIMESTAMP_SCALE | DURATION => Ok(()),
        // These are mandatory, and a text of zeroes is empty.
        MUXING_APP | WRITING_APP => draft.erase(field.body..within(field, end)?),
        _ => void(draft, field, end).map(|_| ()),
    }
}

fn track_field<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    field: Element,
    end: u64,
) -> Result<(), ScrubError> {
    match field.id {
        TRACK_NAME => void(draft, field, end).map(|_| ()),
        TRACK_TYPE => {
            let length = u8::try_from(within(field, end)? - field.body).unwrap_or(u8::MAX);
            if draft.be(field.body, length)? == METADATA_TRACK {
                draft.leave_some();
            }
            Ok(())
        }
        _ => drop_checksum(draft, field, end),
    }
}

/// Whether an index entry refers to a removed element.
fn leads_nowhere<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    seek: Element,
    end: u64,
) -> Result<bool, ScrubError> {
    let mut leads_nowhere = false;
    children(draft, seek, end, |draft, field, end| {
        if field.id == SEEK_ID && within(field, end)? == field.body + 4 {
            leads_nowhere |= matches!(draft.be32(field.body)?, TAGS | ATTACHMENTS);
        }
        Ok(())
    })?;
    Ok(leads_nowhere)
}

/// Calls `each` for every element within `outer`. Returns the end of `outer`.
fn children<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    outer: Element,
    end: u64,
    mut each: impl FnMut(&mut Draft<'_, F>, Element, u64) -> Result<(), ScrubError>,
) -> Result<u64, ScrubError> {
    let end = within(outer, end)?;
    let mut at = outer.body;
    while at < end {
        let child = element(draft, at)?;
        at = within(child, end)?;
        each(draft, child, end)?;
    }
    Ok(end)
}

/// Removes checksums, which would be wrong once something next to them is overwritten.
fn drop_checksum<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    field: Element,
    end: u64,
) -> Result<(), ScrubError> {
    if field.id == CHECKSUM { void(draft, field, end).map(|_| ()) } else { Ok(()) }
}

/// End of a cluster of unknown length: the first element that it cannot contain.
fn cluster_end<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    range: Range<u64>,
) -> Result<u64, ScrubError> {
    let mut at = range.start;
    while at < range.end {
        let child = element(draft, at)?;
        if matches!(child.id, CLUSTER | CUES | TAGS | ATTACHMENTS | CHAPTERS | INFO | TRACKS | SEEK_HEAD) {
            return Ok(at);
        }
        at = child.end.ok_or(ScrubError::Strange)?;
    }
    // The last block is truncated.
    Ok(range.end)
}

fn within(element: Element, end: u64) -> Result<u64, ScrubError> {
    element.end.filter(|own| *own <= end).ok_or(ScrubError::Strange)
}

/// Overwrites an element with a `Void` of the same length. Returns its end.
fn void<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    element: Element,
    end: u64,
) -> Result<u64, ScrubError> {
    let end = within(element, end)?;
    let length = end - element.start;
    let mut header = vec![VOID.to_be_bytes()[3]];
    if length <= SHORT_VOID_BYTES {
        header.push(0x80 | u8::try_from(length.saturating_sub(2)).unwrap_or(0));
    } else {
        header.extend_from_slice(&(0x0100_0000_0000_0000 | (length - 9)).to_be_bytes());
    }
    draft.write(element.start, &header)?;
    draft.erase(element.start + header.len() as u64..end)?;
    Ok(end)
}

fn element<F: Read + Write + Seek>(draft: &mut Draft<'_, F>, at: u64) -> Result<Element, ScrubError> {
    draft.step()?;
    let id_bytes = draft.byte(at)?.leading_zeros() + 1;
    if id_bytes > 4 {
        return Err(ScrubError::Strange);
    }
    let id_bytes = u8::try_from(id_bytes).unwrap_or(4);
    let id = u32::try_from(draft.be(at, id_bytes)?).map_err(|_| ScrubError::Strange)?;
    let length_at = at + u64::from(id_bytes);
    let length_bytes = draft.byte(length_at)?.leading_zeros() + 1;
    if length_bytes > 8 {
        return Err(ScrubError::Strange);
    }
    let most = (1_u64 << (7 * length_bytes)) - 1;
    let length = draft.be(length_at, u8::try_from(length_bytes).unwrap_or(8))? & most;
    let body = length_at + u64::from(length_bytes);
    let end = (length != most).then(|| body.saturating_add(length));
    Ok(Element { id, start: at, body, end })
}
