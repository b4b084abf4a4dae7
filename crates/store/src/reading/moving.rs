//! Read marks in the group commit: all marks of a transaction move in one statement, after everything else in it.
//!
//! The statement compares, so that a mark that another node wrote in the meantime only moves back on purpose.

use std::collections::BTreeMap;

use confluence_protocol::{Change, Limits, RoomId, Timestamp, UserId};
use confluence_rights::Refusal;
use serde_json::json;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{
    StoreError,
    engine::{
        db::{Conn, Sql, in_time},
        lists::Pairs,
        tx::{Apply, Job, Merge, PAGE, ROW, Together, Tx, When},
    },
};

/// Those of these members that exist, and whether others may see their marks. Locked in one order, so that two
/// nodes cannot deadlock.
const MEMBERS: Sql = Sql {
    name: "marks::MEMBERS",
    sqlite: "SELECT m.room_id, m.user_id, u.read_receipts AND r.member_count <= $2
        FROM (SELECT unhex(substr(value, 1, 32)) AS a, unhex(substr(value, 33)) AS b FROM json_each($1)) p
        CROSS JOIN members m ON m.room_id = p.a AND m.user_id = p.b
        CROSS JOIN users u ON u.id = m.user_id CROSS JOIN rooms r ON r.id = m.room_id AND r.deleted_at IS NULL",
    postgres: "SELECT m.room_id, m.user_id, u.read_receipts AND r.member_count <= $3
        FROM unnest($1::uuid[], $2::uuid[]) AS p (a, b)
        JOIN members m ON m.room_id = p.a AND m.user_id = p.b
        JOIN users u ON u.id = m.user_id JOIN rooms r ON r.id = m.room_id AND r.deleted_at IS NULL
        ORDER BY m.room_id, m.user_id FOR UPDATE OF m",
};

/// New position of the mark `m` after the step `j`: first it follows the member's own message, if it is still where
/// it was then, then it moves as the member asked, and never past the newest message of the room `r`.
macro_rules! moved {
    ($least:literal, $greatest:literal) => {
        concat!(
            $least,
            "(r.last_seq, CASE WHEN j.forced THEN j.seq ELSE ",
            $greatest,
            "(j.seq, CASE WHEN m.last_read_seq = j.seen THEN j.said ELSE m.last_read_seq END) END)"
        )
    };
}

const MOVE: Sql = Sql {
    name: "marks::MOVE",
    sqlite: concat!(
        "UPDATE members AS m SET read_at = j.at, last_read_seq = ", moved!("min", "max"), "
        FROM (SELECT unhex(value->>0) AS room, unhex(value->>1) AS member, value->>2 AS seen, value->>3 AS said,
                     value->>4 AS seq, value->>5 AS forced, value->>6 AS at FROM json_each($1)) AS j
        JOIN rooms r ON r.id = j.room AND r.deleted_at IS NULL
        WHERE m.room_id = j.room AND m.user_id = j.member AND m.last_read_seq <> ", moved!("min", "max"), "
        RETURNING room_id, user_id, last_read_seq"
    ),
    postgres: concat!(
        "UPDATE members AS m SET read_at = j.at, last_read_seq = ", moved!("LEAST", "GREATEST"), "
        FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::bigint[])
             AS j (room, member, seen, said, seq, forced, at)
        JOIN rooms r ON r.id = j.room AND r.deleted_at IS NULL
        WHERE m.room_id = j.room AND m.user_id = j.member AND m.last_read_seq <> ", moved!("LEAST", "GREATEST"), "
        RETURNING m.room_id, m.user_id, m.last_read_seq"
    ),
};

#[cfg(test)]
pub(crate) const STATEMENTS: &[Sql] = &[MEMBERS, MOVE];

/// The member and room that a mark belongs to.
type Place = (RoomId, UserId);

/// A mark that moves, with its waiting caller if there is one.
pub(crate) struct PendingMark {
    place: Place,
    step: Step,
    outcome: Option<Result<(), StoreError>>,
    reply: Option<oneshot::Sender<Result<(), StoreError>>>,
}

impl PendingMark {
    /// A mark that a member moves to `seq`: forward only, unless `forced`. The receiver yields the outcome.
    pub(crate) fn asked(
        room_id: RoomId,
        user_id: UserId,
        seq: i64,
        forced: bool,
        at: Timestamp,
    ) -> (Self, oneshot::Receiver<Result<(), StoreError>>) {
        let (reply, answer) = oneshot::channel();
        let step = Step { seq: seq.max(0), forced, at, ..Step::NOWHERE };
        (Self { place: (room_id, user_id), step, outcome: None, reply: Some(reply) }, answer)
    }

