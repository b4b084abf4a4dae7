//! Range requests (RFC 9110, section 14): one range, or the whole file.
//!
//! Several ranges get the whole file, which is a valid answer. The result is always absolute, because Azure
//! Blob Storage cannot read suffixes.

use std::ops::Range;

/// The part of a file to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// The whole file: 200.
    Whole,
    /// These bytes, at least one: 206.
    Part(Range<u64>),
    /// None of the requested bytes exist: 416.
    Unsatisfiable,
}

/// Parses a `Range` header for a file of `size` bytes. An invalid header is ignored, as the standard
/// requires.
pub fn select(header: Option<&str>, size: u64) -> Selection {
    let Some(spec) = header.and_then(one_range) else { return Selection::Whole };
    match spec {
        Spec::From(first) if first >= size => Selection::Unsatisfiable,
        Spec::From(first) => Selection::Part(first..size),
        Spec::Between(first, _) if first >= size => Selection::Unsatisfiable,
        Spec::Between(first, last) => Selection::Part(first..last.saturating_add(1).min(size)),
        Spec::Last(0) => Selection::Unsatisfiable,
        Spec::Last(_) if size == 0 => Selection::Unsatisfiable,
        Spec::Last(count) => Selection::Part(size.saturating_sub(count)..size),
    }
}

enum Spec {
    From(u64),
    Between(u64, u64),
    Last(u64),
}

fn one_range(header: &str) -> Option<Spec> {
    let (unit, spec) = header.split_once('=')?;
    let (first, last) = spec.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    match (first, last) {
        ("", last) => Some(Spec::Last(number(last)?)),
        (first, "") => Some(Spec::From(number(first)?)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Spec::Between(first, last))
        }
    }
}

/// Parses digits only; numbers too large to count are beyond every file.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file6_one_range_is_served_absolute_and_within_the_file() {
        for (header, part) in [
            ("bytes=0-0", 0..1),
            ("bytes=0-4", 0..5),
            ("bytes=5-", 5..10),
            ("bytes=5-99", 5..10),
            ("bytes=-3", 7..10),
            ("bytes=-99", 0..10),
            ("Bytes=2-3", 2..4),
            ("bytes=0-99999999999999999999999", 0..10),
        ] {
            assert_eq!(select(Some(header), 10), Selection::Part(part), "{header}");
        }
    }

    #[test]
    fn file6_range_behind_the_end_is_unsatisfiable() {
        for header in ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(select(Some(header), 10), Selection::Unsatisfiable, "{header}");
        }
        assert_eq!(select(Some("bytes=0-"), 0), Selection::Unsatisfiable);
        assert_eq!(select(Some("bytes=-1"), 0), Selection::Unsatisfiable);
    }

    #[test]
    fn file6_invalid_range_gets_the_whole_file() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-3",
            "bytes=0-1,3-4",
            "pages=1-2",
            "bytes=+1-2",
            "bytes= 1 - 2",
        ] {
            assert_eq!(select(Some(header), 10), Selection::Whole, "{header}");
        }
        assert_eq!(select(None, 10), Selection::Whole);
    }
}
