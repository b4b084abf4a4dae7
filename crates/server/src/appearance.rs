//! How people appear at a given time, from what they chose and their quiet hours.

use std::time::Duration;

use confluence_hub::{Appearance, Hub};
use confluence_protocol::{Me, OwnPresence, Presence, PresenceMode, Timestamp, UserId, UserSettings};

/// How somebody with this choice and these settings appears at `now`, and how long that lasts; `None` if until
/// they change it.
pub fn appearance(
    presence: OwnPresence,
    settings: &UserSettings,
    now: Timestamp,
) -> (Appearance, Option<Duration>) {
    let OwnPresence { mode, until } = presence.at(now);
    let (is_quiet, next) = settings.quiet_at(now);
    let appearance = Appearance {
        away: mode == PresenceMode::Away,
        do_not_disturb: is_quiet || mode == PresenceMode::DoNotDisturb,
    };
    let end = until.into_iter().chain(next).min();
    (appearance, end.map(|end| between(now, end)))
}

/// The account with what follows from its presence and settings at `now`.
pub fn at_this_time(me: Me, now: Timestamp) -> Me {
    let do_not_disturb = appearance(me.presence, &me.settings, now).0.do_not_disturb;
    Me { do_not_disturb, ..me }
}

/// Those of these people who are active, on any node, and may be disturbed.
pub fn active(hub: &Hub, people: Vec<UserId>) -> Vec<UserId> {
    let standings = hub.presence_of(&people);
    let is_active = |(_, standing): &(UserId, confluence_hub::Standing)| {
        standing.status == Presence::Active && !standing.do_not_disturb
    };
    people.into_iter().zip(standings).filter(is_active).map(|(user, _)| user).collect()
}

fn between(now: Timestamp, then: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(then.as_millis() - now.as_millis()).unwrap_or(0))
}
