//! The slowest tests of a run, according to the durations that the test programs print.

use std::time::Duration;

use super::tally::Dialect;

/// Number of tests that are kept for each suite; faster ones are dropped.
const KEPT: usize = 8;
/// Minimum duration of a test that is listed.
const WORTH_A_LINE: Duration = Duration::from_millis(500);

/// A test and how long it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timed {
    pub duration: Duration,
    pub name: String,
}

/// The slowest tests so far, slowest first.
#[derive(Debug, Default)]
pub struct Slowest(Vec<Timed>);

impl Slowest {
    /// Keeps the test if it is among the slowest.
    pub fn offer(&mut self, timed: Timed) {
        if timed.duration < WORTH_A_LINE {
            return;
        }
        let place = self.0.partition_point(|kept| kept.duration >= timed.duration);
        self.0.insert(place, timed);
        self.0.truncate(KEPT);
    }

    /// The tests, slowest first.
    pub fn into_vec(self) -> Vec<Timed> {
        self.0
    }
}

/// The test and duration on a line, if it contains them.
///
/// Cargo: `test order::keeps ... ok <1.204s>` · vitest: `✓ finds a room 512ms` ·
/// Playwright: `✓  12 tests/chat.spec.ts:5:1 › sends once (retry #1) (2.1s)`.
pub fn timed(dialect: Dialect, line: &str) -> Option<Timed> {
    let (name, duration) = match dialect {
        Dialect::Cargo => {
            let (name, outcome) = line.strip_prefix("test ")?.split_once(" ... ")?;
            (name, outcome.rsplit_once('<')?.1.strip_suffix('>')?)
        }
        Dialect::Vitest => outcome(line)?.rsplit_once(' ').filter(|(name, _)| !is_file(name))?,
        // It prints no durations of operations.
        Dialect::Schemathesis => return None,
        Dialect::Playwright => {
            let (number, test) = outcome(line)?.split_once(' ')?;
            number.parse::<u32>().ok()?;
            let (name, duration) = test.rsplit_once(" (")?;
            (name, duration.strip_suffix(')')?)
        }
    };
    Some(Timed { duration: parse(duration)?, name: name.trim().to_owned() })
}

/// The text after the mark of a passed or failed test.
fn outcome(line: &str) -> Option<&str> {
    ["✓ ", "✔ ", "ok ", "✘ ", "× ", "x "].iter().find_map(|mark| line.strip_prefix(mark)).map(str::trim_start)
}

/// Whether the name is that of a file in vitest's output: `src/lib/paths.test.ts (14 tests | 1 skipped)`.
fn is_file(name: &str) -> bool {
    let count = name.rsplit_once('(').and_then(|(_, count)| count.split_once(' '));
    count.is_some_and(|(number, word)| number.parse::<u32>().is_ok() && word.starts_with("test"))
}

/// `512ms`, `2.1s`, `1.3m`, or `1.2h`.
fn parse(text: &str) -> Option<Duration> {
    let unit = text.find(|character: char| character.is_ascii_alphabetic())?;
    let seconds = match &text[unit..] {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return None,
    };
    let number: f64 = text[..unit].parse().ok()?;
    Duration::try_from_secs_f64(number * seconds).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Dialect, KEPT, Slowest, Timed, timed};

    fn of(name: &str, milliseconds: u64) -> Timed {
        Timed { duration: Duration::from_millis(milliseconds), name: name.to_owned() }
    }

    #[test]
    fn durations_are_parsed_from_the_output_of_each_program() {
        let cargo = "test order::keeps ... ok <1.204s>";
        assert_eq!(timed(Dialect::Cargo, cargo), Some(of("order::keeps", 1204)));
        assert_eq!(
            timed(Dialect::Cargo, "test order::keeps ... FAILED <61.000s>"),
            Some(of("order::keeps", 61_000))
        );
        assert_eq!(timed(Dialect::Cargo, "test order::keeps ... ignored"), None);
        assert_eq!(timed(Dialect::Vitest, "✓ finds a room  512ms"), Some(of("finds a room", 512)));
        assert_eq!(timed(Dialect::Vitest, "✓ src/a.test.ts (14 tests) 730ms"), None, "a file is not a test");
        let playwright = "✘  12 tests/a.spec.ts:5:1 › sends (once) (1.5m)";
        assert_eq!(
            timed(Dialect::Playwright, playwright),
            Some(of("tests/a.spec.ts:5:1 › sends (once)", 90_000))
        );
        assert_eq!(timed(Dialect::Playwright, "42 passed (1.3m)"), None);
    }

    #[test]
    fn only_the_slowest_are_kept_in_order() {
        let mut slowest = Slowest::default();
        for number in 0..100 {
            slowest.offer(of("some test", 600 + number * 37 % 100));
        }
        slowest.offer(of("quick", 20));
        slowest.offer(of("slow", 9000));
        let kept = slowest.into_vec();
        assert_eq!((kept.len(), &*kept[0].name), (KEPT, "slow"));
        assert!(kept.is_sorted_by(|one, next| one.duration >= next.duration));
        assert_eq!(kept[1].duration, Duration::from_millis(699));
    }
}
