//! JPEG: segments up to each scan, then entropy-coded bytes up to the next marker.

use std::io::{BufRead, ErrorKind, Write};

use super::walk::{CleanError, Cleaned, copy, read_array, skip};

/// Size of a JFIF segment without a thumbnail, excluding its length field.
const JFIF_BYTES: usize = 14;

pub(super) fn clean(
    orientation: u8,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> Result<Cleaned, CleanError> {
    if read_array::<2>(input)? != [0xFF, 0xD8] {
        return Err(CleanError::Damaged);
    }
    output.write_all(&[0xFF, 0xD8])?;
    let mut marker = next_marker(input)?;
    // JFIF comes first if there is any; the orientation follows it.
    if marker == 0xE0 {
        copy_jfif(input, output)?;
        marker = next_marker(input)?;
    }
    if (2..=8).contains(&orientation) {
        output.write_all(&orientation_segment(orientation))?;
    }
    let mut cleaned = Cleaned { frames: 0, progressive: false };
    loop {
        match marker {
            0xD9 => break,
            // Start of scan: its header, then coded bytes up to the next marker, which may belong to the next
            // scan of a progressive picture.
            0xDA => {
                copy_segment(marker, input, output)?;
                cleaned.frames = 1;
                match copy_scan(input, output)? {
                    Some(next) => marker = next,
                    // Truncated: the bytes that arrived can be shown.
                    None => break,
                }
            }
            _ => {
                // Every frame type except baseline and extended: for lossless ones, too, a decoder holds
                // everything.
                cleaned.progressive |=
                    matches!(marker, 0xC2 | 0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF);
                match segment(marker, input, output).and_then(|()| next_marker(input)) {
                    Ok(next) => marker = next,
                    // Damaged after a scan: the bytes before it can be shown.
                    Err(CleanError::Damaged) if cleaned.frames > 0 => break,
                    Err(error) => return Err(error),
                }
            }
        }
    }
    output.write_all(&[0xFF, 0xD9])?;
    if cleaned.frames == 0 { Err(CleanError::Damaged) } else { Ok(cleaned) }
}

/// Copies a segment that decoders need; skips any other.
fn segment(marker: u8, input: &mut impl BufRead, output: &mut impl Write) -> Result<(), CleanError> {
    match marker {
        // Tables, frame headers, restart intervals.
        0xC0..=0xCF | 0xDB | 0xDC | 0xDD => copy_segment(marker, input, output),
        // A colour profile or, with the same marker, further pictures with metadata of their own.
        0xE2 => copy_segment_that_begins(b"ICC_PROFILE\0", marker, input, output),
        // How colours are coded.
        0xEE => copy_segment_that_begins(b"Adobe", marker, input, output),
        0x01 | 0xD0..=0xD7 => Ok(()),
        0xD8 | 0x00 => Err(CleanError::Damaged),
        _ => {
            let length = segment_length(input)?;
            skip(input, length)
        }
    }
}

/// The next marker. Fill bytes before it are allowed. Anything else is skipped, as decoders do, because some
/// cameras write zeroes there.
fn next_marker(input: &mut impl BufRead) -> Result<u8, CleanError> {
    while read_array::<1>(input)? != [0xFF] {}
    loop {
        let [byte] = read_array(input)?;
        if byte != 0xFF {
            return Ok(byte);
        }
    }
}

/// Number of bytes after the length field.
fn segment_length(input: &mut impl BufRead) -> Result<u64, CleanError> {
    let length = u16::from_be_bytes(read_array(input)?);
    length.checked_sub(2).map(u64::from).ok_or(CleanError::Damaged)
}

fn write_header(marker: u8, length: u64, output: &mut impl Write) -> Result<(), CleanError> {
    let length = u16::try_from(length + 2).map_err(|_| CleanError::Damaged)?;
    output.write_all(&[0xFF, marker])?;
    output.write_all(&length.to_be_bytes())?;
    Ok(())
}

fn copy_segment(marker: u8, input: &mut impl BufRead, output: &mut impl Write) -> Result<(), CleanError> {
    let length = segment_length(input)?;
    write_header(marker, length, output)?;
    copy(input, output, length)
}

fn copy_segment_that_begins(
    begin: &[u8],
    marker: u8,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> Result<(), CleanError> {
    let length = segment_length(input)?;
    let mut first = vec![0; begin.len()];
    if length < begin.len() as u64 {
        return skip(input, length);
    }
    input.read_exact(&mut first)?;
    let rest = length - begin.len() as u64;
    if first != begin {
        return skip(input, rest);
    }
    write_header(marker, length, output)?;
    output.write_all(&first)?;
    copy(input, output, rest)
}

/// Copies the JFIF segment without its thumbnail, which may show parts that were cropped.
fn copy_jfif(input: &mut impl BufRead, output: &mut impl Write) -> Result<(), CleanError> {
    let length = segment_length(input)?;
    if length < JFIF_BYTES as u64 {
        return skip(input, length);
    }
    let mut jfif: [u8; JFIF_BYTES] = read_array(input)?;
    skip(input, length - JFIF_BYTES as u64)?;
    if !jfif.starts_with(b"JFIF\0") {
        return Ok(());
    }
    // The last two bytes are the thumbnail's width and height.
    jfif[JFIF_BYTES - 2..].fill(0);
    write_header(0xE0, JFIF_BYTES as u64, output)?;
    output.write_all(&jfif)?;
    Ok(())
}

/// Copies coded bytes and returns the next marker; `None` at the end of the file.
fn copy_scan(input: &mut impl BufRead, output: &mut impl Write) -> Result<Option<u8>, CleanError> {
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let plain = bytes.iter().position(|byte| *byte == 0xFF).unwrap_or(bytes.len());
        output.write_all(&bytes[..plain])?;
        let found = plain < bytes.len();
        input.consume(plain);
        if !found {
            continue;
        }
        match next_marker(input) {
            // A stuffed byte or a restart marker, which both belong to the coded bytes.
            Ok(byte @ (0x00 | 0xD0..=0xD7)) => output.write_all(&[0xFF, byte])?,
            Ok(marker) => return Ok(Some(marker)),
            Err(CleanError::Damaged) => return Ok(None),
            Err(CleanError::Io(error)) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// An EXIF segment with only the orientation: a TIFF directory with one entry.
fn orientation_segment(orientation: u8) -> [u8; 36] {
    let mut segment =
        *b"\xFF\xE1\0\x22Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    segment[29] = orientation;
    segment
}
