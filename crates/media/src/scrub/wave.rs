//! WAV: a RIFF file of chunks, each padded to an even length. Chunks that are not sound become `JUNK`.

use std::io::{Read, Seek, Write};

use super::draft::{Draft, ScrubError};

/// Chunks for coding, position and loops of the sound.
const KEPT: [[u8; 4]; 10] =
    [*b"fmt ", *b"fact", *b"ds64", *b"cue ", *b"smpl", *b"inst", *b"plst", *b"PEAK", *b"chna", *b"acid"];
const HEADER_BYTES: u64 = 8;

pub(super) fn scrub<F: Read + Write + Seek>(draft: &mut Draft<'_, F>) -> Result<(), ScrubError> {
    let end = draft.size();
    // Length of the sound, if it is too large for its header.
    let mut long_length = None;
    let mut has_sound = false;
    let mut at = 12;
    while at + HEADER_BYTES <= end {
        draft.step()?;
        let kind: [u8; 4] = draft.array(at)?;
        let length = u64::from(draft.le32(at + 4)?);
        let body = at + HEADER_BYTES;
        let mut chunk_end = body + length;
        if &kind == b"data" {
            has_sound = true;
            if length == u64::from(u32::MAX) {
                // Recorders that cannot seek back leave it at its maximum.
                chunk_end = body.saturating_add(long_length.unwrap_or(u64::MAX));
            }
            chunk_end = chunk_end.min(end);
        } else if chunk_end > end {
            break;
        } else if &kind == b"ds64" {
            long_length = Some(u64::from_le_bytes(draft.array(body + 8)?));
        } else if !KEPT.contains(&kind) {
            draft.write(at, b"JUNK")?;
            draft.erase(body..chunk_end)?;
        }
        at = (chunk_end + (chunk_end & 1)).min(end);
    }
    if !has_sound {
        return Err(ScrubError::Strange);
    }
    // Bytes after the last chunk.
    draft.erase(at..end)
}
