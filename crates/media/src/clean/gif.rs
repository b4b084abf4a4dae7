//! GIF: blocks, which consist of sub-blocks.

use std::io::{BufRead, Read, Write};

use super::walk::{CleanError, Cleaned, copy, read_array};

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
        // Many files lack the trailer, and every viewer accepts that.
        if input.fill_buf()?.is_empty() {
            break;
        }
        match read_array(input)? {
            [0x3B] => break,
            [0x2C] => {
                let Ok(descriptor) = read_array::<9>(input) else { break };
                output.write_all(&[0x2C])?;
                output.write_all(&descriptor)?;
                copy_colours(descriptor[8], input, output)?;
                copy(input, output, 1)?;
                let is_whole = copy_blocks(input, output)?;
                frames = frames.saturating_add(1);
                if !is_whole {
                    break;
                }
            }
            [0x21] => {
                if !extension(input, output)? {
                    break;
                }
            }
            // Bytes after a picture are not part of it.
            _ if frames > 0 => break,
            _ => return Err(CleanError::Damaged),
        }
    }
    output.write_all(&[0x3B])?;
    if frames == 0 { Err(CleanError::Damaged) } else { Ok(Cleaned { frames, progressive: false }) }
}

/// Copies the colour table that the flags announce.
fn copy_colours(flags: u8, input: &mut impl BufRead, output: &mut impl Write) -> Result<(), CleanError> {
    if flags & 0x80 == 0 {
        return Ok(());
    }
    copy(input, output, 3 << ((flags & 7) + 1))
}

/// Copies or skips an extension. Returns whether it is complete; a truncated file ends within one.
fn extension(input: &mut impl BufRead, output: &mut impl Write) -> Result<bool, CleanError> {
    match read_array(input)? {
        // Graphic control: how the next picture is drawn.
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
            // A length of zero was the end already.
            if length == 0 { Ok(true) } else { copy_blocks(input, &mut std::io::sink()) }
        }
        // Comments, text, and unknown extensions.
        _ => copy_blocks(input, &mut std::io::sink()),
    }
}

/// Copies sub-blocks up to the empty one, and adds that if the file is truncated. Returns whether it was
/// there.
fn copy_blocks(input: &mut impl BufRead, output: &mut impl Write) -> Result<bool, CleanError> {
    loop {
        let mut block = Vec::with_capacity(256);
        input.by_ref().take(1).read_to_end(&mut block)?;
        let Some(length) = block.pop() else {
            output.write_all(&[0])?;
            return Ok(false);
        };
        input.by_ref().take(u64::from(length)).read_to_end(&mut block)?;
        let there = u8::try_from(block.len()).unwrap_or(u8::MAX);
        if there > 0 {
            output.write_all(&[there])?;
            output.write_all(&block)?;
        }
        if there < length || length == 0 {
            output.write_all(&[0])?;
            return Ok(length == 0);
        }
    }
}
