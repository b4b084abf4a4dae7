//! FLAC: metadata blocks, then sound. Blocks that a decoder does not need become padding.

use std::io::{Read, Seek, Write};

use super::{
    draft::{Draft, ScrubError},
    mpeg,
};

const STREAM: u8 = 0;
const PADDING: u8 = 1;
const SEEK_TABLE: u8 = 3;
/// Flag of the last block before the sound.
const LAST: u8 = 0x80;

pub(super) fn scrub<F: Read + Write + Seek>(draft: &mut Draft<'_, F>) -> Result<(), ScrubError> {
    mpeg::cut_tags_behind(draft)?;
    let mut at = 4;
    loop {
        draft.step()?;
        let head = draft.byte(at)?;
        let (body, end) = (at + 4, at + 4 + draft.be(at + 1, 3)?);
        if !matches!(head & !LAST, STREAM | SEEK_TABLE) {
            draft.write(at, &[head & LAST | PADDING])?;
            draft.erase(body..end)?;
        }
        if head & LAST != 0 {
            return Ok(());
        }
        at = end;
    }
}
