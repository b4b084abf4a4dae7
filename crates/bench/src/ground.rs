//! Rooms with a long history or very many members, written straight into the database of an idle server.
//!
//! Sending a million messages through the server would take minutes and measure something else, and so would
//! a hundred thousand sign-ups. This is the only SQL outside the store. It writes only text that it generates
//! itself.

use std::path::PathBuf;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};
use uuid::Uuid;

use crate::{people::Person, server::Server};

/// The database of the server.
pub enum Ground {
    Sqlite(PathBuf),
    Postgres(String),
}

/// Contents for a room. The reader is the author of the second quarter and of every seventh message; the
/// third quarter and every eleventh message are deleted.
pub struct History<'a> {
    pub room: Uuid,
    pub rows: u64,
    pub reader: Uuid,
    pub others: &'a [Person],
}

impl Ground {
    /// The database of a running server, which is at `DATABASE_URL` or in its data folder.
    pub fn of(server: &Server) -> Self {
        match std::env::var("DATABASE_URL") {
            Ok(url) => Self::Postgres(url),
            Err(_) => Self::Sqlite(server.folder().join("confluence.db")),
        }
    }

    fn id(&self, id: Uuid) -> String {
        match self {
            Self::Sqlite(_) => format!("X'{}'", id.simple()),
            Self::Postgres(_) => format!("'{id}'::uuid"),
        }
    }

    /// Runs statements in one transaction.
    async fn run(&self, statements: &[String]) -> anyhow::Result<()> {
        let script = AssertSqlSafe(format!("BEGIN;\n{};\nCOMMIT;", statements.join(";\n")));
        match self {
            Self::Sqlite(path) => {
                let mut conn = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await?;
                conn.execute("PRAGMA busy_timeout = 60000").await?;
                sqlx::raw_sql(script).execute(&mut conn).await?;
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
                conn.close().await?;
            }
            Self::Postgres(url) => {
                let mut conn = PgConnection::connect(url).await?;
                sqlx::raw_sql(script).execute(&mut conn).await?;
                conn.execute("VACUUM ANALYZE").await?;
                conn.close().await?;
            }
        }
        Ok(())
    }

    /// Inserts accounts with one session each as members of the room.
    pub async fn add_members(&self, room: Uuid, people: &[Person]) -> anyhow::Result<()> {
        let room = self.id(room);
        let mut statements = self.accounts(people);
        for person in people {
            let user = self.id(person.user);
            statements.push(format!(
                "INSERT INTO members (room_id, user_id, role, joined_at, last_read_seq, notify)
                 VALUES ({room}, {user}, 'member', 1, 0, 'all')"
            ));
        }
        let count = people.len();
        statements.push(format!("UPDATE rooms SET member_count = member_count + {count} WHERE id = {room}"));
        self.run(&statements).await
    }

    /// Inserts accounts with one session each, in no room.
    pub async fn add_people(&self, people: &[Person]) -> anyhow::Result<()> {
        self.run(&self.accounts(people)).await
    }

