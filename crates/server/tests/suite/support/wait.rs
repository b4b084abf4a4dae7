//! Waiting for what has to happen, with an end: nothing here waits for time to pass.

use std::{fmt::Debug, time::Duration};

/// What takes no time on an idle machine. Generous: this one has two cores and runs other tests as well.
pub const SOON: Duration = Duration::from_secs(10);
/// What takes a few seconds on an idle machine.
pub const LONG: Duration = Duration::from_mins(1);

/// The future's value; panics when it takes longer.
pub async fn within<T>(time: Duration, what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(time, future).await {
        Ok(value) => value,
        Err(tokio::time::error::Elapsed { .. }) => panic!("{what}: not within {time:?}"),
    }
}

/// Asks again until the answer is there, for at most [`SOON`]. For what no event tells of.
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
