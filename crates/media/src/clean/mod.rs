//! A picture's file without what its sender did not mean to send: place, camera, owner, edits, thumbnails
//! of what was cropped away, and whatever hangs behind the picture's end.
//!
//! Owns the walk through the four containers, copying what a decoder needs and nothing else: allow-lists,
//! so that a kind of metadata nobody thought of is dropped, too. Pixels are not touched, animations play
//! as before, colour profiles stay. Works from stream to stream, whatever the file's size.

mod gif;
mod jpeg;
mod png;
mod webp;

use std::io::{self, BufRead, ErrorKind, Read, Seek, Write};

use super::Format;

/// What the walk saw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Pictures in the file: 1, or more in an animation.
    pub frames: u32,
    /// Whether the picture comes in passes, so that decoding holds all its coefficients (JPEG).
    pub progressive: bool,
}

/// Why a file was not cleaned.
#[derive(Debug, thiserror::Error)]
pub enum CleanError {
    /// It is not what its first bytes say, or ends early.
    #[error("the picture is damaged")]
    Damaged,
    /// Reading or writing failed.
    #[error("the picture could not be copied: {0}")]
    Io(io::Error),
}

impl From<io::Error> for CleanError {
    fn from(error: io::Error) -> Self {
        // The input is a file that is there: an end where more was announced is the picture's fault.
        if error.kind() == ErrorKind::UnexpectedEof { Self::Damaged } else { Self::Io(error) }
    }
}

/// Copies the picture without its metadata. `orientation` (1 to 8, as EXIF counts) is kept for JPEG, where
/// every client heeds it; for the others it is the caller's to turn the pixels.
pub fn clean(
    format: Format,
    orientation: u8,
    input: &mut impl BufRead,
    output: &mut (impl Write + Seek),
) -> Result<Cleaned, CleanError> {
    match format {
        Format::Jpeg => jpeg::clean(orientation, input, output),
        Format::Png => png::clean(input, output),
        Format::Gif => gif::clean(input, output),
        Format::WebP => webp::clean(input, output),
    }
}

fn read_array<const N: usize>(input: &mut impl Read) -> Result<[u8; N], CleanError> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Copies exactly so many bytes.
fn copy(input: &mut impl Read, output: &mut impl Write, count: u64) -> Result<(), CleanError> {
    let copied = io::copy(&mut input.take(count), output)?;
    if copied == count { Ok(()) } else { Err(CleanError::Damaged) }
}

/// Skips exactly so many bytes.
fn skip(input: &mut impl Read, count: u64) -> Result<(), CleanError> {
    copy(input, &mut io::sink(), count)
}

#[cfg(test)]
mod tests;
