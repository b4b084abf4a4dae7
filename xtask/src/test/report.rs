//! The result of a test run: steps with their durations, missing services, slow and flaky tests, and the closing line.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::listener::{FAILURE_LINES, Listener};
use super::slowest::Timed;
use super::tally::{Dialect, Tally};
use crate::run;

/// Maximum number of flaky tests in a run, which pass only at the second attempt. If there are more, all of
/// them count as failed.
const FLAKY_ALLOWED: u64 = 3;

/// The results of one run.
pub struct Report {
    require_services: bool,
    total: Tally,
    steps: Vec<(String, bool, Duration)>,
    /// Slowest tests, each with the name of its step.
    slowest: Vec<(String, Timed)>,
    /// At most [`FAILURE_LINES`], repeated at the end of the log, which is often all that people read.
    failures: Vec<String>,
    flaky: Vec<String>,
}

impl Report {
    /// An empty report. With `require_services`, a missing service fails the run.
    pub fn new(require_services: bool) -> Self {
        Self {
            require_services,
            total: Tally::default(),
            steps: Vec::new(),
            slowest: Vec::new(),
            failures: Vec::new(),
            flaky: Vec::new(),
        }
    }

    /// Runs a step without tests, such as a linter. It counts only if it fails.
    pub fn step(&mut self, name: &str, step: impl FnOnce() -> Result<(), String>) -> bool {
        self.counted(name, || match step() {
            Ok(()) => (Tally::default(), true),
            Err(reason) => {
                eprintln!("{name}: {reason}");
                (Tally::default(), false)
            }
        })
    }

    /// Runs a test program and adds the counts that it prints.
    pub fn tests(&mut self, name: &str, dialect: Dialect, command: &mut std::process::Command) -> bool {
        if self.require_services {
            command.env("CONFLUENCE_REQUIRE_SERVICES", "1");
        }
        let mut heard = Listener::new(dialect);
        let good = self.counted(name, || {
            let good = run::run_listening(command, |line| heard.hear(line)).unwrap_or_else(|reason| {
                eprintln!("{name}: {reason}");
                false
            });
            // A filter that matches nothing any more must not look like success.
            let none = good && heard.tally == Tally::default();
            if none {
                eprintln!("{name}: no test ran");
            }
            (heard.tally, good && !none)
        });
        self.slowest.extend(heard.slowest.into_vec().into_iter().map(|timed| (name.to_owned(), timed)));
        self.flaky.append(&mut heard.flaky);
        // A passing test may print such lines, too, so only those of a failed step are kept.
        if !good {
            heard.failures.truncate(FAILURE_LINES - self.failures.len().min(FAILURE_LINES));
            self.failures.append(&mut heard.failures);
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

    /// Prints durations, flaky tests and the closing line, and returns how the process should end.
    pub fn close(self) -> ExitCode {
        println!("\nslowest tests");
        for (step, Timed { duration, name }) in &self.slowest {
            println!("{:>9.1} s  {step}: {name}", duration.as_secs_f64());
        }
        println!("\nsteps");
        for (name, good, duration) in &self.steps {
            println!("{} {:>7.1} s  {name}", if *good { "  ok  " } else { "FAILED" }, duration.as_secs_f64());
        }
        for line in &self.failures {
            println!("{line}");
        }
        for name in &self.flaky {
            println!("flaky: {name}");
        }
        let Tally { passed, failed, skipped, .. } = settled(self.total);
        if self.total.flaky > FLAKY_ALLOWED {
            println!("{} flaky tests: at most {FLAKY_ALLOWED} are allowed", self.total.flaky);
        }
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
        // A step that fails before it counts anything must still appear as a failure in the closing line.
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

/// Counts flaky tests as passed, or as failed if there are too many of them.
fn settled(total: Tally) -> Tally {
    let Tally { passed, failed, skipped, flaky } = total;
    if flaky > FLAKY_ALLOWED {
        Tally { passed, failed: failed + flaky, skipped, flaky: 0 }
    } else {
        Tally { passed: passed + flaky, failed, skipped, flaky: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, settled};

    #[test]
    fn ops23_three_flaky_tests_pass_and_four_fail_the_run() {
        let run = |flaky| settled(Tally { passed: 90, failed: 0, skipped: 1, flaky });
        assert_eq!(run(3), Tally { passed: 93, failed: 0, skipped: 1, flaky: 0 });
        assert_eq!(run(4), Tally { passed: 90, failed: 4, skipped: 1, flaky: 0 });
    }

    #[test]
    fn ops23_a_step_in_which_no_test_runs_fails() {
        let mut report = super::Report::new(false);
        assert!(!report.tests("crowd", super::Dialect::Cargo, &mut std::process::Command::new("true")));
    }
}
