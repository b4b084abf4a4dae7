//! One query body for two databases: statements written once, connections of either kind, and `on_db!`.
//!
//! What the dialects do not share has a word in [`sql_text!`]: `ids`, `pairs`, `texts`, `lock`, `lock_free` and `now`.
//! What else differs is spelled out per database where it belongs: in a bulk write, or in a macro that is called with
//! `(dialect)` and is told which one it is.

use std::{io, time::Duration};

use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};

/// How long PostgreSQL may take to answer a statement. Past that the connection is taken for lost: the server
/// itself gives up earlier, by its `statement_timeout`, if anything still reaches it.
///
/// SQLite has none: its connection is a thread of this process, which keeps its locks until the disk answers.
pub(crate) const DEADLINE: Duration = Duration::from_secs(5);

/// The answer to a statement, or an error that means "lost" once the [`DEADLINE`] passes.
pub(crate) async fn in_time<T>(
    answer: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    match tokio::time::timeout(DEADLINE, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the database does not answer").into()),
    }
}

/// One statement, as each database reads it. Placeholders are `$1`, `$2`, … in both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sql {
    /// Its name, for the test that prepares every statement.
    #[cfg_attr(not(test), expect(dead_code, reason = "named in failures of the test that prepares it"))]
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// A connection of either kind, borrowed.
pub(crate) enum Conn<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// A connection for reads, out of its pool.
pub(crate) enum Read {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Read {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(conn) => Conn::Sqlite(conn),
            Self::Postgres(conn) => Conn::Postgres(conn),
        }
    }
}

/// A read transaction: all that is read in it is of one moment.
pub(crate) enum Snapshot {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Snapshot {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(tx) => Conn::Sqlite(tx),
            Self::Postgres(tx) => Conn::Postgres(tx),
        }
    }
}

/// Names the statements of a file: constants, and the list of them for the test that prepares them all.
///
/// A statement is a row of literals, macros that give literals, and the words of [`sql_text!`].
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = ($($part:tt)+);)*) => {
        $(
            $(#[$doc])*
            const $name: $crate::engine::db::Sql = $crate::engine::db::Sql {
                name: concat!(module_path!(), "::", stringify!($name)),
                sqlite: $crate::engine::db::sql_text!(sqlite [] $($part)+),
                postgres: $crate::engine::db::sql_text!(postgres [] $($part)+),
            };
        )*
        #[cfg(test)]
        pub(crate) const STATEMENTS: &[$crate::engine::db::Sql] = &[$($name),*];
    };
}

