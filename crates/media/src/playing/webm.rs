//! `WebM`: elements within elements. Browsers omit the duration when recording; the last block of the last
//! cluster then gives the end to within a frame.

use super::known::Playing;

const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_A966;
const TIMESTAMP_SCALE: u32 = 0x002A_D7B1;
const DURATION: u32 = 0x4489;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK: u32 = 0xAE;
const TRACK_TYPE: u32 = 0x83;
const VIDEO: u32 = 0xE0;
const WIDTH: u32 = 0xB0;
const HEIGHT: u32 = 0xBA;
const CLUSTER: u32 = 0x1F43_B675;
const CLUSTER_TIME: u32 = 0xE7;
const SIMPLE_BLOCK: u32 = 0xA3;
const BLOCK_GROUP: u32 = 0xA0;
const BLOCK: u32 = 0xA1;
/// Default duration of a tick in nanoseconds.
const USUAL_SCALE: u64 = 1_000_000;

/// Reads the first and last bytes of a file.
pub(super) fn read(head: &[u8], tail: &[u8]) -> Playing {
    let mut playing = Playing { sound_only: true, ..Playing::default() };
    let (mut ticks, mut scale, mut tracks) = (None, USUAL_SCALE, 0);
    let segment = elements(head).find(|(id, _)| *id == SEGMENT).map_or(&[][..], |(_, content)| content);
    for (id, content) in elements(segment) {
        match id {
            INFO => {
                for (id, content) in elements(content) {
                    match id {
                        TIMESTAMP_SCALE => scale = number(content).max(1),
                        DURATION => ticks = float(content),
                        _ => {}
                    }
                }
            }
            TRACKS => {
                for (_, track) in elements(content).filter(|(id, _)| *id == TRACK) {
                    tracks += 1;
                    read_track(track, &mut playing);
                }
            }
            CLUSTER => break,
            _ => {}
        }
    }
    playing.sound_only &= tracks > 0;
    playing.duration = ticks.or_else(|| last_ticks(tail)).map(|ticks| ticks * to_float(scale) / 1e9);
    playing
}

fn read_track(track: &[u8], playing: &mut Playing) {
    let is_video = elements(track).any(|(id, content)| id == TRACK_TYPE && number(content) == 1);
    if !is_video {
        return;
    }
    playing.sound_only = false;
    let video = elements(track).find(|(id, _)| *id == VIDEO).map_or(&[][..], |(_, content)| content);
    let side = |wanted: u32| {
        elements(video)
            .find(|(id, _)| *id == wanted)
            .and_then(|(_, content)| u32::try_from(number(content)).ok())
    };
    playing.size = playing.size.or_else(|| Some((side(WIDTH)?, side(HEIGHT)?)));
}

/// Start of the last block, in ticks.
fn last_ticks(tail: &[u8]) -> Option<f64> {
    let start = tail.windows(4).rposition(|bytes| bytes == CLUSTER.to_be_bytes())?;
    let (_, cluster) = elements(tail.get(start..)?).next()?;
    let mut last = None;
    let mut begin = 0;
    for (id, content) in elements(cluster) {
        let block = match id {
            CLUSTER_TIME => {
                begin = number(content);
                continue;
            }
            SIMPLE_BLOCK => content,
            BLOCK_GROUP => match elements(content).find(|(id, _)| *id == BLOCK) {
                Some((_, block)) => block,
                None => continue,
            },
            _ => continue,
        };
        // A track number of one byte, then the time within the cluster.
        if let Some(&[high, low]) = block.get(1..3) {
            last = Some(to_float(begin) + f64::from(i16::from_be_bytes([high, low])));
        }
    }
    last
}

/// The elements in `bytes`; the last may be truncated or of unknown length.
fn elements(bytes: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let first = *rest.first()?;
        let id_bytes = first.leading_zeros() as usize + 1;
        if id_bytes > 4 {
            return None;
        }
        let id = rest.get(..id_bytes)?.iter().fold(0, |id, byte| (id << 8) | u32::from(*byte));
        let first = *rest.get(id_bytes)?;
        let length_bytes = first.leading_zeros() as usize + 1;
        if length_bytes > 8 {
            return None;
        }
        let mask = u8::MAX.checked_shr(u32::try_from(length_bytes).ok()?).unwrap_or(0);
        let start = id_bytes + length_bytes;
        let further = rest.get(id_bytes + 1..start)?;
        let length =
            further.iter().fold(u64::from(first & mask), |length, byte| (length << 8) | u64::from(*byte));
        let unknown = first & mask == mask && further.iter().all(|byte| *byte == 0xFF);
        let content = rest.get(start..)?;
        let end = if unknown { content.len() } else { usize::try_from(length).ok()? };
        rest = content.get(end..).unwrap_or_default();
        Some((id, content.get(..end).unwrap_or(content)))
    })
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

fn float(bytes: &[u8]) -> Option<f64> {
    let value = match bytes.len() {
        4 => f64::from(f32::from_be_bytes(bytes.try_into().ok()?)),
        8 => f64::from_be_bytes(bytes.try_into().ok()?),
        _ => return None,
    };
    (value.is_finite() && value > 0.0).then_some(value)
}

#[expect(clippy::cast_precision_loss, reason = "a time of 2^53 ticks is not believed anyway")]
fn to_float(number: u64) -> f64 {
    number as f64
}
