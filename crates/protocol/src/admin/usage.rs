//! How much the server is used, in numbers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much the server is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Usage {
    /// Number of accounts.
    pub people: PeopleUsage,
    /// Number of rooms.
    pub rooms: RoomUsage,
    /// Number of messages in all rooms, deleted ones included.
    pub messages: i64,
    /// Number of files that the server keeps.
    pub files: i64,
    /// Size of these files, in bytes.
    pub storage_bytes: i64,
    /// The last 30 days, oldest first, today last. Days are those of UTC.
    pub days: Vec<UsageDay>,
}

/// Number of accounts; deleted ones do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PeopleUsage {
    /// All accounts.
    pub total: i64,
    /// Those that are suspended now.
    pub suspended: i64,
    /// Those that used a session within the last day.
    pub active_1_day: i64,
    /// Those that used a session within the last 7 days.
    pub active_7_days: i64,
    /// Those that used a session within the last 30 days.
    pub active_30_days: i64,
}

/// Number of rooms by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomUsage {
    /// Public rooms.
    pub public: i64,
    /// Private rooms.
    pub private: i64,
    /// Direct rooms.
    pub direct: i64,
}

/// A day of use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UsageDay {
    /// The day in UTC, such as `2026-01-31`.
    pub date: String,
    /// Messages sent on that day.
    pub messages: i64,
}