    /// A mark that follows its member's own messages: it was at `seen`, with nothing unread between it and
    /// those messages, the last of which is `said`.
    pub(crate) fn following(room_id: RoomId, user_id: UserId, seen: i64, said: i64, at: Timestamp) -> Self {
        let step = Step { seen, said, at, ..Step::NOWHERE };
        Self { place: (room_id, user_id), step, outcome: None, reply: None }
    }

    fn answer(&mut self, failed: Option<StoreError>) {
        let outcome =
            failed.map(Err).or_else(|| self.outcome.clone()).unwrap_or(Err(StoreError::Unavailable));
        if let Some(reply) = self.reply.take() {
            // The caller may be gone; the mark has moved all the same.
            let _ = reply.send(outcome);
        }
    }
}

/// A job of marks.
pub(crate) struct PendingMarks {
    marks: Vec<PendingMark>,
    /// Dropped with the job.
    _settled: Option<oneshot::Sender<()>>,
}

impl PendingMarks {
    /// The job, and a receiver that resolves once the job is answered or dropped.
    pub(crate) fn new(marks: Vec<PendingMark>) -> (Self, oneshot::Receiver<()>) {
        let (settled, done) = oneshot::channel();
        (Self { marks, _settled: Some(settled) }, done)
    }

    /// A job for which nobody waits.
    pub(crate) const fn unobserved(marks: Vec<PendingMark>) -> Self {
        Self { marks, _settled: None }
    }
}

impl Job for PendingMarks {
    /// None: marks change nothing that a room's lock guards, and there are many readers.
    fn rooms(&self, _: &mut Vec<Uuid>) {}

    fn weight(&self) -> usize {
        self.marks.len() * ROW
    }

    fn logged(&self) -> usize {
        self.marks.len() * PAGE
    }

    fn apply(&mut self) -> Apply<'_> {
        Apply::Together(Merge::of::<Self>())
    }

    /// Moving a mark twice is the same as moving it once.
    fn doubt(&mut self) -> bool {
        true
    }

    fn answer(&mut self, failed: Option<StoreError>) {
        for mark in &mut self.marks {
            mark.answer(failed.clone());
        }
    }
}

impl Together for PendingMarks {
    /// A mark that follows its member's own message waits for that message.
    const WHEN: When = When::Last;

    async fn apply_all(tx: &mut Tx<'_>, jobs: Vec<&mut Self>) -> Result<bool, sqlx::Error> {
        let mut marks: Vec<&mut PendingMark> =
            jobs.into_iter().flat_map(|job| job.marks.iter_mut()).collect();
        let mut steps = Steps::default();
        for mark in &marks {
            steps.add(mark.place, mark.step);
        }
        if steps.0.is_empty() {
            return Ok(false);
        }
        let members = members(tx.conn(), &steps).await?;
        steps.0.retain(|place, _| members.contains_key(place));
        for (room, user, seq) in advance(tx.conn(), &steps).await? {
            let place = (RoomId::from_uuid(room), UserId::from_uuid(user));
            let (Some(step), Some(shown)) = (steps.0.get(&place), members.get(&place)) else { continue };
            tx.emit(Change::Read { room_id: place.0, user_id: place.1, seq, at: step.at, shown: *shown });
        }
        for mark in &mut marks {
            let is_there = members.contains_key(&mark.place);
            mark.outcome = Some(if is_there { Ok(()) } else { Err(Refusal::NotAMember.into()) });
        }
        Ok(true)
    }
}

/// How far one mark moves in one transaction, whatever the reasons.
#[derive(Clone, Copy)]
struct Step {
    /// Position of the mark when its member sent messages, and the last of those messages. A mark that is still
    /// at `seen` moves to `said`.
    seen: i64,
    said: i64,
    /// Lowest position to move to, or the exact position if `forced`.
    seq: i64,
    forced: bool,
    at: Timestamp,
}

impl Step {
    /// A step that moves nothing: no mark is at -1, and every mark is at 0 or above.
    const NOWHERE: Self = Self { seen: -1, said: 0, seq: 0, forced: false, at: Timestamp::from_millis(0) };

    /// Both steps as one; `later` was requested after this one.
    fn then(self, later: Self) -> Self {
        if later.forced {
            return later;
        }
        let follows = if later.seen >= 0 { later } else { self };
        Self {
            seen: follows.seen,
            said: follows.said.max(self.said),
            seq: self.seq.max(later.seq),
            forced: self.forced,
            at: later.at,
        }
    }
}

