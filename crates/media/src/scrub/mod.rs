//! Files that are given out as they came, without what their sender did not mean to send: place, camera, owner,
//! titles, dates.
//!
//! Owns the walk through the containers of sound, video and pictures that are not decoded here. Everything is
//! overwritten in place by the container's own kind of padding, of the same length: offsets within the file stay
//! right, and no second copy is needed. Memory, steps and bytes written are bounded, whatever a file says about
//! itself. Refuses nothing: a file that cannot be understood to its end stays a file, and the answer says so.

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

/// The containers that are understood.
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
    /// Ogg, whatever is in it.
    Ogg,
    /// TIFF, and the raw formats of cameras that are built on it.
    Tiff,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scrubbed {
    /// Whether all of it was understood, so that no metadata of a known kind is left.
    pub is_clean: bool,
    /// Bytes from its beginning that belong to it; tags that hang behind them are to be cut off.
    pub size: u64,
    /// Pixels, of a HEIC or AVIF picture, as it is shown.
    pub shown: Option<(u32, u32)>,
}

/// The container of the file that begins with `head`.
pub fn container_of(head: &[u8]) -> Option<Container> {
    let at = |offset: usize, bytes: &[u8]| head.get(offset..offset + bytes.len()) == Some(bytes);
    // The second is how `QuickTime` files began before they had a type.
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

/// Overwrites what a file of that container says beside what it shows.
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
