//! A picture's file without what its sender did not mean to send: place, camera, owner, edits, thumbnails
//! of what was cropped away, and whatever hangs behind the picture's end.
//!
//! Owns the walk through the four containers, copying what a decoder needs and nothing else: allow-lists,
//! so that a kind of metadata nobody thought of is dropped, too. Pixels are not touched, animations play
//! as before, colour profiles stay. Works from stream to stream, whatever the file's size.

mod gif;
mod jpeg;
mod png;
mod walk;
mod webp;

use std::io::{BufRead, Seek, Write};

use super::Format;
pub use walk::{CleanError, Cleaned};

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

#[cfg(test)]
mod tests;
