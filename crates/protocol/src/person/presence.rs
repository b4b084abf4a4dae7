//! Presence by hand: how a person chose to appear to others, for a time or until they change it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Timestamp, room::words};

words!(
    /// How a person chose to appear.
    PresenceMode {
        /// As their devices report.
        Auto = "auto",
        /// Idle, even while they use a device.
        Away = "away",
        /// Marked as not to be disturbed; their own devices raise no notifications.
        DoNotDisturb = "do_not_disturb",
    }
);

/// The presence that the caller chose. Once `until` has passed, the mode is `auto` again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OwnPresence {
    /// The mode.
    pub mode: PresenceMode,
    /// When it ends; null if it has no end.
    pub until: Option<Timestamp>,
}

impl OwnPresence {
    /// The presence of somebody who has not chosen one.
    pub const AUTO: Self = Self { mode: PresenceMode::Auto, until: None };

    /// What is left of it at this time.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        if self.until.is_some_and(|until| until <= now) { Self::AUTO } else { self }
    }
}

/// Body of `PUT /me/presence`, which replaces the mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct SetPresenceMode {
    /// The mode from now on.
    pub mode: PresenceMode,
    /// When it ends, in the future; it has no end if absent. Not with `auto`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}
