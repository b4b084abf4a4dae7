//! Samples of a removed track: they are mixed with those of other tracks, and located by the track's tables.

use std::{
    io::{Read, Seek, Write},
    ops::Range,
};

use super::{Atom, ScrubError, Walk};

/// Bytes examined at the beginning of a text.
const TEXT_BYTES: u64 = 512;

/// Positions of a track's samples.
struct Tables {
    /// `stsc`: the number of samples per chunk, from certain chunks on.
    runs: Atom,
    run_count: u32,
    sizes: Sizes,
    offsets: Atom,
    /// Number of chunks.
    count: u32,
    /// Size of an offset: 4 or 8 bytes.
    offset_bytes: u8,
}

/// Sizes of the samples.
enum Sizes {
    All(u64),
    Each(Atom),
}

impl<F: Read + Write + Seek> Walk<'_, '_, F> {
    /// Overwrites the samples of a track.
    pub(super) fn erase_samples(&mut self, track: Atom) -> Result<(), ScrubError> {
        let tables = self.tables(track)?;
        let (mut run, mut sample) = (0, 0);
        for chunk in 0..tables.count {
            let range = self.chunk(&tables, chunk, &mut run, &mut sample)?;
            self.draft.erase(range)?;
        }
        Ok(())
    }

    /// Whether a text track shows measurements of a drone or camera.
    pub(super) fn tells_a_place(&mut self, track: Atom) -> Result<bool, ScrubError> {
        let first = match self.tables(track) {
            Ok(tables) if tables.count > 0 => self.chunk(&tables, 0, &mut 0, &mut 0),
            Ok(_) => return Ok(false),
            Err(error) => Err(error),
        };
        let text = match first {
            Ok(Range { start, end }) => {
                let count = usize::try_from(TEXT_BYTES.min(end - start)).unwrap_or(0);
                self.draft.bytes(start, count)?.to_ascii_lowercase()
            }
            // Unreadable subtitles do no harm.
            Err(ScrubError::Strange) => return Ok(false),
            Err(error) => return Err(error),
        };
        let has = |word: &[u8]| text.windows(word.len()).any(|bytes| bytes == word);
        Ok(has(b"gps") || has(b"latitude"))
    }

    fn tables(&mut self, track: Atom) -> Result<Tables, ScrubError> {
        let table = self.find_within(&[b"mdia", b"minf", b"stbl"], track)?.ok_or(ScrubError::Strange)?;
        let runs = self.find_within(&[b"stsc"], table)?.ok_or(ScrubError::Strange)?;
        let sizes = self.find_within(&[b"stsz"], table)?.ok_or(ScrubError::Strange)?;
        let (offsets, offset_bytes) = match self.find_within(&[b"stco"], table)? {
            Some(offsets) => (offsets, 4),
            None => (self.find_within(&[b"co64"], table)?.ok_or(ScrubError::Strange)?, 8),
        };
        let sizes = match self.draft.be32(sizes.body + 4)? {
            0 => Sizes::Each(sizes),
            size => Sizes::All(u64::from(size)),
        };
        let count = self.draft.be32(offsets.body + 4)?;
        let run_count = self.draft.be32(runs.body + 4)?;
        Ok(Tables { runs, run_count, sizes, offsets, count, offset_bytes })
    }

    /// The bytes of a chunk. Call this for chunks in order, with the same `run` and `sample`.
    fn chunk(
        &mut self,
        tables: &Tables,
        chunk: u32,
        run: &mut u32,
        sample: &mut u64,
    ) -> Result<Range<u64>, ScrubError> {
        let entry = |run: u32| tables.runs.body + 8 + u64::from(run) * 12;
        while *run + 1 < tables.run_count && self.draft.be32(entry(*run + 1))? <= chunk + 1 {
            self.draft.step()?;
            *run += 1;
        }
        let samples = u64::from(self.draft.be32(entry(*run) + 4)?);
        let bytes = match &tables.sizes {
            Sizes::All(size) => size.checked_mul(samples).ok_or(ScrubError::Strange)?,
            Sizes::Each(sizes) => {
                let mut bytes = 0;
                for number in *sample..*sample + samples {
                    self.draft.step()?;
                    bytes += u64::from(self.draft.be32(sizes.body + 12 + number * 4)?);
                }
                bytes
            }
        };
        *sample += samples;
        self.draft.step()?;
        let at = tables.offsets.body + 8 + u64::from(chunk) * u64::from(tables.offset_bytes);
        let start = self.draft.be(at, tables.offset_bytes)?;
        let end = start.checked_add(bytes).filter(|end| *end <= self.draft.size());
        Ok(start..end.ok_or(ScrubError::Strange)?)
    }
}
