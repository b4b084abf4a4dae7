//! Sessions and their refresh tokens. Only hashes of the tokens are stored.

use confluence_protocol::{Change, SessionId, Timestamp, UserId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{Conn, Sql, on_db, statements},
        error::Fault,
        lists::Ids,
        queue::Mutation,
        tx::Tx,
    },
};

/// Selects [`SessionRow`]s.
macro_rules! session_select {
    () => {
        "SELECT s.id, s.user_id, s.created_at, s.last_used_at, s.expires_at, s.revoked_at, s.user_agent
         FROM sessions s "
    };
}

statements! {
    ONE = (session_select!() "WHERE s.id = $1");
    OF_TOKEN = (session_select!() "JOIN refresh_tokens t ON t.session_id = s.id WHERE t.hash = $1");
    OF_USER = (
        session_select!() "WHERE s.user_id = $1 AND s.revoked_at IS NULL AND s.expires_at > $2
         ORDER BY s.last_used_at DESC, s.id DESC"
    );
    LIVE = (
        "SELECT s.id FROM sessions s WHERE s.id IN " ids(1) " AND s.revoked_at IS NULL AND s.expires_at > $2"
    );
    INSERT = (
        "INSERT INTO sessions (id, user_id, user_agent, created_at, last_used_at, expires_at)
         SELECT $1, u.id, $3, $4, $4, CASE WHEN u.guest_until < $5 THEN u.guest_until ELSE $5 END FROM users u WHERE u.id = $2"
    );
    INSERT_TOKEN = ("INSERT INTO refresh_tokens (hash, session_id) VALUES ($1, $2)");
    // Locked, so that two nodes that receive the same token agree on which of them was first.
    TOKEN = ("SELECT used_at FROM refresh_tokens WHERE hash = $1" lock);
    USED_AT = ("SELECT used_at FROM refresh_tokens WHERE hash = $1");
    USE_TOKEN = ("UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1");
    // A session that is refreshed for a month collects thousands of used tokens; those older than that are
    // useless.
    FORGET_TOKENS = ("DELETE FROM refresh_tokens WHERE session_id = $1 AND used_at < $2");
    // A session of a month has thousands of tokens: they are deleted first, in steps, and then the session.
    OVER = (
        "SELECT id FROM sessions WHERE expires_at < $1
         UNION ALL SELECT id FROM sessions WHERE revoked_at < $1 LIMIT 1"
    );
    FORGET_SOME_TOKENS = (
        "DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM refresh_tokens WHERE session_id = $1 LIMIT $2)"
    );
    FORGET = ("DELETE FROM sessions WHERE id = $1");
    // No session of a guest lasts longer than the guest may stay.
    PROLONG = (
        "UPDATE sessions SET last_used_at = $2, expires_at =
            CASE WHEN (SELECT u.guest_until FROM users u WHERE u.id = sessions.user_id) < $3
                 THEN (SELECT u.guest_until FROM users u WHERE u.id = sessions.user_id) ELSE $3 END
         WHERE id = $1 AND revoked_at IS NULL RETURNING expires_at"
    );
    REFIT = (
        "UPDATE sessions SET expires_at = CASE WHEN last_used_at + $4 < $2 THEN last_used_at + $4 ELSE $2 END
         WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $3"
    );
    LOWER = ("UPDATE sessions SET elevated_until = NULL WHERE id = $1");
    // Locked, so that a sign-in and a suspension agree on which of them was first.
    SUSPENSION = (
        "SELECT delete_after IS NOT NULL OR suspended_at IS NOT NULL AND (suspended_until IS NULL OR suspended_until > $2),
                CASE WHEN delete_after IS NULL THEN suspended_until END, guest_until <= $2
         FROM users WHERE id = $1 AND deleted_at IS NULL" lock
    );
    REVOKE = (
        "UPDATE sessions SET revoked_at = " now " WHERE id = $1 AND revoked_at IS NULL RETURNING id, user_id"
    );
    REVOKE_ALL = (
        "UPDATE sessions SET revoked_at = " now "
         WHERE user_id = $1 AND revoked_at IS NULL AND id <> $2 RETURNING id, user_id"
    );
}