    /// Inserts as many accounts without a session as the largest of these rooms gets, and the first of them as
    /// members of each room, as many as it says. Their names begin with every letter. Their read marks are spread
    /// evenly from 1 to `last_seq`.
    pub async fn add_crowd(&self, rooms: &[(Uuid, u64)], last_seq: u64) -> anyhow::Result<()> {
        let (no, yes) = self.words();
        let most = rooms.iter().map(|(_, members)| *members).max().unwrap_or(0);
        // Two runs on one database differ in it.
        let begun = confluence_client::now().as_millis();
        let (id, letter) = match self {
            Self::Sqlite(_) => {
                (format!("unhex(printf('%012x70008000%012x', {begun} + seq, seq))"), "char(97 + seq % 26)")
            }
            Self::Postgres(_) => (
                format!(
                    "(lpad(to_hex({begun} + seq), 12, '0') || '70008000' || lpad(to_hex(seq), 12, '0'))::uuid"
                ),
                "chr(97 + seq % 26)",
            ),
        };
        let name = format!("{letter} || '_people_{begun}_' || seq");
        let mut statements = vec![format!(
            "INSERT INTO users (id, username, display_name, display_name_folded, bio, is_admin, is_bot,
                                read_receipts, created_at)
             SELECT {id}, {name}, {name}, {name}, '', {no}, {no}, {yes}, 1 FROM {} AS n (seq)",
            self.numbers(most)
        )];
        for (room, members) in rooms {
            let (room, numbers) = (self.id(*room), self.numbers(*members));
            statements.push(format!(
                "INSERT INTO members (room_id, user_id, role, joined_at, last_read_seq, read_at, notify)
                 SELECT {room}, {id}, 'member', seq, 1 + seq % {last_seq}, seq, 'all' FROM {numbers} AS n (seq)"
            ));
            statements
                .push(format!("UPDATE rooms SET member_count = member_count + {members} WHERE id = {room}"));
        }
        self.run(&statements.into_iter().map(|text| self.dialect(text)).collect::<Vec<_>>()).await
    }

    /// Statements that insert accounts with one session each.
    fn accounts(&self, people: &[Person]) -> Vec<String> {
        let (no, yes) = self.words();
        let mut statements = Vec::new();
        for person in people {
            let (user, session, name) = (self.id(person.user), self.id(person.session), &person.name);
            statements.push(format!(
                "INSERT INTO users (id, username, display_name, display_name_folded, bio, is_admin, is_bot,
                                    read_receipts, created_at)
                 VALUES ({user}, '{name}', '{name}', '{name}', '', {no}, {no}, {yes}, 1)"
            ));
            statements.push(format!(
                "INSERT INTO sessions (id, user_id, user_agent, created_at, last_used_at, expires_at)
                 VALUES ({session}, {user}, 'bench', 1, 1, 9000000000000)"
            ));
        }
        statements
    }

    /// Inserts the history of an empty room.
    pub async fn add_history(&self, history: &History<'_>) -> anyhow::Result<()> {
        let (room, me, rows) = (self.id(history.room), self.id(history.reader), history.rows);
        let (quarter, half, later) = (rows / 4, rows / 2, rows / 4 * 3);
        let numbers = self.numbers(rows);
        let (id, hash) = match self {
            Self::Sqlite(_) => ("randomblob(16)", "X'00'"),
            Self::Postgres(_) => ("gen_random_uuid()", "'\\x00'::bytea"),
        };
        let own = format!("(seq % 7 = 0 OR seq BETWEEN {quarter} AND {half})");
        let deleted = format!("(seq % 11 = 0 OR seq BETWEEN {half} AND {later})");
        // Both the reader and the others mention `@room`.
        let calls = format!("(seq % 1000 = 1 OR seq BETWEEN {quarter} AND {half} AND seq % 2 = 0)");
        let others: Vec<String> = (history.others.iter().enumerate())
            .map(|(place, person)| format!(" WHEN {place} THEN {}", self.id(person.user)))
            .collect();
        let others = others.concat();
        let count = history.others.len();
        let statements = [
            format!(
                "INSERT INTO messages (room_id, seq, id, version, author_id, body, sent_hash, created_at,
                                       deleted_at, mentions_room)
                 SELECT {room}, seq, {id}, seq + 1,
                        CASE WHEN {own} THEN {me} ELSE CASE seq % {count}{others} END END,
                        CASE WHEN {deleted} THEN '' ELSE 'a message of the ordinary length, a line or two' END,
                        {hash}, 1, CASE WHEN {deleted} THEN 1 END, {calls} AND NOT {deleted}
                 FROM {numbers} AS n (seq)"
            ),
            // Some messages mention the reader, and every message of the reader mentions its author.
            format!(
                "INSERT INTO authors (room_id, user_id, last_seq, last_call_seq)
                 SELECT room_id, author_id, max(seq), max(CASE WHEN mentions_room THEN seq ELSE 0 END)
                 FROM messages WHERE room_id = {room} AND deleted_at IS NULL GROUP BY room_id, author_id"
            ),
            format!(
                "INSERT INTO mentions (room_id, user_id, author_id, seq, message_id)
                 SELECT room_id, {me}, author_id, seq, id FROM messages
                 WHERE room_id = {room} AND deleted_at IS NULL AND (author_id = {me} OR seq % 5000 = 2)"
            ),
            format!(
                "INSERT INTO mention_authors (room_id, user_id, author_id, last_seq)
                 SELECT room_id, user_id, author_id, max(seq) FROM mentions
                 WHERE room_id = {room} AND author_id <> user_id GROUP BY room_id, user_id, author_id"
            ),
            format!(
                "UPDATE rooms SET version = {rows} + 1, last_seq = {rows}, last_message_at = 1 WHERE id = {room}"
            ),
        ];
        self.run(&statements.map(|text| self.dialect(text))).await
    }

    /// Inserts messages of every height, all by the room's creator, for the scroll harness of the web client.
    pub async fn add_mixed(&self, room: Uuid, rows: u64) -> anyhow::Result<()> {
        let room = self.id(room);
        // SQLite has no function to repeat a text.
        let repeated = |text: &str, times: &str| format!("replace(hex(zeroblob({times})), '00', {text})");
        let long = repeated("'a long line that wraps on every width there is, '", "8");
        let code = repeated("'code' || char(10)", "1 + seq % 12");
        self.run(&[
            format!(
                "INSERT INTO messages (room_id, seq, id, version, author_id, body, sent_hash, created_at, mentions_room)
                 WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < {rows})
                 SELECT rooms.id, seq, randomblob(16), seq + 1, rooms.created_by, 'message ' || seq || CASE seq % 9
                          WHEN 4 THEN char(10) || {long}
                          WHEN 7 THEN char(10, 10) || '```' || char(10) || {code} || '```'
                          WHEN 8 THEN replace('||- one|- two|- three', '|', char(10))
                          ELSE '' END, X'00', 1700000000000 + seq * 1000, 0
                 FROM rooms, n WHERE rooms.id = {room}"
            ),
            format!(
                "INSERT INTO authors (room_id, user_id, last_seq, last_call_seq)
                 SELECT id, created_by, {rows}, 0 FROM rooms WHERE id = {room}"
            ),
            format!(
                "UPDATE rooms SET version = {rows} + 1, last_seq = {rows}, last_message_at = 1700000000000 WHERE id = {room}"
            ),
        ])
        .await
    }

    /// The words for false and true.
    const fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite(_) => ("0", "1"),
            Self::Postgres(_) => ("FALSE", "TRUE"),
        }
    }

    /// The numbers from 1 to `most`, at least 1, to select from.
    fn numbers(&self, most: u64) -> String {
        match self {
            Self::Sqlite(_) => format!(
                "(WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < {most})
                  SELECT seq FROM n)"
            ),
            Self::Postgres(_) => format!("generate_series(1, {most})"),
        }
    }

    /// Adapts a statement to SQLite, which does not accept column names after a subquery.
    fn dialect(&self, text: String) -> String {
        match self {
            Self::Sqlite(_) => text.replace(" AS n (seq)", ""),
            Self::Postgres(_) => text,
        }
    }
}
