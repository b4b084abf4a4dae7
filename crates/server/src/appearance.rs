//! How people appear at a given time, from what they chose.

use std::time::Duration;

use confluence_hub::Appearance;
use confluence_protocol::{Me, OwnPresence, PresenceMode, Timestamp};

/// How somebody who chose this presence appears at `now`, and how long that lasts; `None` if until they change it.
pub fn appearance(presence: OwnPresence, now: Timestamp) -> (Appearance, Option<Duration>) {
    let OwnPresence { mode, until } = presence.at(now);
    let appearance =
        Appearance { away: mode == PresenceMode::Away, do_not_disturb: mode == PresenceMode::DoNotDisturb };
    (appearance, until.map(|until| between(now, until)))
}

/// The account with what follows from its presence at `now`.
pub fn at_this_time(me: Me, now: Timestamp) -> Me {
    let do_not_disturb = appearance(me.presence, now).0.do_not_disturb;
    Me { do_not_disturb, ..me }
}

fn between(now: Timestamp, then: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(then.as_millis() - now.as_millis()).unwrap_or(0))
}
