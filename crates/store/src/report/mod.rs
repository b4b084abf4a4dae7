//! Reports: members tell the moderators of a room about a message; moderators deal with them.
//!
//! A report says nothing to the author of the message, and nothing but its receipt to the reporter.

use confluence_protocol::{
    AuditAction, Change, CreateReport, Limits, MessageId, OpenReport, OpenReports, Report, ReportId,
    ReportOutcome, ReportReceipt, ReportState, Reports, RoomId, ServerFrame, Timestamp, UserId, excerpt,
};
use confluence_rights::{Administrator, GroupMember, Moderator, Proof};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    audit::{self, Entry},
    engine::{
        cursor::{self, Cursor},
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::word,
    },
    message::edits::standing_alive,
    person::row::user_ref,
    room::seats,
};

/// Selects [`ReportRow`]s.
macro_rules! report_select {
    () => {
        "SELECT p.id, p.room_id, p.message_id, p.reason, p.created_at, p.state, p.closed_by,
                m.seq, substr(m.body, 1, 400) AS body, m.deleted_at,
                a.id AS author_id, a.username AS author_username, a.display_name AS author_name,
                a.avatar_id AS author_avatar_id,
                u.id AS reporter_id, u.username AS reporter_username, u.display_name AS reporter_name,
                u.avatar_id AS reporter_avatar_id
         FROM reports p
         JOIN messages m ON m.room_id = p.room_id AND m.id = p.message_id
         JOIN users a ON a.id = m.author_id
         JOIN users u ON u.id = p.reporter_id "
    };
}

statements! {
    INSERT = (
        "INSERT INTO reports (room_id, id, message_id, reporter_id, reason, created_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, 'open') ON CONFLICT DO NOTHING"
    );
    RECEIPT = (
        "SELECT id, reason, created_at FROM reports WHERE room_id = $1 AND message_id = $2 AND reporter_id = $3"
    );
    ONE = (report_select!() "WHERE p.room_id = $1 AND p.id = $2");
    PAGE = (report_select!() "WHERE p.room_id = $1 AND p.id < $2 ORDER BY p.id DESC LIMIT $3");
    PAGE_OF_STATE = (
        report_select!() "WHERE p.room_id = $1 AND p.state = $4 AND p.id < $2 ORDER BY p.id DESC LIMIT $3"
    );
    COUNT_OPEN = (
        "SELECT count(*) FROM (
            SELECT id FROM reports WHERE room_id = $1 AND state = 'open' LIMIT 100
         ) AS named"
    );
    CLOSE = (
        "UPDATE reports SET state = $3, closed_by = $4, closed_at = $5 WHERE room_id = $1 AND id = $2 AND state <> $3"
    );
    // Reports of deleted rooms are skipped: their rows are deleted soon.
    ALL_OPEN = (
        "SELECT p.id, p.room_id, r.name AS room_name, p.message_id, p.created_at, r.kind = 'public' AS public,
                CASE WHEN r.kind = 'public' THEN p.reason ELSE '' END AS reason,
                CASE WHEN r.kind = 'public' THEN substr(m.body, 1, 400) ELSE '' END AS body,
                a.id AS author_id, a.username AS author_username, a.display_name AS author_name,
                a.avatar_id AS author_avatar_id
         FROM reports p
         JOIN rooms r ON r.id = p.room_id AND r.deleted_at IS NULL
         JOIN messages m ON m.room_id = p.room_id AND m.id = p.message_id
         JOIN users a ON a.id = m.author_id
         WHERE p.state = 'open' AND r.kind <> 'direct' AND p.id < $1 ORDER BY p.id DESC LIMIT $2"
    );
}

impl Store {
    /// Reports a message. Repeating it changes nothing, and the answer is the first report. `NotFound`, `Deleted` for
    /// a tombstone that the member has not reported before.
    pub async fn report(
        &self,
        by: GroupMember,
        message: MessageId,
        form: CreateReport,
        now: Timestamp,
    ) -> Result<ReportReceipt, StoreError> {
        self.write(MakeReport { by, message, form, now }).await
    }

