//! What a test run has come to: steps with their durations, services that were missing, and the closing line.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::run;
use crate::tally::{Dialect, Tally, read, tells_of_failure};

/// How many lines about failures are said again at the end. Whoever reads only the end of a long log finds the names
/// there; the rest stands further up.
const REPEATED_LINES: usize = 40;

/// The course of one run.
pub struct Report {
    require_services: bool,
    total: Tally,
    steps: Vec<(String, bool, Duration)>,
    failures: Vec<String>,
}

impl Report {
    /// An empty report. With `require_services`, what is missing fails the run.
    pub fn new(require_services: bool) -> Self {
        Self { require_services, total: Tally::default(), steps: Vec::new(), failures: Vec::new() }
    }

    /// Runs a step that holds or does not, such as a linter. It counts only when it fails.
    pub fn step(&mut self, name: &str, step: impl FnOnce() -> Result<(), String>) -> bool {
        self.counted(name, || match step() {
            Ok(()) => (Tally::default(), true),
            Err(reason) => {
                eprintln!("{name}: {reason}");
                (Tally::default(), false)
            }
        })
    }

    /// Runs a test program and adds up what it says it ran.
    pub fn tests(&mut self, name: &str, dialect: Dialect, command: &mut std::process::Command) -> bool {
        if self.require_services {
            command.env("CONFLUENCE_REQUIRE_SERVICES", "1");
        }
        let mut failures = Vec::new();
        let good = self.counted(name, || {
            let mut tally = Tally::default();
            let listen = |line: &str| {
                tally.add(read(dialect, line));
                if tells_of_failure(dialect, line) {
                    failures.push(line.trim_end().to_owned());
                }
            };
            let good = run::run_listening(command, listen).unwrap_or_else(|reason| {
                eprintln!("{name}: {reason}");
                false
            });
            (tally, good)
        });
        // A test may print such words and hold: only a step that failed is quoted.
        if !good {
            failures.truncate(REPEATED_LINES - self.failures.len().min(REPEATED_LINES));
            self.failures.append(&mut failures);
        }
        good
    }

    /// Notes a suite that cannot run here.
    pub fn missing(&mut self, suite: &str, reason: &str) {
        println!("SKIPPED {suite}: {reason}");
        if self.require_services {
            self.total.failed += 1;
            self.steps.push((format!("{suite} (missing)"), false, Duration::ZERO));
        } else {
            self.total.skipped += 1;
        }
    }

    /// Prints all durations and the closing line, and says how the process should end.
    pub fn close(self) -> ExitCode {
        println!();
        for (name, good, duration) in &self.steps {
            println!("{} {:>7.1} s  {name}", if *good { "  ok  " } else { "FAILED" }, duration.as_secs_f64());
        }
        for line in &self.failures {
            println!("{line}");
        }
        let Tally { passed, failed, skipped } = self.total;
        println!("{passed} passed, {failed} failed, {skipped} skipped");
        if failed == 0 && self.steps.iter().all(|(_, good, _)| *good) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn counted(&mut self, name: &str, step: impl FnOnce() -> (Tally, bool)) -> bool {
        println!("\n== {name}");
        let begun = Instant::now();
        let (mut tally, good) = step();
        // A step that died before it counted anything still failed: the closing line must not say otherwise.
        if !good && tally.failed == 0 {
            tally.failed = 1;
        }
        let duration = begun.elapsed();
        println!("== {name}: {} in {:.1} s", if good { "ok" } else { "FAILED" }, duration.as_secs_f64());
        self.total.add(tally);
        self.steps.push((name.to_owned(), good, duration));
        good
    }
}
