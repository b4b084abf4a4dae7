//! How long the server keeps files that nobody has posted.

use std::time::Duration;

/// Time from the start of an upload until it must be posted; after that, its file is removed.
pub const UPLOAD_WAITS: Duration = Duration::from_hours(24);
