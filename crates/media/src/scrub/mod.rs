//! Removes from files that are otherwise served unchanged what their sender did not mean to send: location,
//! camera, owner, titles, dates.
//!
//! Walks through the containers of sound, video and pictures that are not decoded here. Metadata is
//! overwritten in place with the container's own kind of padding of the same length, so that offsets stay
//! valid and no second copy is needed. Memory, steps and bytes written are limited, whatever a file claims.
//! No file is refused: one that cannot be understood completely is kept, and the result says so.

mod draft;
mod flac;
mod iso;
mod matroska;
mod mpeg;
mod ogg;
mod tiff;
mod wave;

use std::io::{self, Read, Seek, Write};

use draft::{Draft, ScrubError};

/// The supported containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// MP4, `QuickTime`, 3GP, M4A, HEIC, AVIF: the ISO base media file format.
    Iso,
    /// Matroska and `WebM`.
    Matroska,
    /// WAV.
    Wave,
    /// MP3.
    Mpeg,
    /// FLAC.
    Flac,
    /// Ogg with any codec.
    Ogg,
    /// TIFF, and camera raw formats based on it.
    Tiff,
}

/// Result of cleaning a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scrubbed {
    /// Whether all of the file was understood, so that no metadata of a known kind is left.
    pub is_clean: bool,
    /// Size in bytes without trailing tags, which the caller cuts off.
    pub size: u64,
    /// Size in pixels of a HEIC or AVIF picture, as it is shown.
    pub shown: Option<(u32, u32)>,
}

/// Container of a file that begins with `head`.
pub fn container_of(head: &[u8]) -> Option<Container> {
    let at = |offset: usize, bytes: &[u8]| head.get(offset..offset + bytes.len()) == Some(bytes);
    // The second form is how `QuickTime` files began before they had a type.
    if at(4, b"ftyp") || (at(4, b"moov") || at(4, b"wide") || at(4, b"mdat")) && at(0, b"\0") {
        return Some(Container::Iso);
    }
    if at(0, b"\x1A\x45\xDF\xA3") {
        return Some(Container::Matroska);
    }
    if (at(0, b"RIFF") || at(0, b"RF64")) && at(8, b"WAVE") {
        return Some(Container::Wave);
    }
    if at(0, b"fLaC") {
        return Some(Container::Flac);
    }
    if at(0, b"OggS") {
        return Some(Container::Ogg);
    }
    if at(0, b"II\x2A\0") || at(0, b"MM\0\x2A") {
        return Some(Container::Tiff);
    }
    (at(0, b"ID3") || super::sniff::is_mpeg_audio(head)).then_some(Container::Mpeg)
}

/// Overwrites the metadata of a file in this container.
pub fn scrub(container: Container, file: &mut (impl Read + Write + Seek)) -> io::Result<Scrubbed> {
    let mut draft = Draft::new(file)?;
    let mut shown = None;
    let walked = match container {
        Container::Iso => iso::scrub(&mut draft).map(|size| shown = size),
        Container::Matroska => matroska::scrub(&mut draft),
        Container::Wave => wave::scrub(&mut draft),
        Container::Mpeg => mpeg::scrub(&mut draft),
        Container::Flac => flac::scrub(&mut draft),
        Container::Ogg => ogg::scrub(&mut draft),
        Container::Tiff => tiff::scrub(&mut draft),
    };
    match walked {
        Ok(()) => {}
        Err(ScrubError::Strange) => draft.leave_some(),
        Err(ScrubError::Io(error)) => return Err(error),
    }
    Ok(Scrubbed { is_clean: draft.is_clean(), size: draft.size(), shown })
}

#[cfg(test)]
mod tests;