/// The marks that a transaction moves, in the order in which they are locked.
#[derive(Default)]
struct Steps(BTreeMap<Place, Step>);

impl Steps {
    fn rooms(&self) -> Vec<Uuid> {
        self.0.keys().map(|(room, _)| room.as_uuid()).collect()
    }

    fn users(&self) -> Vec<Uuid> {
        self.0.keys().map(|(_, user)| user.as_uuid()).collect()
    }

    fn add(&mut self, place: Place, step: Step) {
        self.0.entry(place).and_modify(|before| *before = before.then(step)).or_insert(step);
    }
}

/// Locks the members whose marks move. The value says whether others may see the mark.
async fn members(conn: &mut Conn<'_>, steps: &Steps) -> Result<BTreeMap<Place, bool>, sqlx::Error> {
    let rows: Vec<(Uuid, Uuid, bool)> = match conn {
        Conn::Sqlite(db) => {
            let places: Pairs = steps.0.keys().map(|(room, user)| (room.as_uuid(), user.as_uuid())).collect();
            let most = Limits::RECEIPTS_ROOM_MAX;
            sqlx::query_as(MEMBERS.sqlite).bind(places).bind(most).fetch_all(&mut **db).await?
        }
        Conn::Postgres(db) => {
            let members = sqlx::query_as(MEMBERS.postgres)
                .bind(steps.rooms())
                .bind(steps.users())
                .bind(Limits::RECEIPTS_ROOM_MAX);
            in_time(members.fetch_all(&mut **db)).await?
        }
    };
    Ok(rows
        .into_iter()
        .map(|(room, user, shown)| ((RoomId::from_uuid(room), UserId::from_uuid(user)), shown))
        .collect())
}

/// Moves the marks; returns those that moved, with their new positions.
async fn advance(conn: &mut Conn<'_>, steps: &Steps) -> Result<Vec<(Uuid, Uuid, i64)>, sqlx::Error> {
    match conn {
        Conn::Sqlite(db) => {
            let rows: Vec<_> = steps
                .0
                .iter()
                .map(|((room, user), step)| {
                    let (room, user) = (room.as_uuid().simple(), user.as_uuid().simple());
                    json!([
                        room,
                        user,
                        step.seen,
                        step.said,
                        step.seq,
                        i64::from(step.forced),
                        step.at.as_millis()
                    ])
                })
                .collect();
            let rows = serde_json::Value::Array(rows).to_string();
            sqlx::query_as(MOVE.sqlite).bind(rows).fetch_all(&mut **db).await
        }
        Conn::Postgres(db) => {
            let advance = sqlx::query_as(MOVE.postgres)
                .bind(steps.rooms())
                .bind(steps.users())
                .bind(steps.0.values().map(|step| step.seen).collect::<Vec<_>>())
                .bind(steps.0.values().map(|step| step.said).collect::<Vec<_>>())
                .bind(steps.0.values().map(|step| step.seq).collect::<Vec<_>>())
                .bind(steps.0.values().map(|step| step.forced).collect::<Vec<_>>())
                .bind(steps.0.values().map(|step| step.at.as_millis()).collect::<Vec<_>>());
            in_time(advance.fetch_all(&mut **db)).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1);

    /// New position of a mark in a room of ten messages, as the statement computes it.
    fn moved(mark: i64, step: Step) -> i64 {
        let followed = if mark == step.seen { step.said } else { mark };
        10.min(if step.forced { step.seq } else { step.seq.max(followed) })
    }

    fn steps() -> Vec<Step> {
        let to = |seq, forced| Step { seq, forced, at: NOW, ..Step::NOWHERE };
        (0..12).flat_map(|seq| [to(seq, false), to(seq, true)]).collect()
    }

    #[test]
    fn read12_two_steps_combined_move_a_mark_as_far_as_one_after_the_other() {
        for first in steps() {
            for second in steps() {
                for mark in 0..=10 {
                    assert_eq!(moved(mark, first.then(second)), moved(moved(mark, first), second));
                }
            }
        }
    }

    #[test]
    fn read12_a_mark_that_follows_and_moves_does_both() {
        let follow = Step { seen: 4, said: 6, at: NOW, ..Step::NOWHERE };
        for second in steps() {
            for mark in 0..=10 {
                assert_eq!(moved(mark, follow.then(second)), moved(moved(mark, follow), second));
            }
        }
    }
}
