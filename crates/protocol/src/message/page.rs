//! Which messages of a room a page holds.

/// Where a page of messages lies, by `seq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The newest.
    Newest,
    /// Those before that `seq`, the nearest.
    Before(i64),
    /// Those after that `seq`, the nearest.
    After(i64),
    /// Those on both sides of that `seq`, itself among them.
    Around(i64),
}
