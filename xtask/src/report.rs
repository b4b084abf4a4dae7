//! What a test run has come to: steps with their durations, services that were missing, and the closing line.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::run;
use crate::tally::{Dialect, Tally, read};

/// The course of one run.
pub struct Report {
    require_services: bool,
    total: Tally,
    steps: Vec<(String, bool, Duration)>,
}

impl Report {
    /// An empty report. With `require_services`, what is missing fails the run.
    pub fn new(require_services: bool) -> Self {
        Self { require_services, total: Tally::default(), steps: Vec::new() }
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
        self.counted(name, || {
            let mut tally = Tally::default();
            let good =
                run::run_listening(command, |line| tally.add(read(dialect, line))).unwrap_or_else(|reason| {
                    eprintln!("{name}: {reason}");
                    false
                });
            (tally, good)
        })
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
