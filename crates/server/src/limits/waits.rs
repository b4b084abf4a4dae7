//! How long something may wait before the server takes it away.

use std::time::Duration;

/// How long an upload may wait for a message, the time that it takes to come in included.
pub const UPLOAD_WAITS: Duration = Duration::from_hours(24);