/// How long a session is kept after it ended or expired, in milliseconds: 30 days. After that, its refresh
/// tokens are unknown.
const KEEP_MILLIS: i64 = REMEMBER_MILLIS;
/// Maximum number of rows that one call of [`Store::forget_sessions`] deletes.
const FORGET_STEP: i64 = 200;
/// For how long a used refresh token still yields its successor, in milliseconds. Needed when two tabs
/// refresh at once, or when an answer is lost.
const REPEAT_MILLIS: i64 = 10_000;
/// How long used refresh tokens are remembered, in milliseconds: 30 days, the lifetime of a session.
const REMEMBER_MILLIS: i64 = 30 * 24 * 3_600_000;

/// A session to create.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Id of the new session.
    pub id: SessionId,
    /// The user who signed in.
    pub user_id: UserId,
    /// Hash of its first refresh token.
    pub refresh_hash: [u8; 32],
    /// `User-Agent` of the browser or program.
    pub user_agent: String,
    /// Creation time.
    pub now: Timestamp,
    /// Expiry time, unless it is refreshed before.
    pub expires_at: Timestamp,
}

/// One sign-in on one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Id of the session.
    pub id: SessionId,
    /// The user who signed in.
    pub user_id: UserId,
    /// Time of the sign-in.
    pub created_at: Timestamp,
    /// Time of the last refresh, or of the sign-in.
    pub last_used_at: Timestamp,
    /// Expiry time, unless it is refreshed before.
    pub expires_at: Timestamp,
    /// Whether it was ended before it expired.
    pub revoked: bool,
    /// `User-Agent` of the browser or program.
    pub user_agent: String,
}

/// Outcome of using a refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It was used for the first time; its successor is now the valid one.
    Rotated(Session),
    /// It was first used within the last 10 s; the caller gets the same successor again.
    Repeated(Session),
    /// It is valid and stays so, because it could not be replaced: the disk is full.
    Kept(Session),
    /// It was used more than 10 s ago, so somebody has copied it. The session is revoked now or, if the disk
    /// is full, at the next use once there is space.
    Reused,
    /// There is no such token, or its session has ended.
    Unknown,
}

impl Store {
    /// Creates a session, which lasts no longer than a guest may stay. `Suspended`; `GuestEnded`; `NotFound` if the account was deleted.
    pub async fn create_session(&self, session: NewSession) -> Result<(), StoreError> {
        self.write(Open { session }).await
    }

    /// A session, even if it has ended.
    pub async fn session(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), ONE, [id.as_uuid()] => optional SessionRow)?;
        Ok(row.map(Session::from))
    }

    /// Uses a refresh token and replaces it by its successor. On a full disk nothing is written and no
    /// session extended: people can go on reading, and copied tokens are detected once there is space.
    pub async fn rotate(
        &self,
        old_hash: [u8; 32],
        new_hash: [u8; 32],
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Rotation, StoreError> {
        match self.write(Rotate { old_hash, new_hash, now, expires_at }).await {
            Err(StoreError::Full) => {
                let mut snapshot = self.snapshot().await?;
                let conn = &mut snapshot.conn();
                let token = on_db!(conn, USED_AT, [old_hash.as_slice()] => optional (Option<i64>,))?;
                let session = of_token(conn, &old_hash).await?;
                Ok(match judge(token, session, now) {
                    Rotation::Rotated(session) => Rotation::Kept(session),
                    other => other,
                })
            }
            outcome => outcome,
        }
    }

    /// The session that a refresh token belongs to, used or not.
    pub async fn session_of_refresh(&self, hash: [u8; 32]) -> Result<Option<Session>, StoreError> {
        let mut read = self.read().await?;
        Ok(of_token(&mut read.conn(), &hash).await?)
    }

    /// Ends a session; does nothing if it does not exist or has already ended.
    pub async fn end_session(&self, id: SessionId) -> Result<(), StoreError> {
        self.write(End { id }).await
    }

    /// Ends a session of this user. `NotFound` if it is not theirs or has already been ended.
    pub async fn end_session_of(&self, user_id: UserId, id: SessionId) -> Result<(), StoreError> {
        self.write(EndOf { user_id, id }).await
    }

    /// Deletes some of the sessions that ended or expired more than 30 days ago, with their tokens; returns
    /// whether there may be more.
    pub async fn forget_sessions(&self, now: Timestamp) -> Result<bool, StoreError> {
        let before = now.as_millis() - KEEP_MILLIS;
        let any = {
            let mut read = self.read_large().await?;
            on_db!(&mut read.conn(), OVER, [before] => optional (Uuid,))?
        };
        if any.is_none() { Ok(false) } else { self.write(ForgetSessions { before }).await }
    }

    /// The user's sessions that are valid at `now`, most recently used first.
    pub async fn sessions_of(&self, user_id: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let mut read = self.read_large().await?;
        let rows = on_db!(&mut read.conn(), OF_USER, [user_id.as_uuid(), now.as_millis()] => all SessionRow)?;
        Ok(rows.into_iter().map(Session::from).collect())
    }

    /// Those of these sessions that are valid at `now`.
    pub async fn live_sessions(
        &self,
        ids: &[SessionId],
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StoreError> {
        let list = || ids.iter().copied().map(SessionId::as_uuid).collect::<Ids>();
        let mut read = self.read().await?;
        let rows = on_db!(&mut read.conn(), LIVE, [list(), now.as_millis()] => all (Uuid,))?;
        Ok(rows.into_iter().map(|(id,)| SessionId::from_uuid(id)).collect())
    }
}

#[derive(FromRow)]
struct SessionRow {
    id: Uuid,
    user_id: Uuid,
    created_at: i64,
    last_used_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
    user_agent: String,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            id: SessionId::from_uuid(row.id),
            user_id: UserId::from_uuid(row.user_id),
            created_at: Timestamp::from_millis(row.created_at),
            last_used_at: Timestamp::from_millis(row.last_used_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            revoked: row.revoked_at.is_some(),
            user_agent: row.user_agent,
        }
    }
}

