//! WebP: a RIFF file of chunks, each padded to an even length.

use std::io::{BufRead, Seek, SeekFrom, Write};

use super::walk::{CleanError, Cleaned, copy, read_array, skip};

/// Chunks for the picture, its transparency, its animation and its colours.
const KEPT: [[u8; 4]; 7] = [*b"VP8 ", *b"VP8L", *b"VP8X", *b"ALPH", *b"ANIM", *b"ANMF", *b"ICCP"];
/// Flags of `VP8X` that announce EXIF and XMP.
const METADATA_FLAGS: u8 = 0b0000_1100;

pub(super) fn clean(
    input: &mut impl BufRead,
    output: &mut (impl Write + Seek),
) -> Result<Cleaned, CleanError> {
    let start = output.stream_position()?;
    let riff: [u8; 4] = read_array(input)?;
    let length = u32::from_le_bytes(read_array(input)?);
    let form: [u8; 4] = read_array(input)?;
    if (&riff, &form) != (b"RIFF", b"WEBP") {
        return Err(CleanError::Damaged);
    }
    output.write_all(b"RIFF\0\0\0\0WEBP")?;
    let mut left = u64::from(length).checked_sub(4).ok_or(CleanError::Damaged)?;
    let mut kept: u64 = 4;
    let (mut pictures, mut frames) = (0_u32, 0_u32);
    while left >= 8 {
        let kind: [u8; 4] = read_array(input)?;
        let length = u32::from_le_bytes(read_array(input)?);
        let padded = u64::from(length) + u64::from(length % 2);
        left = left.saturating_sub(8 + padded);
        if !KEPT.contains(&kind) {
            // A missing padding byte at the end is common, and its chunk is dropped anyway.
            match skip(input, padded) {
                Err(CleanError::Damaged) if left == 0 => break,
                other => other?,
            }
            continue;
        }
        output.write_all(&kind)?;
        output.write_all(&length.to_le_bytes())?;
        if &kind == b"VP8X" && length >= 1 {
            let [flags] = read_array(input)?;
            output.write_all(&[flags & !METADATA_FLAGS])?;
            copy(input, output, u64::from(length) - 1)?;
        } else {
            copy(input, output, u64::from(length))?;
        }
        if length % 2 == 1 {
            if left > 0 {
                skip(input, 1)?;
            }
            output.write_all(&[0])?;
        }
        kept += 8 + padded;
        match &kind {
            b"VP8 " | b"VP8L" => pictures = 1,
            b"ANMF" => frames = frames.saturating_add(1),
            _ => {}
        }
    }
    let end = output.stream_position()?;
    output.seek(SeekFrom::Start(start + 4))?;
    output.write_all(&u32::try_from(kept).map_err(|_| CleanError::Damaged)?.to_le_bytes())?;
    output.seek(SeekFrom::Start(end))?;
    match frames.max(pictures) {
        0 => Err(CleanError::Damaged),
        frames => Ok(Cleaned { frames, progressive: false }),
    }
}