/// The text of a statement in one dialect.
macro_rules! sql_text {
    ($db:ident [$($done:tt)*]) => { concat!($($done)*) };
    ($db:ident [$($done:tt)*] $text:literal $($rest:tt)*) => {
        $crate::engine::db::sql_text!($db [$($done)* $text,] $($rest)*)
    };
    ($db:ident [$($done:tt)*] $text:ident ! (dialect) $($rest:tt)*) => {
        $crate::engine::db::sql_text!($db [$($done)* $text!($db),] $($rest)*)
    };
    ($db:ident [$($done:tt)*] $text:ident ! ($($arg:tt)*) $($rest:tt)*) => {
        $crate::engine::db::sql_text!($db [$($done)* $text!($($arg)*),] $($rest)*)
    };
    // A table of the ids in the list that is bound there, in its one column `id`.
    (sqlite [$($done:tt)*] ids($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)* "(SELECT unhex(value) AS id FROM json_each($", $n, "))",] $($rest)*)
    };
    (postgres [$($done:tt)*] ids($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* "(SELECT unnest($", $n, "::uuid[]) AS id)",] $($rest)*)
    };
    // A table of the pairs of ids in the list that is bound there, in its columns `a` and `b`. PostgreSQL's planner
    // takes a list that it does not know yet for a short one, and what is joined to it is looked up; of a series of
    // numbers it expects a thousand, and reads whole tables.
    (sqlite [$($done:tt)*] pairs($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)*
            "(SELECT unhex(substr(value, 1, 32)) AS a, unhex(substr(value, 33)) AS b FROM json_each($", $n, "))",
        ] $($rest)*)
    };
    (postgres [$($done:tt)*] pairs($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)*
            "(SELECT id AS a, ($", $n, "::uuid[])[CAST(place AS INTEGER) + 1] AS b
              FROM unnest($", $n, "::uuid[]) WITH ORDINALITY AS listed (id, place) WHERE place % 2 = 1)",
        ] $($rest)*)
    };
    // A table of the texts in the list that is bound there, in its one column `text`.
    (sqlite [$($done:tt)*] texts($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)* "(SELECT value AS text FROM json_each($", $n, "))",] $($rest)*)
    };
    (postgres [$($done:tt)*] texts($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* "(SELECT unnest($", $n, "::text[]) AS text)",] $($rest)*)
    };
    // Holds the rows until the end of the transaction. SQLite has one writer, which holds everything. Keys
    // never change, so rows that refer to these can be inserted meanwhile.
    (sqlite [$($done:tt)*] lock $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)*] $($rest)*)
    };
    (postgres [$($done:tt)*] lock $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* " FOR NO KEY UPDATE",] $($rest)*)
    };
    // The same, without the rows that somebody else holds.
    (sqlite [$($done:tt)*] lock_free $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)*] $($rest)*)
    };
    (postgres [$($done:tt)*] lock_free $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* " FOR NO KEY UPDATE SKIP LOCKED",] $($rest)*)
    };
    // Milliseconds since 1970 by the clock of the database.
    (sqlite [$($done:tt)*] now $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)* "CAST(unixepoch('subsec') * 1000 AS INTEGER)",] $($rest)*)
    };
    (postgres [$($done:tt)*] now $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",] $($rest)*)
    };
}

/// Runs a statement on whichever database the connection leads to; gives `Result<_, sqlx::Error>`.
///
/// `on_db!(conn, STATEMENT, [arguments] => all Row)`, likewise `one Row`, `optional Row`, and `=> count`
/// for the number of rows that were changed.
macro_rules! on_db {
    ($conn:expr, $sql:expr, [$($arg:expr),* $(,)?] => all $row:ty) => {
        $crate::engine::db::on_db!(@rows $conn, $sql, [$($arg),*], fetch_all, $row)
    };
    ($conn:expr, $sql:expr, [$($arg:expr),* $(,)?] => one $row:ty) => {
        $crate::engine::db::on_db!(@rows $conn, $sql, [$($arg),*], fetch_one, $row)
    };
    ($conn:expr, $sql:expr, [$($arg:expr),* $(,)?] => optional $row:ty) => {
        $crate::engine::db::on_db!(@rows $conn, $sql, [$($arg),*], fetch_optional, $row)
    };
    ($conn:expr, $sql:expr, [$($arg:expr),* $(,)?] => count) => {
        match &mut *$conn {
            $crate::engine::db::Conn::Sqlite(db) => sqlx::query($sql.sqlite)
                $(.bind($arg))*.execute(&mut **db).await.map(|done| done.rows_affected()),
            $crate::engine::db::Conn::Postgres(db) => $crate::engine::db::in_time(
                sqlx::query($sql.postgres)$(.bind($arg))*.execute(&mut **db)
            ).await.map(|done| done.rows_affected()),
        }
    };
    (@rows $conn:expr, $sql:expr, [$($arg:expr),*], $fetch:ident, $row:ty) => {
        match &mut *$conn {
            $crate::engine::db::Conn::Sqlite(db) => sqlx::query_as::<_, $row>($sql.sqlite)
                $(.bind($arg))*.$fetch(&mut **db).await,
            $crate::engine::db::Conn::Postgres(db) => $crate::engine::db::in_time(
                sqlx::query_as::<_, $row>($sql.postgres)$(.bind($arg))*.$fetch(&mut **db)
            ).await,
        }
    };
}

pub(crate) use {on_db, sql_text, statements};