async fn of_token(conn: &mut Conn<'_>, hash: &[u8; 32]) -> Result<Option<Session>, sqlx::Error> {
    let row = on_db!(conn, OF_TOKEN, [hash.as_slice()] => optional SessionRow)?;
    Ok(row.map(Session::from))
}

/// Runs a statement that revokes sessions and emits the end of each; returns their number.
async fn revoke(tx: &mut Tx<'_>, statement: Sql, of: Uuid, but: Option<Uuid>) -> Result<usize, Fault> {
    let ended = match but {
        None => on_db!(tx.conn(), statement, [of] => all (Uuid, Uuid))?,
        Some(but) => on_db!(tx.conn(), statement, [of, but] => all (Uuid, Uuid))?,
    };
    for (id, user_id) in &ended {
        let (session_id, user_id) = (SessionId::from_uuid(*id), UserId::from_uuid(*user_id));
        tx.emit(Change::SessionEnded { session_id, user_id });
    }
    Ok(ended.len())
}

/// Ends every session of the user except `keep`.
pub(crate) async fn revoke_all(
    tx: &mut Tx<'_>,
    user_id: UserId,
    keep: Option<SessionId>,
) -> Result<(), Fault> {
    // No session has the nil id.
    let keep = keep.map_or(Uuid::nil(), SessionId::as_uuid);
    revoke(tx, REVOKE_ALL, user_id.as_uuid(), Some(keep)).await.map(drop)
}

/// Lets the user's sessions last as long as sessions last, but at most until `end`.
pub(crate) async fn refit(
    tx: &mut Tx<'_>,
    user_id: UserId,
    end: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Fault> {
    let end = end.map_or(i64::MAX, Timestamp::as_millis);
    on_db!(tx.conn(), REFIT, [user_id.as_uuid(), end, now.as_millis(), REMEMBER_MILLIS] => count)?;
    Ok(())
}

impl NewSession {
    /// Creates the session of an account that can sign in.
    pub(crate) async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        on_db!(
            tx.conn(),
            INSERT,
            [
                self.id.as_uuid(),
                self.user_id.as_uuid(),
                self.user_agent.as_str(),
                self.now.as_millis(),
                self.expires_at.as_millis(),
            ] => count
        )?;
        on_db!(tx.conn(), INSERT_TOKEN, [self.refresh_hash.as_slice(), self.id.as_uuid()] => count)?;
        Ok(())
    }
}

struct Open {
    session: NewSession,
}

