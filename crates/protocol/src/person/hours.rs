//! Time zones and quiet hours: when somebody is not to be disturbed, by the clock where they live.
//!
//! Pure: whether quiet hours last at a given time follows from the settings alone.

use std::fmt;

use jiff::{ToSpan as _, civil};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::ToSchema;

use crate::{FieldError, Limits, Timestamp, ValueError, room::words};

words!(
    /// A day of the week.
    Weekday {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
);

impl Weekday {
    fn of(date: civil::Date) -> Self {
        match date.weekday() {
            civil::Weekday::Monday => Self::Mon,
            civil::Weekday::Tuesday => Self::Tue,
            civil::Weekday::Wednesday => Self::Wed,
            civil::Weekday::Thursday => Self::Thu,
            civil::Weekday::Friday => Self::Fri,
            civil::Weekday::Saturday => Self::Sat,
            civil::Weekday::Sunday => Self::Sun,
        }
    }
}

/// A time zone of the IANA database by its name, such as `Europe/Berlin`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "Europe/Berlin")]
pub struct ZoneName(String);

impl ZoneName {
    /// The name, spelled as in the database.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many minutes its clocks are ahead of UTC at that time.
    pub fn offset_minutes(&self, now: Timestamp) -> i32 {
        let moment = jiff::Timestamp::from_millisecond(now.as_millis()).unwrap_or_default();
        self.zone().to_offset(moment).seconds() / 60
    }

    /// Its rules. The name was checked when it was parsed.
    fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.0).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

impl TryFrom<String> for ZoneName {
    type Error = ValueError;

    fn try_from(text: String) -> Result<Self, ValueError> {
        let zone = jiff::tz::TimeZone::get(&text).ok();
        let name = zone.as_ref().and_then(jiff::tz::TimeZone::iana_name);
        name.map(|name| Self(name.to_owned())).ok_or_else(|| {
            ValueError::new("invalid", "a time zone is a name of the IANA database, such as Europe/Berlin")
        })
    }
}

impl From<ZoneName> for String {
    fn from(zone: ZoneName) -> Self {
        zone.0
    }
}

/// A time of day in whole minutes, on the wire as `HH:MM` from `00:00` to `23:59`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
#[schema(value_type = String, example = "22:30")]
pub struct TimeOfDay(i16);

impl TimeOfDay {
    fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let number = |text: &str, most: i16| {
            let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i16>().ok().filter(|number| is_number && *number <= most)
        };
        Some(Self(number(hour, 23)? * 60 + number(minute, 59)?))
    }

    /// When the clocks of the zone show this time on that date: the first time if they show it twice, and the
    /// time after the jump if they skip it.
    fn on(self, date: civil::Date, zone: &jiff::tz::TimeZone) -> Option<jiff::Timestamp> {
        let time = civil::Time::midnight().checked_add(i64::from(self.0).minutes()).ok()?;
        zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().ok()
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("invalid: a time of day is written as HH:MM"))
    }
}

/// Hours of some days of the week in which somebody is not to be disturbed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// Days on which they begin, each once.
    pub days: Vec<Weekday>,
    /// When they begin.
    pub from: TimeOfDay,
    /// When they end: on the next day unless this is later than `from`.
    pub to: TimeOfDay,
}

impl QuietHours {
    /// Checks a whole setting: not too many entries, each with days, and none twice.
    pub fn check(all: &[Self]) -> Result<(), FieldError> {
        if all.len() > Limits::QUIET_HOURS {
            let detail = format!("there can be at most {} quiet hours", Limits::QUIET_HOURS);
            return Err(FieldError::new("settings.quiet_hours", "too_many", detail));
        }
        for (place, Self { days, .. }) in all.iter().enumerate() {
            let repeated = days.iter().enumerate().any(|(at, day)| days[..at].contains(day));
            if days.is_empty() || repeated {
                let field = format!("settings.quiet_hours[{place}].days");
                let (code, detail) = if repeated {
                    ("repeated", "each day can be named once")
                } else {
                    ("required", "name a day")
                };
                return Err(FieldError::new(field, code, detail));
            }
        }
        Ok(())
    }

