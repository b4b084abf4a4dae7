//! Shared by the walks through all containers: their steps, findings and errors.

use std::io::{self, ErrorKind, Read, Write};

/// Findings of a walk that the decoder needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Pictures in the file: 1, or more for an animation.
    pub frames: u32,
    /// Whether the picture is progressive (JPEG), so that decoding holds all its coefficients.
    pub progressive: bool,
}

/// Why a file was not cleaned.
#[derive(Debug, thiserror::Error)]
pub enum CleanError {
    /// The file does not match the format of its first bytes, or it ends early.
    #[error("the picture is damaged")]
    Damaged,
    /// Reading or writing failed.
    #[error("the picture could not be copied: {0}")]
    Io(io::Error),
}

impl From<io::Error> for CleanError {
    fn from(error: io::Error) -> Self {
        // The input is a local file: if it ends early, the picture itself is incomplete.
        if error.kind() == ErrorKind::UnexpectedEof { Self::Damaged } else { Self::Io(error) }
    }
}

pub(super) fn read_array<const N: usize>(input: &mut impl Read) -> Result<[u8; N], CleanError> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Copies exactly `count` bytes.
pub(super) fn copy(input: &mut impl Read, output: &mut impl Write, count: u64) -> Result<(), CleanError> {
    let copied = io::copy(&mut input.take(count), output)?;
    if copied == count { Ok(()) } else { Err(CleanError::Damaged) }
}

/// Skips exactly `count` bytes.
pub(super) fn skip(input: &mut impl Read, count: u64) -> Result<(), CleanError> {
    copy(input, &mut io::sink(), count)
}
