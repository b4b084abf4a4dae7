//! Counts tests from the closing lines that cargo, vitest, Playwright and Schemathesis print.
//!
//! It parses the output for people rather than machine formats, so that what people see and what is counted
//! cannot differ. Lines must not contain colours or surrounding white space.

/// Number of tests by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passed at the first attempt.
    pub passed: u64,
    /// Failed, or could not finish.
    pub failed: u64,
    /// Did not run.
    pub skipped: u64,
    /// Failed at first and passed when tried again.
    pub flaky: u64,
}

impl Tally {
    /// Adds another count to this one.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.flaky += other.flaky;
    }
}

/// The program whose output is parsed.
#[derive(Clone, Copy)]
pub enum Dialect {
    /// `test result: ok. 12 passed; 0 failed; 1 ignored; …`, once per test program.
    Cargo,
    /// `Tests  1 failed | 11 passed | 2 skipped (14)`, once.
    Vitest,
    /// `  12 passed (1.2m)`, `  1 failed`, `  2 skipped`, `  3 did not run`, `  1 flaky`, one line each.
    Playwright,
    /// `✅ 68 passed ❌ 1 failed ⏭ 1 skipped`, operations by phase, once per phase.
    Schemathesis,
}

/// Counts what one line reports.
pub fn read(dialect: Dialect, line: &str) -> Tally {
    match dialect {
        Dialect::Cargo => line.strip_prefix("test result:").map(sum).unwrap_or_default(),
        Dialect::Vitest => line.strip_prefix("Tests ").map(sum).unwrap_or_default(),
        Dialect::Playwright => playwright(line),
        Dialect::Schemathesis => schemathesis(line),
    }
}

/// Whether a line names a failed test or begins to explain the failure.
pub fn tells_of_failure(dialect: Dialect, line: &str) -> bool {
    match dialect {
        Dialect::Cargo => {
            (line.starts_with("test ") && line.contains(" ... FAILED")) || line.contains("panicked at ")
        }
        Dialect::Schemathesis => line.starts_with("- ") || line.starts_with("_____"),
        Dialect::Vitest => line.starts_with("FAIL ") || line.starts_with("AssertionError"),
        Dialect::Playwright => {
            let numbered = line
                .split_once(") ")
                .is_some_and(|(number, rest)| number.parse::<u32>().is_ok() && rest.contains(" › "));
            numbered
                || ["Error:", "Test timeout", "Locator:", "Expected", "Received", "> "]
                    .iter()
                    .any(|beginning| line.starts_with(beginning))
        }
    }
}

/// Parses a line of Playwright's summary: a number, one of a few words, and sometimes a duration in brackets.
fn playwright(line: &str) -> Tally {
    let line = line.split(" (").next().unwrap_or(line);
    let whole = ["passed", "failed", "skipped", "flaky", "did not run", "interrupted"]
        .iter()
        .any(|word| line.strip_suffix(word).is_some_and(|number| number.trim().parse::<u64>().is_ok()));
    if whole { sum(line) } else { Tally::default() }
}

/// Parses the line of a phase, which begins with the mark of an outcome.
fn schemathesis(line: &str) -> Tally {
    if ["✅", "❌", "🚫", "⏭"].iter().any(|mark| line.starts_with(mark)) {
        sum(line)
    } else {
        Tally::default()
    }
}

/// Adds up every "NUMBER WORD" in a text by its word.
fn sum(text: &str) -> Tally {
    let mut tally = Tally::default();
    let words: Vec<&str> =
        text.split([' ', ';', '|', '(', ')', ',']).filter(|word| !word.is_empty()).collect();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<u64>() else {
            continue;
        };
        match pair[1] {
            "passed" => tally.passed += number,
            "failed" | "errors" | "interrupted" | "did" => tally.failed += number,
            "flaky" => tally.flaky += number,
            "ignored" | "skipped" | "todo" => tally.skipped += number,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Tally, read, tells_of_failure};

    fn tally(passed: u64, failed: u64, skipped: u64) -> Tally {
        Tally { passed, failed, skipped, flaky: 0 }
    }

    #[test]
    fn cargo_lines_are_counted() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s";
        assert_eq!(read(Dialect::Cargo, line), tally(12, 2, 1));
        assert_eq!(read(Dialect::Cargo, "test result_is_kept ... 5 passed"), tally(0, 0, 0));
    }

    #[test]
    fn vitest_lines_are_counted() {
        assert_eq!(read(Dialect::Vitest, "Tests  1 failed | 11 passed | 2 skipped (14)"), tally(11, 1, 2));
        assert_eq!(read(Dialect::Vitest, "Test Files  3 passed (3)"), tally(0, 0, 0));
    }

    #[test]
    fn lines_about_failures_are_recognised() {
        assert!(tells_of_failure(Dialect::Cargo, "test order::keeps ... FAILED"));
        assert!(tells_of_failure(Dialect::Cargo, "test order::keeps ... FAILED <0.168s>"));
        assert!(!tells_of_failure(Dialect::Cargo, "test order::keeps ... ok"));
        assert!(tells_of_failure(Dialect::Vitest, "FAIL  src/lib/paths.test.ts > finds a room"));
        assert!(tells_of_failure(Dialect::Playwright, "1) tests/a.spec.ts:5:1 › sends once ─────"));
        assert!(tells_of_failure(Dialect::Playwright, "Error: expect(locator).toBeVisible() failed"));
        assert!(!tells_of_failure(Dialect::Playwright, "ok 3 tests/a.spec.ts:5:1 › sends once (2.1s)"));
    }

    #[test]
    fn schemathesis_lines_are_counted() {
        assert_eq!(read(Dialect::Schemathesis, "✅ 62 passed  ❌ 2 failed  ⏭  1 skipped"), tally(62, 2, 1));
        assert_eq!(read(Dialect::Schemathesis, "❌ ST103 Undocumented status code: 47"), tally(0, 0, 0));
        assert_eq!(read(Dialect::Schemathesis, "1610 generated, 1610 passed, 30 skipped"), tally(0, 0, 0));
    }

    #[test]
    fn playwright_lines_are_counted() {
        assert_eq!(read(Dialect::Playwright, "42 passed (1.3m)"), tally(42, 0, 0));
        assert_eq!(read(Dialect::Playwright, "1 failed"), tally(0, 1, 0));
        assert_eq!(read(Dialect::Playwright, "1 flaky"), Tally { flaky: 1, ..Tally::default() });
        assert_eq!(read(Dialect::Playwright, "3 did not run"), tally(0, 3, 0));
        assert_eq!(
            read(Dialect::Playwright, "ok 3 tests/a.spec.ts › 3 failed sends are retried"),
            tally(0, 0, 0)
        );
    }
}