    /// A page of the room's reports, newest first, and the number of open ones; `limit` is 1–200. `InvalidCursor`.
    pub async fn reports(
        &self,
        by: Moderator,
        state: Option<ReportState>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Reports, StoreError> {
        let before = Cursor::<Uuid>::parse(cursor)?.unwrap_or(Uuid::max());
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let (room, most) = (by.room_id().as_uuid(), cursor::one_more(limit));
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let rows = match state {
            None => on_db!(conn, PAGE, [room, before, most] => all ReportRow)?,
            Some(state) => {
                on_db!(conn, PAGE_OF_STATE, [room, before, most, state.as_str()] => all ReportRow)?
            }
        };
        let (rows, more) = cursor::cut(rows, limit);
        let next_cursor = rows.last().filter(|_| more).map(|row| Cursor::write(&row.id));
        let reports = rows.into_iter().map(Report::try_from).collect::<Result<_, _>>()?;
        Ok(Reports { reports, open: open(conn, by.room_id()).await?, next_cursor })
    }

    /// Sets what became of a report; the same outcome again changes nothing. `NotFound`.
    pub async fn close_report(
        &self,
        by: Moderator,
        id: ReportId,
        outcome: ReportOutcome,
        now: Timestamp,
    ) -> Result<Report, StoreError> {
        self.write(CloseReport { by, id, outcome, now }).await
    }

    /// A page of the open reports of all rooms, newest first; `limit` is 1–200. Of private rooms, neither message,
    /// author nor reason is in it. `InvalidCursor`.
    pub async fn all_reports(
        &self,
        _by: Administrator,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<OpenReports, StoreError> {
        let before = Cursor::<Uuid>::parse(cursor)?.unwrap_or(Uuid::max());
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut read = self.read_large().await?;
        let rows = on_db!(&mut read.conn(), ALL_OPEN, [before, cursor::one_more(limit)] => all OpenRow)?;
        let (rows, more) = cursor::cut(rows, limit);
        let next_cursor = rows.last().filter(|_| more).map(|row| Cursor::write(&row.id));
        Ok(OpenReports { reports: rows.into_iter().map(OpenReport::from).collect(), next_cursor })
    }
}

/// Number of open reports in the room, counted up to 100.
async fn open(conn: &mut Conn<'_>, room_id: RoomId) -> Result<i64, sqlx::Error> {
    let (open,) = on_db!(conn, COUNT_OPEN, [room_id.as_uuid()] => one (i64,))?;
    Ok(open)
}

/// Tells the moderators how many reports are open.
async fn tell(tx: &mut Tx<'_>, room_id: RoomId) -> Result<(), Fault> {
    let user_ids = seats::moderators(tx, room_id).await?;
    let open = open(tx.conn(), room_id).await?;
    tx.emit(Change::Moderators { room_id, user_ids, frame: ServerFrame::RoomReports { room_id, open } });
    Ok(())
}

#[derive(FromRow)]
struct ReportRow {
    id: Uuid,
    room_id: Uuid,
    message_id: Uuid,
    reason: String,
    created_at: i64,
    state: String,
    closed_by: Option<Uuid>,
    seq: i64,
    body: String,
    deleted_at: Option<i64>,
    author_id: Uuid,
    author_username: Option<String>,
    author_name: String,
    author_avatar_id: Option<Uuid>,
    reporter_id: Uuid,
    reporter_username: Option<String>,
    reporter_name: String,
    reporter_avatar_id: Option<Uuid>,
}

impl TryFrom<ReportRow> for Report {
    type Error = sqlx::Error;

    fn try_from(row: ReportRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: ReportId::from_uuid(row.id),
            room_id: RoomId::from_uuid(row.room_id),
            message_id: MessageId::from_uuid(row.message_id),
            message_seq: row.seq,
            excerpt: excerpt(&row.body),
            deleted: row.deleted_at.is_some(),
            author: user_ref(row.author_id, row.author_username, row.author_name, row.author_avatar_id),
            reporter: user_ref(
                row.reporter_id,
                row.reporter_username,
                row.reporter_name,
                row.reporter_avatar_id,
            ),
            reason: row.reason,
            created_at: Timestamp::from_millis(row.created_at),
            state: word(ReportState::from_word, &row.state)?,
            closed_by: row.closed_by.map(UserId::from_uuid),
        })
    }
}

