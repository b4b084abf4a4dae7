//! Removes from pictures what their sender did not mean to send: location, camera, owner, edits, thumbnails
//! of cropped parts, and bytes after the picture's end.
//!
//! Walks through the four containers, copying only what a decoder needs: with allow-lists, metadata that
//! nobody thought of is dropped too. Pixels are not changed, animations play as before, colour profiles stay.
//! Streams files of any size.

mod gif;
mod jpeg;
mod png;
mod walk;
mod webp;

use std::io::{BufRead, Seek, Write};

use super::Format;
pub use walk::{CleanError, Cleaned};

/// Copies the picture without its metadata. `orientation` (1 to 8, as in EXIF) is kept for JPEG, where every
/// client respects it; for other formats, the caller must rotate the pixels.
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
