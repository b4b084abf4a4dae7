//! Waiting for events with a timeout; nothing here just sleeps.

use std::{fmt::Debug, time::Duration};

/// Timeout for what is immediate on an idle machine: generous, because other tests run at the same time.
pub const SOON: Duration = Duration::from_secs(10);
/// Timeout for what takes a few seconds on an idle machine.
pub const LONG: Duration = Duration::from_mins(1);

/// The future's value; panics if it takes longer than `time`.
pub async fn within<T>(time: Duration, what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(time, future).await {
        Ok(value) => value,
        Err(tokio::time::error::Elapsed { .. }) => panic!("{what}: not within {time:?}"),
    }
}

/// Repeats `ask` until it succeeds, for at most [`SOON`]. Only for changes that no event announces.
pub async fn eventually<T, E, F>(what: &str, mut ask: impl FnMut() -> F) -> T
where
    E: Debug,
    F: Future<Output = Result<T, E>>,
{
    let mut beat = tokio::time::interval(Duration::from_millis(20));
    let asking = async {
        loop {
            beat.tick().await;
            if let Ok(answer) = ask().await {
                return answer;
            }
        }
    };
    within(SOON, what, asking).await
}