impl Mutation for Open {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let NewSession { user_id, now, .. } = &self.session;
        let found = on_db!(
            tx.conn(),
            SUSPENSION,
            [user_id.as_uuid(), now.as_millis()] => optional (bool, Option<i64>, Option<bool>)
        )?;
        match found {
            None => Err(StoreError::NotFound.into()),
            Some((true, until, _)) => Err(StoreError::Suspended(until.map(Timestamp::from_millis)).into()),
            Some((false, _, Some(true))) => Err(StoreError::GuestEnded.into()),
            Some((false, ..)) => self.session.apply(tx).await,
        }
    }
}

/// Ends the elevation of a session.
pub(crate) async fn lower(tx: &mut Tx<'_>, id: SessionId) -> Result<(), Fault> {
    on_db!(tx.conn(), LOWER, [id.as_uuid()] => count)?;
    Ok(())
}

/// Decides what using a token means, from the time of its first use and its session; `None` where either is
/// missing.
fn judge(token: Option<(Option<i64>,)>, session: Option<Session>, now: Timestamp) -> Rotation {
    let (Some((used_at,)), Some(session)) = (token, session) else { return Rotation::Unknown };
    if session.revoked || session.expires_at <= now {
        return Rotation::Unknown;
    }
    match used_at {
        None => Rotation::Rotated(session),
        Some(used_at) if now.as_millis() - used_at <= REPEAT_MILLIS => Rotation::Repeated(session),
        Some(_) => Rotation::Reused,
    }
}

struct Rotate {
    old_hash: [u8; 32],
    new_hash: [u8; 32],
    now: Timestamp,
    expires_at: Timestamp,
}

impl Mutation for Rotate {
    type Output = Rotation;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Rotation, Fault> {
        let old = self.old_hash.as_slice();
        let now = self.now.as_millis();
        let token = on_db!(tx.conn(), TOKEN, [old] => optional (Option<i64>,))?;
        let found = of_token(tx.conn(), &self.old_hash).await?;
        let reused = found.as_ref().map(|session| session.id.as_uuid());
        let mut session = match judge(token, found, self.now) {
            Rotation::Rotated(session) => session,
            Rotation::Reused => {
                if let Some(id) = reused {
                    revoke(tx, REVOKE, id, None).await?;
                }
                return Ok(Rotation::Reused);
            }
            other => return Ok(other),
        };
        let id = session.id.as_uuid();
        on_db!(tx.conn(), USE_TOKEN, [old, now] => count)?;
        on_db!(tx.conn(), INSERT_TOKEN, [self.new_hash.as_slice(), id] => count)?;
        on_db!(tx.conn(), FORGET_TOKENS, [id, now - REMEMBER_MILLIS] => count)?;
        let prolonged =
            on_db!(tx.conn(), PROLONG, [id, now, self.expires_at.as_millis()] => optional (i64,))?;
        let Some((expires_at,)) = prolonged else {
            // Revoked on another node since it was read above.
            return Ok(Rotation::Unknown);
        };
        session.last_used_at = self.now;
        session.expires_at = Timestamp::from_millis(expires_at);
        Ok(Rotation::Rotated(session))
    }
}

struct End {
    id: SessionId,
}

impl Mutation for End {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        revoke(tx, REVOKE, self.id.as_uuid(), None).await.map(drop)
    }
}

struct EndOf {
    user_id: UserId,
    id: SessionId,
}

impl Mutation for EndOf {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let row = on_db!(tx.conn(), ONE, [self.id.as_uuid()] => optional SessionRow)?;
        if row.is_none_or(|row| row.user_id != self.user_id.as_uuid())
            || revoke(tx, REVOKE, self.id.as_uuid(), None).await? == 0
        {
            return Err(StoreError::NotFound.into());
        }
        Ok(())
    }
}

struct ForgetSessions {
    before: i64,
}

impl Mutation for ForgetSessions {
    type Output = bool;

    // Every row may be on a page of its own, and has entries in several indexes.
    fn logged(&self) -> usize {
        1024 * 1024
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<bool, Fault> {
        let mut left = FORGET_STEP;
        while left > 0 {
            let Some((id,)) = on_db!(tx.conn(), OVER, [self.before] => optional (Uuid,))? else {
                return Ok(false);
            };
            let tokens = on_db!(tx.conn(), FORGET_SOME_TOKENS, [id, left] => count)?;
            left -= i64::try_from(tokens).unwrap_or(left);
            if left > 0 {
                on_db!(tx.conn(), FORGET, [id] => count)?;
                left -= 1;
            }
        }
        Ok(true)
    }
}
