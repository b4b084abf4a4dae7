//! Read marks: one number a member, a high-water mark, never a row a message and reader.
//!
//! Marks are gathered (see [`crate::reading::gather`]) and all marks of a batch move in one statement. That statement
//! compares: what another node wrote in the meantime is never moved back except on purpose.

use std::collections::BTreeMap;

use confluence_protocol::{Change, Limits, MarkRead, ReadState, RoomId, Timestamp, UserId};
use confluence_rights::{Member, Proof, Refusal};
use serde_json::json;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{Conn, Sql, in_time},
        lists::Pairs,
        writer::Tx,
    },
};

/// Which of these members exist, and whether others may see their marks. Locked in one order, so that two nodes
/// never wait for each other in a circle.
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

/// Where a mark `m` moves by `j`: first along with the member's own message, if it is still where it was seen,
/// then where the member wants it, and never past the newest message of the room `r`.
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

impl Store {
    /// Moves the mark: forward, back only with `force`, never past the newest message nor below 0; takes
    /// no version. Answers once the mark is durable, with what is unread after it. The statement that moves it finds
    /// nothing where the membership has ended.
    pub async fn mark_read(
        &self,
        by: Member,
        mark: MarkRead,
        now: Timestamp,
    ) -> Result<ReadState, StoreError> {
        self.move_mark(by, mark, now).await?;
        self.read_state(by.room_id(), by.user_id()).await
    }

    /// Moves the mark as [`Store::mark_read`] does and counts nothing.
    pub async fn move_mark(&self, by: Member, mark: MarkRead, now: Timestamp) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        let place = (by.room_id(), by.user_id());
        let step = Step { seq: mark.seq.max(0), forced: mark.force, at: now, ..Step::NOWHERE };
        self.gather(PendingMark { place, step, outcome: None, reply: Some(reply) }).await?;
        match answer.await.unwrap_or(Err(StoreError::Unavailable)) {
            // They are not there any more: what they may know of the room costs a look only here.
            Err(StoreError::Refused(_)) => {
                let seat = self.seat(by.room_id(), by.user_id()).await?.ok_or(Refusal::Hidden)?;
                Err(Member::of(&seat).map_or_else(StoreError::from, |_| StoreError::Unavailable))
            }
            outcome => outcome,
        }
    }
}

/// Whose mark.
type Place = (RoomId, UserId);

/// A mark in the queue, with its waiting caller.
pub(crate) struct PendingMark {
    place: Place,
    step: Step,
    outcome: Option<Result<(), StoreError>>,
    reply: Option<oneshot::Sender<Result<(), StoreError>>>,
}

impl PendingMark {
    pub(crate) fn answer(&mut self, failed: Option<StoreError>) {
        let outcome =
            failed.map(Err).or_else(|| self.outcome.clone()).unwrap_or(Err(StoreError::Unavailable));
        if let Some(reply) = self.reply.take() {
            // The caller may be gone; the mark has moved all the same.
            let _ = reply.send(outcome);
        }
    }
}

/// How one mark moves in one batch, whatever asked for it.
#[derive(Clone, Copy)]
struct Step {
    /// Where it was when its member said something, and what they said: it follows from the one to the other.
    seen: i64,
    said: i64,
    /// How far it has to go at least, or exactly where `forced`.
    seq: i64,
    forced: bool,
    at: Timestamp,
}

impl Step {
    /// No mark is at -1, and every mark is at 0 at least.
    const NOWHERE: Self = Self { seen: -1, said: 0, seq: 0, forced: false, at: Timestamp::from_millis(0) };

    /// Both steps as one: `later` is what was asked for after this one.
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

/// The marks that a transaction will move, in the order in which they are locked.
#[derive(Clone, Default)]
pub(crate) struct Steps(BTreeMap<Place, Step>);

impl Steps {
    /// The member's mark was at `seen`, with nothing unread between it and what they said themselves, up to
    /// `said`: it follows.
    pub(crate) fn follow(&mut self, room_id: RoomId, user_id: UserId, seen: i64, said: i64, at: Timestamp) {
        self.add((room_id, user_id), Step { seen, said, at, ..Step::NOWHERE });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

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

/// Moves all marks of a transaction, after everything else in it, and leaves the outcome in those that wait.
pub(crate) async fn settle(tx: &mut Tx<'_>, waiting: Vec<&mut PendingMark>) -> Result<(), sqlx::Error> {
    let mut steps = std::mem::take(&mut tx.steps);
    for mark in &waiting {
        steps.add(mark.place, mark.step);
    }
    if steps.is_empty() {
        return Ok(());
    }
    let members = members(tx.conn(), &steps).await?;
    steps.0.retain(|place, _| members.contains_key(place));
    for (room, user, seq) in advance(tx.conn(), &steps).await? {
        let place = (RoomId::from_uuid(room), UserId::from_uuid(user));
        let (Some(step), Some(shown)) = (steps.0.get(&place), members.get(&place)) else { continue };
        tx.emit(Change::Read { room_id: place.0, user_id: place.1, seq, at: step.at, shown: *shown });
    }
    for mark in waiting {
        let is_there = members.contains_key(&mark.place);
        mark.outcome = Some(if is_there { Ok(()) } else { Err(Refusal::NotAMember.into()) });
    }
    Ok(())
}

/// Locks the members whose marks move; tells of each whether others may see theirs.
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

/// The marks that moved, and where they are now.
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

    /// Where a mark gets to in a room of ten messages, as the statement computes it.
    fn moved(mark: i64, step: Step) -> i64 {
        let followed = if mark == step.seen { step.said } else { mark };
        10.min(if step.forced { step.seq } else { step.seq.max(followed) })
    }

    fn steps() -> Vec<Step> {
        let to = |seq, forced| Step { seq, forced, at: NOW, ..Step::NOWHERE };
        (0..12).flat_map(|seq| [to(seq, false), to(seq, true)]).collect()
    }

    #[test]
    fn read12_two_steps_as_one_lead_where_they_lead_one_after_the_other() {
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
