//! Audio files: WAV, FLAC, Ogg, MP3.

/// Duration in seconds of an audio file of this type, from its first and last bytes and its size.
pub(super) fn seconds(mime: &str, head: &[u8], tail: &[u8], size: u64) -> Option<f64> {
    match mime {
        "audio/wav" => wav(head, size),
        "audio/flac" => flac(head),
        "audio/ogg" => ogg(head, tail),
        "audio/mpeg" => mpeg(head, size),
        _ => None,
    }
}

fn wav(head: &[u8], size: u64) -> Option<f64> {
    let mut at = 12;
    let mut bytes_per_second = None;
    loop {
        let kind = head.get(at..at + 4)?;
        let length = le32(head, at + 4)?;
        match kind {
            b"fmt " => bytes_per_second = le32(head, at + 16).filter(|rate| *rate > 0),
            b"data" => {
                // Recorders that cannot seek back leave the length at its maximum.
                let there = size.saturating_sub(at as u64 + 8).min(u64::from(length));
                return Some(float(there) / f64::from(bytes_per_second?));
            }
            _ => {}
        }
        at = at
            .checked_add(8)?
            .checked_add(usize::try_from(length).ok()?)?
            .checked_add(usize::try_from(length % 2).ok()?)?;
    }
}

fn flac(head: &[u8]) -> Option<f64> {
    // The first block is always STREAMINFO, with 20 bits of sample rate and 36 bits of total samples.
    let description = head.get(8..)?;
    let packed = u64::from_be_bytes(description.get(10..18)?.try_into().ok()?);
    let (rate, samples) = (packed >> 44, packed & 0xF_FFFF_FFFF);
    (rate > 0 && samples > 0).then(|| float(samples) / float(rate))
}

fn ogg(head: &[u8], tail: &[u8]) -> Option<f64> {
    let last = tail.windows(4).rposition(|bytes| bytes == b"OggS")?;
    let samples = u64::from_le_bytes(tail.get(last + 6..last + 14)?.try_into().ok()?);
    let place = |codec: &[u8]| {
        head.get(..4096.min(head.len()))?.windows(codec.len()).position(|bytes| bytes == codec)
    };
    if let Some(at) = place(b"OpusHead") {
        // Opus always counts at 48 kHz, including the samples skipped at the start.
        let skipped = u16::from_le_bytes(head.get(at + 10..at + 12)?.try_into().ok()?);
        return Some(float(samples.checked_sub(u64::from(skipped))?) / 48_000.0);
    }
    let rate = le32(head, place(b"\x01vorbis")? + 12)?;
    (rate > 0).then(|| float(samples) / f64::from(rate))
}

/// For a variable bit rate, uses the number of frames from the first frame; otherwise, the bit rate of that
/// frame.
fn mpeg(head: &[u8], size: u64) -> Option<f64> {
    const KILOBITS: [[u32; 15]; 2] = [
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];
    const RATES: [u32; 3] = [44_100, 48_000, 32_000];
    let start = tag_bytes(head);
    let frame = head.get(start..)?;
    let &[0xFF, second, third, fourth, ..] = frame else { return None };
    // Only layer III, which is what people use.
    if second & 0xE6 != 0xE2 {
        return None;
    }
    let (old, halves) = match (second >> 3) & 3 {
        3 => (0, 1),
        2 => (1, 2),
        0 => (1, 4),
        _ => return None,
    };
    let kilobits = *KILOBITS[old].get(usize::from(third >> 4))?;
    let rate = RATES.get(usize::from((third >> 2) & 3))? / halves;
    let samples_per_frame: u32 = if old == 0 { 1152 } else { 576 };
    let mono = fourth >> 6 == 3;
    let side_bytes = match (old, mono) {
        (0, false) => 32,
        (0, true) | (1, false) => 17,
        _ => 9,
    };
    let tag = frame.get(4 + side_bytes..)?;
    if (tag.starts_with(b"Xing") || tag.starts_with(b"Info")) && tag.get(7)? & 1 == 1 {
        let frames = u32::from_be_bytes(tag.get(8..12)?.try_into().ok()?);
        return Some(f64::from(frames) * f64::from(samples_per_frame) / f64::from(rate));
    }
    let bytes = size.checked_sub(start as u64)?;
    (kilobits > 0).then(|| float(bytes) * 8.0 / (f64::from(kilobits) * 1000.0))
}

/// Size of the leading ID3 tag, whose length omits the highest bit of each byte.
fn tag_bytes(head: &[u8]) -> usize {
    match head {
        [b'I', b'D', b'3', _, _, flags, a, b, c, d, ..] => {
            let length =
                [a, b, c, d].iter().fold(0, |length, byte| (length << 7) | usize::from(**byte & 0x7F));
            length + if flags & 0x10 == 0 { 10 } else { 20 }
        }
        _ => 0,
    }
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[expect(clippy::cast_precision_loss, reason = "a length of 2^53 is not believed anyway")]
fn float(number: u64) -> f64 {
    number as f64
}
