//! MP4 and `QuickTime`: boxes within boxes.

use super::known::Playing;

/// The box that begins here: its kind, the size of its header, and its total size (0: up to the file's end).
pub(super) fn header(bytes: &[u8]) -> Option<([u8; 4], u64, u64)> {
    let kind = bytes.get(4..8)?.try_into().ok()?;
    match be32(bytes, 0)? {
        1 => Some((kind, 16, be64(bytes, 8)?)),
        length => Some((kind, 8, u64::from(length))),
    }
}

/// Reads the content of a `moov` box, which may be truncated.
pub(super) fn read(movie: &[u8]) -> Playing {
    let mut playing = Playing { sound_only: true, ..Playing::default() };
    let mut tracks = 0;
    for (kind, content) in boxes(movie) {
        match &kind {
            b"mvhd" => playing.duration = movie_seconds(content),
            b"mvex" => {
                let fragments = boxes(content).find(|(kind, _)| kind == b"mehd").map(|(_, content)| content);
                let scale = boxes(movie)
                    .find(|(kind, _)| kind == b"mvhd")
                    .and_then(|(_, content)| timescale(content));
                if let (None, Some(fragments), Some(scale)) = (playing.duration, fragments, scale) {
                    let long = fragments.first() == Some(&1);
                    let length = if long { be64(fragments, 4) } else { be32(fragments, 4).map(u64::from) };
                    playing.duration = length.map(|length| seconds(length, scale));
                }
            }
            b"trak" => {
                tracks += 1;
                if is_video(content) {
                    playing.sound_only = false;
                    let shown = boxes(content).find(|(kind, _)| kind == b"tkhd");
                    playing.size =
                        playing.size.or_else(|| shown.and_then(|(_, content)| shown_size(content)));
                }
            }
            _ => {}
        }
    }
    playing.sound_only &= tracks > 0;
    playing
}

/// The boxes in `bytes`; the last may be truncated.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (kind, header_bytes, length) = header(rest)?;
        let start = usize::try_from(header_bytes).ok()?;
        let length = if length == 0 { rest.len() } else { usize::try_from(length).ok()? };
        if length < start {
            return None;
        }
        let content = rest.get(start..length.min(rest.len()))?;
        rest = rest.get(length..).unwrap_or_default();
        Some((kind, content))
    })
}

fn timescale(header: &[u8]) -> Option<u32> {
    let offset = if header.first()? == &1 { 20 } else { 12 };
    be32(header, offset).filter(|scale| *scale > 0)
}

fn movie_seconds(header: &[u8]) -> Option<f64> {
    let length = match header.first()? {
        1 => be64(header, 24)?,
        _ => u64::from(be32(header, 16)?),
    };
    // All ones means "unknown"; live recorders write that.
    let known = length > 0 && length != u64::MAX && length != u64::from(u32::MAX);
    known.then(|| timescale(header).map(|scale| seconds(length, scale)))?
}

#[expect(clippy::cast_precision_loss, reason = "a duration of 2^53 ticks is not believed anyway")]
fn seconds(length: u64, scale: u32) -> f64 {
    length as f64 / f64::from(scale)
}

fn is_video(track: &[u8]) -> bool {
    boxes(track)
        .filter(|(kind, _)| kind == b"mdia")
        .flat_map(|(_, content)| boxes(content))
        .any(|(kind, content)| &kind == b"hdlr" && content.get(8..12) == Some(b"vide"))
}

/// Width and height, swapped if the matrix rotates the picture by a quarter.
fn shown_size(header: &[u8]) -> Option<(u32, u32)> {
    let matrix = if header.first()? == &1 { 52 } else { 40 };
    let (width, height) = (be32(header, matrix + 36)? >> 16, be32(header, matrix + 40)? >> 16);
    let turned = be32(header, matrix)? == 0 && be32(header, matrix + 16)? == 0;
    Some(if turned { (height, width) } else { (width, height) })
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