    /// When the hours that begin on that date begin and end.
    fn on(&self, date: civil::Date, zone: &jiff::tz::TimeZone) -> Option<(jiff::Timestamp, jiff::Timestamp)> {
        if !self.days.contains(&Weekday::of(date)) {
            return None;
        }
        let last = if self.to > self.from { date } else { date.tomorrow().ok()? };
        Some((self.from.on(date, zone)?, self.to.on(last, zone)?))
    }

    /// Whether any of these hours last at `now`, and when that has to be asked again; `None`: never.
    ///
    /// Times are those that clocks in the zone show, in UTC without one. Where clocks are set back, hours end
    /// when their end is shown for the first time; where they are set forward over an end, with the jump.
    pub fn last_at(all: &[Self], zone: Option<&ZoneName>, now: Timestamp) -> (bool, Option<Timestamp>) {
        let Ok(moment) = jiff::Timestamp::from_millisecond(now.as_millis()) else { return (false, None) };
        let zone = zone.map_or(jiff::tz::TimeZone::UTC, ZoneName::zone);
        let today = zone.to_datetime(moment).date();
        // Those of yesterday may still last, and within a week every day comes again.
        let dates = (-1..=7_i64).filter_map(|days| today.checked_add(days.days()).ok());
        let spans = dates.flat_map(|date| all.iter().map(move |one| (one, date)));
        let (mut lasts, mut next) = (false, None::<jiff::Timestamp>);
        for (from, to) in spans.filter_map(|(one, date)| one.on(date, &zone)) {
            lasts |= from <= moment && moment < to;
            for edge in [from, to].into_iter().filter(|edge| *edge > moment) {
                next = Some(next.map_or(edge, |next| next.min(edge)));
            }
        }
        (lasts, next.map(|next| Timestamp::from_millis(next.as_millisecond())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(days: &[Weekday], from: &str, to: &str) -> QuietHours {
        let time = |text| TimeOfDay::parse(text).unwrap();
        QuietHours { days: days.to_vec(), from: time(from), to: time(to) }
    }

    fn at(text: &str) -> Timestamp {
        serde_json::from_str(&format!("\"{text}\"")).unwrap()
    }

    fn berlin() -> ZoneName {
        ZoneName::try_from("europe/berlin".to_owned()).unwrap()
    }

    /// Whether these hours last at each of these times, in Berlin.
    fn last(all: &[QuietHours], times: &[&str]) -> Vec<bool> {
        times.iter().map(|time| QuietHours::last_at(all, Some(&berlin()), at(time)).0).collect()
    }

    const EVERY_DAY: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

    #[test]
    fn people8_zones_are_known_names_in_the_spelling_of_the_database() {
        assert_eq!(berlin().as_str(), "Europe/Berlin");
        assert_eq!(berlin().offset_minutes(at("2026-01-15T12:00:00Z")), 60);
        assert_eq!(berlin().offset_minutes(at("2026-07-15T12:00:00Z")), 120);
        let kathmandu = ZoneName::try_from("Asia/Kathmandu".to_owned()).unwrap();
        assert_eq!(kathmandu.offset_minutes(at("2026-07-15T12:00:00Z")), 345);
        let newfoundland = ZoneName::try_from("America/St_Johns".to_owned()).unwrap();
        assert_eq!(newfoundland.offset_minutes(at("2026-01-15T12:00:00Z")), -210);
        for wrong in ["", "Berlin", "+01:00", "Europe/Atlantis", "../etc/passwd", "Etc/Unknown"] {
            assert!(ZoneName::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn people9_hours_pass_midnight_and_belong_to_the_day_on_which_they_begin() {
        // A Friday, by the clock in Berlin from 22:00 to 07:00; UTC is an hour behind.
        let nights = [hours(&[Weekday::Fri], "22:00", "07:00")];
        let times = [
            "2026-01-16T20:59:59.999Z",
            "2026-01-16T21:00:00Z",
            "2026-01-17T05:59:59.999Z",
            "2026-01-17T06:00:00Z",
            "2026-01-17T21:30:00Z",
            "2026-01-16T05:00:00Z",
        ];
        assert_eq!(last(&nights, &times), [false, true, true, false, false, false]);
        let next = |time| QuietHours::last_at(&nights, Some(&berlin()), at(time)).1;
        assert_eq!(next("2026-01-16T12:00:00Z"), Some(at("2026-01-16T21:00:00Z")));
        assert_eq!(next("2026-01-16T21:00:00Z"), Some(at("2026-01-17T06:00:00Z")));
        assert_eq!(next("2026-01-17T06:00:00Z"), Some(at("2026-01-23T21:00:00Z")));
    }

    #[test]
    fn people9_equal_times_are_a_whole_day_and_several_hours_add_up() {
        let weekend =
            [hours(&[Weekday::Sat, Weekday::Sun], "00:00", "00:00"), hours(&EVERY_DAY, "12:00", "13:00")];
        let times =
            ["2026-01-16T22:59:00Z", "2026-01-16T23:00:00Z", "2026-01-18T22:59:00Z", "2026-01-19T11:30:00Z"];
        assert_eq!(last(&weekend, &times), [false, true, true, true]);
        assert_eq!(last(&[], &times), [false; 4]);
        assert_eq!(QuietHours::last_at(&[], None, at(times[0])), (false, None));
        let utc = QuietHours::last_at(&weekend, None, at("2026-01-16T23:00:00Z"));
        assert_eq!(utc, (false, Some(at("2026-01-17T00:00:00Z"))), "without a zone, times are in UTC");
    }

    #[test]
    fn people9_hours_follow_the_clock_when_it_is_set_forward() {
        // On 2026-03-29 clocks in Berlin go from 02:00 to 03:00, which is 01:00 in UTC.
        let nights = [hours(&EVERY_DAY, "22:00", "07:00")];
        let times =
            ["2026-03-28T20:59:00Z", "2026-03-28T21:00:00Z", "2026-03-29T04:59:00Z", "2026-03-29T05:00:00Z"];
        assert_eq!(last(&nights, &times), [false, true, true, false], "the night is an hour shorter");
        let skipped = [hours(&EVERY_DAY, "02:30", "02:45")];
        let times =
            ["2026-03-29T00:59:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:31:00Z", "2026-03-29T01:45:00Z"];
        assert_eq!(last(&skipped, &times), [false, false, true, false]);
        let into = [hours(&EVERY_DAY, "01:00", "02:30")];
        assert_eq!(
            last(&into, &["2026-03-29T00:00:00Z", "2026-03-29T01:29:00Z", "2026-03-29T01:30:00Z"]),
            [true, true, false]
        );
    }

    #[test]
    fn people9_hours_end_once_when_the_clock_is_set_back() {
        // On 2026-10-25 clocks in Berlin go from 03:00 to 02:00, which is 01:00 in UTC: 02:30 comes twice.
        let nights = [hours(&EVERY_DAY, "22:00", "07:00")];
        let times = ["2026-10-24T20:00:00Z", "2026-10-25T05:59:00Z", "2026-10-25T06:00:00Z"];
        assert_eq!(last(&nights, &times), [true, true, false], "the night is an hour longer");
        let into = [hours(&EVERY_DAY, "22:00", "02:30")];
        let times = ["2026-10-25T00:29:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:15:00Z"];
        assert_eq!(last(&into, &times), [true, false, false], "not again at the second 02:15");
        let from = [hours(&EVERY_DAY, "02:30", "04:00")];
        let times = ["2026-10-25T00:30:00Z", "2026-10-25T01:15:00Z", "2026-10-25T03:00:00Z"];
        assert_eq!(last(&from, &times), [true, true, false]);
    }

    #[test]
    fn people9_what_is_not_a_time_of_day_is_refused() {
        for wrong in ["24:00", "7:00", "07:60", "07:0", "0700", "+7:00", "07:00:00", ""] {
            assert_eq!(TimeOfDay::parse(wrong), None, "{wrong}");
        }
        let json = r#"{"days":["mon"],"from":"22:00","to":"07:05"}"#;
        let read: QuietHours = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        let code = |all: &[QuietHours]| QuietHours::check(all).unwrap_err().code;
        assert_eq!(code(&[hours(&[], "22:00", "07:00")]), "required");
        assert_eq!(code(&[hours(&[Weekday::Mon, Weekday::Mon], "22:00", "07:00")]), "repeated");
        assert_eq!(code(&vec![read; Limits::QUIET_HOURS + 1]), "too_many");
    }
}
