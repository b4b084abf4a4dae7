//! PNG: chunks, each with its length and checksum.

use std::io::{BufRead, Write};

use super::walk::{CleanError, Cleaned, copy, read_array, skip};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1A\n";
/// Chunks that a decoder needs: the picture, its colours, its animation, its density.
const KEPT: [[u8; 4]; 18] = [
    *b"IHDR", *b"PLTE", *b"IDAT", *b"IEND", *b"tRNS", *b"gAMA", *b"cHRM", *b"sRGB", *b"iCCP", *b"cICP",
    *b"mDCV", *b"cLLI", *b"sBIT", *b"bKGD", *b"pHYs", *b"acTL", *b"fcTL", *b"fdAT",
];

pub(super) fn clean(input: &mut impl BufRead, output: &mut impl Write) -> Result<Cleaned, CleanError> {
    if read_array(input)? != SIGNATURE {
        return Err(CleanError::Damaged);
    }
    output.write_all(&SIGNATURE)?;
    let (mut pictures, mut frames) = (0, 0);
    loop {
        let length = u32::from_be_bytes(read_array(input)?);
        let kind: [u8; 4] = read_array(input)?;
        // The checksum follows the data and is not included in the length.
        let rest = u64::from(length) + 4;
        if KEPT.contains(&kind) {
            output.write_all(&length.to_be_bytes())?;
            output.write_all(&kind)?;
            copy(input, output, rest)?;
        } else {
            skip(input, rest)?;
        }
        match &kind {
            b"IDAT" => pictures = 1,
            b"fcTL" => frames += 1,
            b"IEND" => break,
            _ => {}
        }
    }
    if pictures == 0 {
        return Err(CleanError::Damaged);
    }
    Ok(Cleaned { frames: frames.max(pictures), progressive: false })
}
