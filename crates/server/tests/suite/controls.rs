//! Negative controls: with a fault switched on, the check of the broken promise must find violations. A check
//! that misses its fault proves nothing.

use std::time::Duration;

use confluence_hub::Loss;

use crate::{
    checks::{Violations, crash, crowd, leaving, nodes, once, stalled, transcript},
    support::Backend,
};

fn notices(violations: &Violations, fault: &str) {
    println!(
        "{fault}: {} violations, such as\n{}",
        violations.len(),
        violations[..violations.len().min(8)].join("\n")
    );
    assert!(!violations.is_empty(), "the check did not notice {fault}");
}

/// Kills within which a check must notice a fault that depends on a race.
const KILLS: u32 = 5;

/// Asserts that kills find a violation. They come at random moments, and on a busy machine those of one run may
/// all miss the fault, so there are at most three runs.
async fn crash_notices(fault: &str) {
    let mut found = crash::run(Backend::Sqlite, Some(fault), KILLS).await;
    for _ in 0..2 {
        if found.is_empty() {
            found = crash::run(Backend::Sqlite, Some(fault), KILLS).await;
        }
    }
    notices(&found, fault);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acks_before_the_commit_are_noticed() {
    crash_notices("ack_before_commit").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publishing_before_the_commit_is_noticed() {
    crash_notices("publish_before_commit").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_dedupe_is_noticed() {
    let fault = [("CONFLUENCE_FAULT", "no_dedupe")];
    notices(&once::run(Backend::Sqlite, &fault).await, "no_dedupe");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_skipped_membership_check_is_noticed() {
    let fault = [("CONFLUENCE_FAULT", "skip_membership")];
    notices(&leaving::run(&fault).await, "skip_membership");
}

/// Asserts that a short crowd run on SQLite finds a violation that contains one of these words.
async fn crowd_notices(fault: &str, words: &[&str]) {
    let short = crowd::Plan { duration: Duration::ZERO, history: 2000, ..crowd::Plan::from_environment() };
    let plan = crowd::Plan { steps: 400, ..short };
    let found = crowd::run(Backend::Sqlite, Some(fault), plan).await;
    let of_the_fault = |violation: &String| words.iter().any(|word| violation.contains(word));
    notices(&found.into_iter().filter(of_the_fault).collect(), fault);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_notices_a_skipped_membership_check() {
    crowd_notices("skip_membership", &["who has left", "that they had left"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outbox_without_a_bound_is_noticed() {
    notices(&stalled::run(&[("CONFLUENCE_FAULT", "unbounded_outbox")]).await, "unbounded_outbox");
}

/// A bus that loses nothing by itself, so that every loss comes from the fault.
const SOUND: Loss = Loss { drop_percent: 0, duplicate_percent: 0, delay: Duration::ZERO };

/// The nodes run in the test's own process, whose environment selects the fault, so the test starts itself
/// again with that environment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_bus_events_are_noticed() {
    let (this, fault) = ("controls::dropped_bus_events_are_noticed", "drop_bus_events");
    if !Backend::postgres_is_there(this) {
        return;
    }
    if std::env::var("CONFLUENCE_FAULT").is_ok_and(|chosen| chosen == fault) {
        notices(&nodes::run(SOUND).await, fault);
        let plan = transcript::Plan { steps: 200, ..transcript::Plan::from_environment() };
        return notices(&nodes::transcripts(SOUND, plan).await, fault);
    }
    let mut again = tokio::process::Command::new(std::env::current_exe().unwrap());
    let again =
        again.args([this, "--exact", "--nocapture"]).env("CONFLUENCE_FAULT", fault).output().await.unwrap();
    println!("{}", String::from_utf8_lossy(&again.stdout));
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
}
