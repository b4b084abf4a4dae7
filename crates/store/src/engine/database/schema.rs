//! Inspecting a database without changing it, and migrating its schema.
//!
//! Rejects a schema made by a newer version, which this version could only damage.

use sqlx::SqlSafeStr;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use crate::{
    OpenError,
    engine::db::{Conn, Sql, on_db},
};

/// Number, name and SQL of each migration, in ascending order.
pub(crate) type Migrations = [(i64, &'static str, &'static str)];

/// Looks for the tables that show what a database is. The two catalogues have nothing in common.
const KNOWN_TABLES: Sql = Sql {
    name: "schema::KNOWN_TABLES",
    sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('_sqlx_migrations', 'users')",
    postgres: "SELECT CAST(relname AS TEXT) FROM pg_class
               WHERE oid IN (to_regclass('_sqlx_migrations'), to_regclass('users'))",
};
const NEWEST: Sql = Sql {
    name: "schema::NEWEST",
    sqlite: "SELECT max(version) FROM _sqlx_migrations",
    postgres: "SELECT max(version) FROM _sqlx_migrations",
};
const ANY_ACCOUNT: Sql = Sql {
    name: "schema::ANY_ACCOUNT",
    sqlite: "SELECT CAST(1 AS BIGINT) FROM users LIMIT 1",
    postgres: "SELECT CAST(1 AS BIGINT) FROM users LIMIT 1",
};

/// Leaves out the two statements that scan: they stop at the first rows, so their plans do not matter.
#[cfg(test)]
pub(crate) const STATEMENTS: &[Sql] = &[NEWEST];

/// Contents of a database before it is opened for use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// No schema: nothing has ever been stored here.
    Blank,
    /// A schema without any account.
    NoAccounts,
    /// A schema with at least one account.
    Accounts,
}

/// Inspects a database without changing it; also returns the number of the newest migration, if there is one.
pub(crate) async fn look(conn: &mut Conn<'_>) -> Result<(Contents, Option<i64>), sqlx::Error> {
    let tables = on_db!(conn, KNOWN_TABLES, [] => all (String,))?;
    let has = |name: &str| tables.iter().any(|(table,)| table == name);
    let newest =
        if has("_sqlx_migrations") { on_db!(conn, NEWEST, [] => one (Option<i64>,))?.0 } else { None };
    let contents = if !has("users") {
        Contents::Blank
    } else if on_db!(conn, ANY_ACCOUNT, [] => optional (i64,))?.is_some() {
        Contents::Accounts
    } else {
        Contents::NoAccounts
    };
    Ok((contents, newest))
}

/// Fails if the schema is newer than the last of `migrations`.
pub(crate) fn not_newer(newest: Option<i64>, migrations: &Migrations) -> Result<(), OpenError> {
    let known = latest(migrations);
    match newest {
        Some(found) if found > known => Err(OpenError::Newer { found, known }),
        _ => Ok(()),
    }
}

/// Fails if the schema is not exactly that of the last of `migrations`.
pub(crate) fn current(newest: Option<i64>, migrations: &Migrations) -> Result<(), OpenError> {
    not_newer(newest, migrations)?;
    match newest {
        Some(found) if found == latest(migrations) => Ok(()),
        found => Err(OpenError::Older { found: found.unwrap_or(0), known: latest(migrations) }),
    }
}

/// Applies the missing migrations.
pub(crate) async fn migrate(conn: &mut Conn<'_>, migrations: &'static Migrations) -> Result<(), OpenError> {
    let migrator = migrator(migrations);
    let migrated = match conn {
        Conn::Sqlite(conn) => migrator.run(&mut **conn).await,
        Conn::Postgres(conn) => migrator.run(&mut **conn).await,
    };
    migrated.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => OpenError::of(error),
        error => OpenError::Migrate(error),
    })
}

fn latest(migrations: &Migrations) -> i64 {
    migrations.iter().map(|(version, ..)| *version).max().unwrap_or(0)
}

fn migrator(migrations: &'static Migrations) -> Migrator {
    Migrator::with_migrations(
        migrations
            .iter()
            .map(|(version, name, sql)| {
                Migration::new(*version, (*name).into(), MigrationType::Simple, (*sql).into_sql_str(), false)
            })
            .collect(),
    )
}
