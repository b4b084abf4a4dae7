//! Random access to a file that is read and overwritten in places.
//!
//! Enforces the limits of both. Going beyond the end or taking too many steps is an error of the file.

use std::{
    io::{self, Read, Seek, SeekFrom, Write},
    ops::Range,
};

/// Bytes read at once: in most files, headers are close together.
const WINDOW_BYTES: usize = 16 * 1024;
/// Bytes written at once when overwriting.
const BLANK_BYTES: usize = 16 * 1024;
/// Headers, entries and pages examined in one file. A film of 100 MiB has about ten thousand; a file with
/// more than this limit counts as one that cannot be cleaned.
const STEPS_MAX: u32 = 1_000_000;

/// Why a walk ended early.
#[derive(Debug)]
pub enum ScrubError {
    /// The file violates its container's format, or takes too many steps.
    Strange,
    /// The file cannot be read or written.
    Io(io::Error),
}

impl From<io::Error> for ScrubError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A file being cleaned.
pub struct Draft<'a, F> {
    file: &'a mut F,
    size: u64,
    window: Vec<u8>,
    window_at: u64,
    steps_left: u32,
    /// Bytes that may still be overwritten: twice the file's size, because a file that needs more contains
    /// false positions.
    blanks_left: u64,
    is_clean: bool,
}

impl<'a, F: Read + Write + Seek> Draft<'a, F> {
    pub fn new(file: &'a mut F) -> io::Result<Self> {
        let size = file.seek(SeekFrom::End(0))?;
        let blanks_left = size.saturating_mul(2);
        Ok(Self {
            file,
            size,
            window: Vec::new(),
            window_at: 0,
            steps_left: STEPS_MAX,
            blanks_left,
            is_clean: true,
        })
    }

    /// Size of the file in bytes.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Whether nothing was left that might be metadata.
    pub const fn is_clean(&self) -> bool {
        self.is_clean
    }

    /// Records that something was left; the walk continues.
    pub const fn leave_some(&mut self) {
        self.is_clean = false;
    }

    /// Counts one header, entry or page.
    pub fn step(&mut self) -> Result<(), ScrubError> {
        self.steps_left = self.steps_left.checked_sub(1).ok_or(ScrubError::Strange)?;
        Ok(())
    }

    /// Reads `N` bytes at this position, all within the file.
    pub fn array<const N: usize>(&mut self, at: u64) -> Result<[u8; N], ScrubError> {
        let mut bytes = [0; N];
        self.fill_from(at, &mut bytes)?;
        Ok(bytes)
    }

    /// Reads a range whose size the caller has limited.
    pub fn bytes(&mut self, at: u64, count: usize) -> Result<Vec<u8>, ScrubError> {
        if at.checked_add(count as u64).is_none_or(|end| end > self.size) {
            return Err(ScrubError::Strange);
        }
        let mut bytes = vec![0; count];
        self.fill_from(at, &mut bytes)?;
        Ok(bytes)
    }

    pub fn byte(&mut self, at: u64) -> Result<u8, ScrubError> {
        Ok(u8::from_be_bytes(self.array(at)?))
    }

    pub fn be16(&mut self, at: u64) -> Result<u16, ScrubError> {
        Ok(u16::from_be_bytes(self.array(at)?))
    }

    pub fn be32(&mut self, at: u64) -> Result<u32, ScrubError> {
        Ok(u32::from_be_bytes(self.array(at)?))
    }

    pub fn be64(&mut self, at: u64) -> Result<u64, ScrubError> {
        Ok(u64::from_be_bytes(self.array(at)?))
    }

    pub fn le32(&mut self, at: u64) -> Result<u32, ScrubError> {
        Ok(u32::from_le_bytes(self.array(at)?))
    }

    /// Reads a big-endian number of 0 to 8 bytes.
    pub fn be(&mut self, at: u64, count: u8) -> Result<u64, ScrubError> {
        let mut bytes = [0; 8];
        let bytes = bytes.get_mut(..usize::from(count)).ok_or(ScrubError::Strange)?;
        self.fill_from(at, bytes)?;
        Ok(bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }

    /// Overwrites bytes at this position.
    pub fn write(&mut self, at: u64, bytes: &[u8]) -> Result<(), ScrubError> {
        let end = at.checked_add(bytes.len() as u64).filter(|end| *end <= self.size);
        let end = end.ok_or(ScrubError::Strange)?;
        self.file.seek(SeekFrom::Start(at))?;
        self.file.write_all(bytes)?;
        let window_end = self.window_at + self.window.len() as u64;
        if at < window_end && end > self.window_at {
            self.window.clear();
        }
        Ok(())
    }

    /// Overwrites a range with zeroes.
    pub fn erase(&mut self, range: Range<u64>) -> Result<(), ScrubError> {
        self.fill(range, 0)
    }

    /// Overwrites a range with one byte value.
    pub fn fill(&mut self, range: Range<u64>, byte: u8) -> Result<(), ScrubError> {
        let Range { start, end } = range;
        let mut left = end.checked_sub(start).filter(|_| end <= self.size).ok_or(ScrubError::Strange)?;
        self.blanks_left = self.blanks_left.checked_sub(left).ok_or(ScrubError::Strange)?;
        let blank = [byte; BLANK_BYTES];
        let mut at = start;
        while left > 0 {
            let count = usize::try_from(left).unwrap_or(BLANK_BYTES).min(BLANK_BYTES);
            self.write(at, &blank[..count])?;
            at += count as u64;
            left -= count as u64;
        }
        Ok(())
    }

    /// Truncates the file at this position.
    pub fn cut(&mut self, at: u64) {
        self.size = self.size.min(at);
        self.window.clear();
    }

    fn fill_from(&mut self, at: u64, into: &mut [u8]) -> Result<(), ScrubError> {
        let end = at.checked_add(into.len() as u64).filter(|end| *end <= self.size);
        let end = end.ok_or(ScrubError::Strange)?;
        if at < self.window_at || end > self.window_at + self.window.len() as u64 {
            self.look_at(at, into.len())?;
        }
        let start = usize::try_from(at - self.window_at).map_err(|_| ScrubError::Strange)?;
        into.copy_from_slice(self.window.get(start..start + into.len()).ok_or(ScrubError::Strange)?);
        Ok(())
    }

    fn look_at(&mut self, at: u64, least: usize) -> Result<(), ScrubError> {
        let there = usize::try_from(self.size - at).unwrap_or(usize::MAX);
        self.window.resize(WINDOW_BYTES.max(least).min(there), 0);
        self.window_at = at;
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut self.window)?;
        Ok(())
    }
}
