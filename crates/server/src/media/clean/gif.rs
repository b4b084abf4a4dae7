//! GIF: blocks, which consist of sub-blocks.

use std::io::{BufRead, Write};

use super::{CleanError, Cleaned, copy, read_array};

/// Application extensions that say how often an animation plays.
const LOOPS: [&[u8; 11]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

pub(super) fn clean(input: &mut impl BufRead, output: &mut impl Write) -> Result<Cleaned, CleanError> {
    let header: [u8; 13] = read_array(input)?;
    if !header.starts_with(b"GIF8") {
        return Err(CleanError::Damaged);
    }
    output.write_all(&header)?;
    copy_colours(header[10], input, output)?;
    let mut frames = 0_u32;
    loop {
        // Many files lack the trailer, and every viewer forgives it.
        if input.fill_buf()?.is_empty() {
            break;
        }
        match read_array(input)? {
            [0x3B] => break,
            [0x2C] => {
                let descriptor: [u8; 9] = read_array(input)?;
                output.write_all(&[0x2C])?;
                output.write_all(&descriptor)?;
                copy_colours(descriptor[8], input, output)?;
                copy(input, output, 1)?;
                copy_blocks(input, output)?;
                frames = frames.saturating_add(1);
            }
            [0x21] => extension(input, output)?,
            _ => return Err(CleanError::Damaged),
        }
    }
    output.write_all(&[0x3B])?;
    if frames == 0 { Err(CleanError::Damaged) } else { Ok(Cleaned { frames, progressive: false }) }
}

/// The colour table that the flags announce.
fn copy_colours(flags: u8, input: &mut impl BufRead, output: &mut impl Write) -> Result<(), CleanError> {
    if flags & 0x80 == 0 {
        return Ok(());
    }
    copy(input, output, 3 << ((flags & 7) + 1))
}

fn extension(input: &mut impl BufRead, output: &mut impl Write) -> Result<(), CleanError> {
    match read_array(input)? {
        // How the next picture is drawn.
        [0xF9] => {
            output.write_all(&[0x21, 0xF9])?;
            copy_blocks(input, output)
        }
        [0xFF] => {
            let [length] = read_array(input)?;
            let mut name = vec![0; usize::from(length)];
            input.read_exact(&mut name)?;
            if LOOPS.iter().any(|known| known[..] == name[..]) {
                output.write_all(&[0x21, 0xFF, length])?;
                output.write_all(&name)?;
                return copy_blocks(input, output);
            }
            // A length of nothing was the end already.
            if length == 0 { Ok(()) } else { copy_blocks(input, &mut std::io::sink()) }
        }
        // Comments, text, and what nobody knows.
        _ => copy_blocks(input, &mut std::io::sink()),
    }
}

/// Sub-blocks up to the empty one.
fn copy_blocks(input: &mut impl BufRead, output: &mut impl Write) -> Result<(), CleanError> {
    loop {
        let [length] = read_array(input)?;
        output.write_all(&[length])?;
        if length == 0 {
            return Ok(());
        }
        copy(input, output, u64::from(length))?;
    }
}
