//! Reads the output of one test program line by line: counts, failures, flaky tests and slow ones.

use super::slowest::{Slowest, timed};
use super::tally::{Dialect, Tally, read, tells_of_failure};

/// Maximum number of lines about failures that are kept. The others are further up in the log.
pub const FAILURE_LINES: usize = 40;

/// What is known from the output of a test program so far.
pub struct Listener {
    dialect: Dialect,
    pub tally: Tally,
    pub failures: Vec<String>,
    /// Names of the tests that passed only at the second attempt.
    pub flaky: Vec<String>,
    pub slowest: Slowest,
    /// Number of following lines that name flaky tests.
    flaky_to_come: u64,
}

impl Listener {
    /// A listener that has not read anything yet.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            tally: Tally::default(),
            failures: Vec::new(),
            flaky: Vec::new(),
            slowest: Slowest::default(),
            flaky_to_come: 0,
        }
    }

    /// Reads one line.
    pub fn hear(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        if self.flaky_to_come > 0 {
            self.flaky_to_come -= 1;
            // Playwright draws a line after the name.
            self.flaky.push(line.trim_end_matches(['─', ' ']).to_owned());
            return;
        }
        let counted = read(self.dialect, line);
        self.flaky_to_come = counted.flaky;
        self.tally.add(counted);
        if let Some(timed) = timed(self.dialect, line) {
            self.slowest.offer(timed);
        }
        if self.failures.len() < FAILURE_LINES && tells_of_failure(self.dialect, line) {
            self.failures.push(line.to_owned());
        }
    }
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        if character == '\u{1b}' {
            // "ESC [ parameters letter": skip to the letter that ends it.
            for skipped in rest.by_ref() {
                if skipped.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Listener, Tally};

    fn heard(dialect: Dialect, text: &str) -> Listener {
        let mut listener = Listener::new(dialect);
        text.lines().for_each(|line| listener.hear(line));
        listener
    }

    /// Output of Playwright, with one retry, for a flaky and a broken test.
    const PLAYWRIGHT: &str = "
Running 4 tests using 2 workers

  ✘  1 tests/a.spec.ts:5:1 › sends once (1.2s)
  ✓  2 tests/a.spec.ts:9:1 › reads (3 times) (840ms)
  ✓  3 tests/a.spec.ts:5:1 › sends once (retry #1) (2.1s)
  ✘  4 tests/b.spec.ts:5:1 › is broken (20.4s)
  ✘  5 tests/b.spec.ts:5:1 › is broken (retry #1) (20.5s)

  1) tests/b.spec.ts:5:1 › is broken ──────────────────────────────────────

    Error: expect(locator).toBeVisible() failed

  1 failed
    tests/b.spec.ts:5:1 › is broken ───────────────────────────────────────
  1 flaky
    tests/a.spec.ts:5:1 › sends once ──────────────────────────────────────
  1 skipped
  1 passed (46.1s)
";

    #[test]
    fn ops23_a_test_that_passes_at_the_second_attempt_is_flaky_and_named() {
        let listener = heard(Dialect::Playwright, PLAYWRIGHT);
        assert_eq!(listener.tally, Tally { passed: 1, failed: 1, skipped: 1, flaky: 1 });
        assert_eq!(listener.flaky, ["tests/a.spec.ts:5:1 › sends once"]);
        assert_eq!(
            listener.failures[0],
            "1) tests/b.spec.ts:5:1 › is broken ──────────────────────────────────────"
        );
        let slowest: Vec<String> = listener.slowest.into_vec().into_iter().map(|timed| timed.name).collect();
        assert_eq!(slowest[0], "tests/b.spec.ts:5:1 › is broken (retry #1)");
        assert_eq!(slowest.len(), 5);
    }

    #[test]
    fn colours_are_ignored() {
        let line = "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m11 passed\u{1b}[39m (12)";
        assert_eq!(heard(Dialect::Vitest, line).tally, Tally { passed: 11, failed: 1, ..Tally::default() });
    }
}