#[derive(FromRow)]
struct OpenRow {
    id: Uuid,
    room_id: Uuid,
    room_name: String,
    message_id: Uuid,
    reason: String,
    created_at: i64,
    public: bool,
    body: String,
    author_id: Uuid,
    author_username: Option<String>,
    author_name: String,
    author_avatar_id: Option<Uuid>,
}

impl From<OpenRow> for OpenReport {
    fn from(row: OpenRow) -> Self {
        let author = user_ref(row.author_id, row.author_username, row.author_name, row.author_avatar_id);
        Self {
            id: ReportId::from_uuid(row.id),
            room_id: RoomId::from_uuid(row.room_id),
            room_name: row.room_name,
            message_id: row.public.then(|| MessageId::from_uuid(row.message_id)),
            author: row.public.then_some(author),
            excerpt: excerpt(&row.body),
            reason: row.reason,
            created_at: Timestamp::from_millis(row.created_at),
        }
    }
}

struct MakeReport {
    by: GroupMember,
    message: MessageId,
    form: CreateReport,
    now: Timestamp,
}

impl MakeReport {
    /// The report that this person made of this message, if there is one.
    async fn receipt(&self, tx: &mut Tx<'_>) -> Result<Option<ReportReceipt>, sqlx::Error> {
        let (room, message) = (self.by.room_id().as_uuid(), self.message.as_uuid());
        let reporter = self.by.user_id().as_uuid();
        let row = on_db!(tx.conn(), RECEIPT, [room, message, reporter] => optional (Uuid, String, i64))?;
        Ok(row.map(|(id, reason, created_at)| ReportReceipt {
            id: ReportId::from_uuid(id),
            message_id: self.message,
            reason,
            created_at: Timestamp::from_millis(created_at),
        }))
    }
}

impl Mutation for MakeReport {
    type Output = ReportReceipt;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<ReportReceipt, Fault> {
        let by = seats::still(tx, self.by).await?;
        if let Some(receipt) = self.receipt(tx).await? {
            return Ok(receipt);
        }
        let room_id = by.room_id();
        standing_alive(tx, room_id, self.message).await?;
        on_db!(
            tx.conn(),
            INSERT,
            [
                room_id.as_uuid(),
                ReportId::new(self.now).as_uuid(),
                self.message.as_uuid(),
                by.user_id().as_uuid(),
                self.form.reason.as_str(),
                self.now.as_millis(),
            ] => count
        )?;
        tell(tx, room_id).await?;
        Ok(self.receipt(tx).await?.ok_or(StoreError::NotFound)?)
    }
}

struct CloseReport {
    by: Moderator,
    id: ReportId,
    outcome: ReportOutcome,
    now: Timestamp,
}

impl Mutation for CloseReport {
    type Output = Report;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Report, Fault> {
        let by = seats::still(tx, self.by).await?;
        let (room_id, id) = (by.room_id(), self.id.as_uuid());
        let (room, outcome) = (room_id.as_uuid(), self.outcome.as_str());
        let (user, at) = (by.user_id().as_uuid(), self.now.as_millis());
        let closed = on_db!(tx.conn(), CLOSE, [room, id, outcome, user, at] => count)?;
        let row = on_db!(tx.conn(), ONE, [room, id] => optional ReportRow)?;
        let report = Report::try_from(row.ok_or(StoreError::NotFound)?)?;
        if closed > 0 {
            tell(tx, room_id).await?;
            let action = match self.outcome {
                ReportOutcome::Done => AuditAction::ReportDone,
                ReportOutcome::Dismissed => AuditAction::ReportDismissed,
            };
            let act = audit::act(&by, action, self.now);
            audit::record(tx, Entry { target: Some(report.author.id), ..act }).await?;
        }
        Ok(report)
    }
}
