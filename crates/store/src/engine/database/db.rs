//! One code path for two databases: statements written once, connections of either kind, and `on_db!`.
//!
//! Frequent differences between the dialects have a word in [`sql_text!`]: `ids`, `pairs`, `texts`, `lock`,
//! `lock_free` and `now`. Rare ones are written out for each database where they occur: in a bulk write, or
//! in a macro called with `(dialect)`, which receives the name of the database.

use std::{io, time::Duration};

use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};

/// How long PostgreSQL may take to answer a statement. After that the connection counts as lost: a server
/// that is still reachable cancels the statement earlier, by its `statement_timeout`.
///
/// SQLite has no such limit: its connection is a thread of this process, which keeps its locks until the disk
/// answers.
pub(crate) const DEADLINE: Duration = Duration::from_secs(5);

/// Waits for the answer to a statement; once [`DEADLINE`] has passed, returns an error that means "connection
/// lost".
pub(crate) async fn in_time<T>(
    answer: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    match tokio::time::timeout(DEADLINE, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the database does not answer").into()),
    }
}

/// One statement in both dialects. Placeholders are `$1`, `$2`, … in both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sql {
    /// Module path and name, for the tests that check every statement.
    #[cfg_attr(not(test), expect(dead_code, reason = "used in failure messages of tests"))]
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// A borrowed connection to either database.
pub(crate) enum Conn<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// A pooled connection for reads.
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

/// A read transaction: everything read in it is from the same moment.
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

/// Defines the statements of a file as constants, and a list of them for tests.
///
/// A statement is a sequence of literals, macros that expand to literals, and the words of [`sql_text!`].
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
    // A table with one column `id`: the ids in the bound list.
    (sqlite [$($done:tt)*] ids($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)* "(SELECT unhex(value) AS id FROM json_each($", $n, "))",] $($rest)*)
    };
    (postgres [$($done:tt)*] ids($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* "(SELECT unnest($", $n, "::uuid[]) AS id)",] $($rest)*)
    };
    // A table with the columns `a` and `b`: the pairs of ids in the bound list. PostgreSQL's planner assumes
    // that an unknown list is short, so tables joined to it are looked up by index; for a generated series it
    // would assume a thousand rows, and scan whole tables.
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
    // A table with one column `text`: the texts in the bound list.
    (sqlite [$($done:tt)*] texts($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)* "(SELECT value AS text FROM json_each($", $n, "))",] $($rest)*)
    };
    (postgres [$($done:tt)*] texts($n:literal) $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* "(SELECT unnest($", $n, "::text[]) AS text)",] $($rest)*)
    };
    // Locks the rows until the end of the transaction. SQLite has a single writer and needs no row locks.
    // Keys never change, so rows that refer to these can still be inserted meanwhile.
    (sqlite [$($done:tt)*] lock $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)*] $($rest)*)
    };
    (postgres [$($done:tt)*] lock $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* " FOR NO KEY UPDATE",] $($rest)*)
    };
    // The same, but skips rows that another transaction holds.
    (sqlite [$($done:tt)*] lock_free $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)*] $($rest)*)
    };
    (postgres [$($done:tt)*] lock_free $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* " FOR NO KEY UPDATE SKIP LOCKED",] $($rest)*)
    };
    // Unix time in milliseconds, by the database's clock.
    (sqlite [$($done:tt)*] now $($rest:tt)*) => {
        $crate::engine::db::sql_text!(sqlite [$($done)* "CAST(unixepoch('subsec') * 1000 AS INTEGER)",] $($rest)*)
    };
    (postgres [$($done:tt)*] now $($rest:tt)*) => {
        $crate::engine::db::sql_text!(postgres [$($done)* "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",] $($rest)*)
    };
}

/// Runs a statement on the connection's database; returns `Result<_, sqlx::Error>`.
///
/// `on_db!(conn, STATEMENT, [arguments] => all Row)` returns rows, as do `one Row` and `optional Row`; `=>
/// count` returns the number of changed rows.
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
