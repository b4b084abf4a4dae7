//! What the walks through all containers share: the steps, what they saw, and why they ended.

use std::io::{self, ErrorKind, Read, Write};

/// What the walk saw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Pictures in the file: 1, or more in an animation.
    pub frames: u32,
    /// Whether the picture comes in passes, so that decoding holds all its coefficients (JPEG).
    pub progressive: bool,
}

/// Why a file was not cleaned.
#[derive(Debug, thiserror::Error)]
pub enum CleanError {
    /// It is not what its first bytes say, or ends early.
    #[error("the picture is damaged")]
    Damaged,
    /// Reading or writing failed.
    #[error("the picture could not be copied: {0}")]
    Io(io::Error),
}

impl From<io::Error> for CleanError {
    fn from(error: io::Error) -> Self {
        // The input is a file that is there: an end where more was announced is the picture's fault.
        if error.kind() == ErrorKind::UnexpectedEof { Self::Damaged } else { Self::Io(error) }
    }
}

pub(super) fn read_array<const N: usize>(input: &mut impl Read) -> Result<[u8; N], CleanError> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Copies exactly so many bytes.
pub(super) fn copy(input: &mut impl Read, output: &mut impl Write, count: u64) -> Result<(), CleanError> {
    let copied = io::copy(&mut input.take(count), output)?;
    if copied == count { Ok(()) } else { Err(CleanError::Damaged) }
}

/// Skips exactly so many bytes.
pub(super) fn skip(input: &mut impl Read, count: u64) -> Result<(), CleanError> {
    copy(input, &mut io::sink(), count)
}
