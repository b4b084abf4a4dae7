//! Ogg: pages of several streams, each a sequence of packets. A stream's second packet has its comments; they
//! are emptied, and the checksums of their pages recomputed.

use std::io::{Read, Seek, Write};

use super::draft::{Draft, ScrubError};

const HEADER_BYTES: usize = 27;
/// Position of the checksum in a page.
const CHECKSUM: usize = 22;
/// Maximum number of streams in a file, including consecutive ones.
const STREAMS_MAX: usize = 64;
/// Flag of a page that begins a stream.
const BEGINS: u8 = 2;

struct Stream {
    serial: u32,
    codec: Codec,
    /// Number of complete packets.
    packets: u64,
    /// Bytes of the current packet that have been handled.
    passed: usize,
    /// Whether comments follow or continue.
    in_comments: bool,
    /// Whether the current packet is the last with comments: FLAC has several.
    is_last: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Codec {
    Vorbis,
    Opus,
    Theora,
    Flac,
    Unknown,
}

pub(super) fn scrub<F: Read + Write + Seek>(draft: &mut Draft<'_, F>) -> Result<(), ScrubError> {
    let mut streams: Vec<Stream> = Vec::new();
    let mut at = 0;
    while at < draft.size() {
        draft.step()?;
        let header: [u8; HEADER_BYTES] = draft.array(at)?;
        if !header.starts_with(b"OggS\0") {
            return Err(ScrubError::Strange);
        }
        let [.., segments] = header;
        let lacing = draft.bytes(at + HEADER_BYTES as u64, usize::from(segments))?;
        let start = at + HEADER_BYTES as u64 + u64::from(segments);
        let length: u64 = lacing.iter().map(|length| u64::from(*length)).sum();
        // The last page may be truncated.
        let end = (start + length).min(draft.size());
        let serial = u32::from_le_bytes([header[14], header[15], header[16], header[17]]);
        if header[5] & BEGINS != 0 {
            let head = draft.bytes(start, usize::try_from((end - start).min(8)).unwrap_or(0))?;
            begin(draft, &mut streams, serial, Codec::of(&head))?;
        }
        let stream = streams.iter_mut().rfind(|stream| stream.serial == serial).ok_or(ScrubError::Strange)?;
        if stream.in_comments {
            if end < start + length {
                return Err(ScrubError::Strange);
            }
            let mut page = draft.bytes(at, usize::try_from(end - at).map_err(|_| ScrubError::Strange)?)?;
            let content = page.get_mut(HEADER_BYTES + lacing.len()..).ok_or(ScrubError::Strange)?;
            if stream.empty_comments(&lacing, content)? {
                seal(&mut page);
                draft.write(at, &page)?;
            }
        }
        at = end;
    }
    Ok(())
}

fn begin<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
    streams: &mut Vec<Stream>,
    serial: u32,
    codec: Codec,
) -> Result<(), ScrubError> {
    if streams.len() == STREAMS_MAX {
        return Err(ScrubError::Strange);
    }
    if codec == Codec::Unknown {
        draft.leave_some();
    }
    let in_comments = codec != Codec::Unknown;
    streams.push(Stream { serial, codec, packets: 0, passed: 0, in_comments, is_last: false });
    Ok(())
}

impl Codec {
    /// Codec according to the first bytes of a stream's first packet.
    fn of(head: &[u8]) -> Self {
        match head {
            [1, b'v', b'o', b'r', b'b', b'i', b's', ..] => Self::Vorbis,
            b"OpusHead" => Self::Opus,
            [0x80, b't', b'h', b'e', b'o', b'r', b'a', ..] => Self::Theora,
            [0x7F, b'F', b'L', b'A', b'C', ..] => Self::Flac,
            _ => Self::Unknown,
        }
    }

    /// Start of empty comments, without an encoder name; zeroes follow, which decoders ignore.
    const fn empty_comments(self) -> &'static [u8] {
        match self {
            Self::Vorbis => b"\x03vorbis\0\0\0\0\0\0\0\0\x01",
            Self::Opus => b"OpusTags\0\0\0\0\0\0\0\0",
            Self::Theora => b"\x81theora\0\0\0\0\0\0\0\0",
            Self::Flac | Self::Unknown => b"",
        }
    }
}

impl Stream {
    /// Overwrites comments in a page's content. Returns whether there were any.
    fn empty_comments(&mut self, lacing: &[u8], content: &mut [u8]) -> Result<bool, ScrubError> {
        let mut at = 0;
        let mut changed = false;
        for length in lacing {
            let count = usize::from(*length);
            let piece = content.get_mut(at..at + count).ok_or(ScrubError::Strange)?;
            at += count;
            if self.in_comments && self.packets > 0 {
                changed = true;
                self.overwrite(piece);
            }
            self.passed += count;
            // A packet continues while its pieces have the maximum length.
            if *length < 255 {
                self.end_packet()?;
            }
        }
        Ok(changed)
    }

    fn overwrite(&mut self, piece: &mut [u8]) {
        for (byte, place) in piece.iter_mut().zip(self.passed..) {
            *byte = match (self.codec, place) {
                // Blocks as in FLAC itself, each in a packet: the first becomes empty comments, all others
                // padding.
                (Codec::Flac, 0) => {
                    self.is_last = *byte & 0x80 != 0;
                    *byte & 0x80 | if self.packets == 1 { 4 } else { 1 }
                }
                (Codec::Flac, 1..=3) => *byte,
                (codec, place) => codec.empty_comments().get(place).copied().unwrap_or(0),
            };
        }
    }

    fn end_packet(&mut self) -> Result<(), ScrubError> {
        if self.in_comments && self.packets > 0 && self.passed < self.codec.empty_comments().len() {
            return Err(ScrubError::Strange);
        }
        self.packets += 1;
        self.passed = 0;
        let ends = if self.codec == Codec::Flac { self.is_last } else { self.packets == 2 };
        self.in_comments &= !ends;
        Ok(())
    }
}

/// Writes a page's checksum, which is computed with zeroes in its place.
fn seal(page: &mut [u8]) {
    if let Some(place) = page.get_mut(CHECKSUM..CHECKSUM + 4) {
        place.fill(0);
    }
    let sum = checksum(page).to_le_bytes();
    if let Some(place) = page.get_mut(CHECKSUM..CHECKSUM + 4) {
        place.copy_from_slice(&sum);
    }
}

/// CRC-32 as in Ogg: polynomial 0x04C11DB7, highest bit first, starting at 0 and not inverted (RFC 3533).
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum: u32, byte| {
        (0..8).fold(sum ^ (u32::from(*byte) << 24), |sum, _| (sum << 1) ^ (0x04C1_1DB7 * (sum >> 31)))
    })
}
