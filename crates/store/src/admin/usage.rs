//! How much the server is used, in numbers. Messages per day are counted as they are sent.

use std::collections::BTreeMap;

use confluence_protocol::{PeopleUsage, RoomUsage, Timestamp, Usage, UsageDay};
use confluence_rights::Administrator;

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
};

statements! {
    PEOPLE = (
        "SELECT count(*),
                count(CASE WHEN u.delete_after IS NOT NULL OR u.suspended_at IS NOT NULL
                                AND (u.suspended_until IS NULL OR u.suspended_until > $1) THEN 1 END)
         FROM users u WHERE u.deleted_at IS NULL"
    );
    ACTIVE = (
        "SELECT count(DISTINCT CASE WHEN s.last_used_at > $1 THEN s.user_id END),
                count(DISTINCT CASE WHEN s.last_used_at > $2 THEN s.user_id END), count(DISTINCT s.user_id)
         FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.last_used_at > $3 AND u.deleted_at IS NULL"
    );
    ROOMS = (
        "SELECT r.kind, count(*), CAST(COALESCE(sum(r.last_seq), 0) AS BIGINT) FROM rooms r
         WHERE r.deleted_at IS NULL GROUP BY r.kind"
    );
    FILES = (
        "SELECT count(*), CAST(COALESCE(sum(f.size), 0) AS BIGINT) FROM uploads f WHERE f.removed_at IS NULL"
    );
    DAYS = ("SELECT d.day, d.messages FROM message_days d WHERE d.day > $1 AND d.day <= $2");
    COUNT = (
        "INSERT INTO message_days (day, messages) VALUES ($1, $2)
         ON CONFLICT (day) DO UPDATE SET messages = message_days.messages + excluded.messages"
    );
}

const DAY_MILLIS: i64 = 86_400_000;
/// Days in the series.
const DAYS_SHOWN: i64 = 30;

impl Store {
    /// How much the server is used. Reads the tables of accounts, sessions, rooms and files once, but no messages.
    pub async fn usage(&self, _by: Administrator, now: Timestamp) -> Result<Usage, StoreError> {
        let millis = now.as_millis();
        let ago = |days: i64| millis - days * DAY_MILLIS;
        let today = millis.div_euclid(DAY_MILLIS);
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let (total, suspended) = on_db!(conn, PEOPLE, [millis] => one (i64, i64))?;
        let (active_1_day, active_7_days, active_30_days) =
            on_db!(conn, ACTIVE, [ago(1), ago(7), ago(30)] => one (i64, i64, i64))?;
        let rooms = on_db!(conn, ROOMS, [] => all (String, i64, i64))?;
        let (files, storage_bytes) = on_db!(conn, FILES, [] => one (i64, i64))?;
        let days = on_db!(conn, DAYS, [today - DAYS_SHOWN, today] => all (i64, i64))?;
        let days: BTreeMap<i64, i64> = days.into_iter().collect();
        let of_kind =
            |kind: &str| rooms.iter().find(|(word, ..)| word == kind).map_or(0, |(_, count, _)| *count);
        Ok(Usage {
            people: PeopleUsage { total, suspended, active_1_day, active_7_days, active_30_days },
            rooms: RoomUsage {
                public: of_kind("public"),
                private: of_kind("private"),
                direct: of_kind("direct"),
            },
            messages: rooms.iter().map(|(.., messages)| messages).sum(),
            files,
            storage_bytes,
            days: (today - DAYS_SHOWN + 1..=today)
                .map(|day| UsageDay { date: date(day), messages: days.get(&day).copied().unwrap_or(0) })
                .collect(),
        })
    }

    /// Adds messages to those counted on their days; days are counted since 1970.
    pub async fn count_messages(&self, by_day: BTreeMap<i64, i64>) -> Result<(), StoreError> {
        self.write(CountMessages { by_day }).await
    }
}

/// The day as in RFC 3339.
fn date(day: i64) -> String {
    let text = Timestamp::from_millis(day.saturating_mul(DAY_MILLIS)).to_string();
    text.split('T').next().unwrap_or_default().to_owned()
}

struct CountMessages {
    by_day: BTreeMap<i64, i64>,
}

impl Mutation for CountMessages {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        for (day, messages) in &self.by_day {
            on_db!(tx.conn(), COUNT, [*day, *messages] => count)?;
        }
        Ok(())
    }
}
