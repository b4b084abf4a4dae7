//! Lists of ids as one bound value: an array in PostgreSQL, JSON of hexadecimal digits in SQLite, so that
//! a statement stays the same, and prepared, for every length.

use std::fmt::Write as _;

use sqlx::{
    Encode, Postgres, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo},
    sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo},
};
use uuid::Uuid;

/// Ids for `ids(n)` of a statement.
pub(crate) struct Ids(Vec<Uuid>);

/// Pairs of ids for `pairs(n)` of a statement.
pub(crate) struct Pairs(Vec<Uuid>);

impl FromIterator<Uuid> for Ids {
    fn from_iter<I: IntoIterator<Item = Uuid>>(ids: I) -> Self {
        Self(ids.into_iter().collect())
    }
}

impl FromIterator<(Uuid, Uuid)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (Uuid, Uuid)>>(pairs: I) -> Self {
        Self(pairs.into_iter().flat_map(|(a, b)| [a, b]).collect())
    }
}

/// `["…","…"]`, each text made of `group` ids.
fn json(ids: &[Uuid], group: usize) -> String {
    let mut text = String::with_capacity(2 + ids.len() * 35);
    text.push('[');
    for (place, ids) in ids.chunks(group).enumerate() {
        text.push_str(if place == 0 { "\"" } else { ",\"" });
        for id in ids {
            // Writing to a String cannot fail.
            let _ = write!(text, "{}", id.simple());
        }
        text.push('"');
    }
    text.push(']');
    text
}

macro_rules! bound {
    ($name:ident, $group:literal) => {
        impl Type<Sqlite> for $name {
            fn type_info() -> SqliteTypeInfo {
                <str as Type<Sqlite>>::type_info()
            }
        }

        impl<'q> Encode<'q, Sqlite> for $name {
            fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
                <String as Encode<'q, Sqlite>>::encode(json(&self.0, $group), buffer)
            }
        }

        impl Type<Postgres> for $name {
            fn type_info() -> PgTypeInfo {
                <Vec<Uuid> as Type<Postgres>>::type_info()
            }
        }

        impl<'q> Encode<'q, Postgres> for $name {
            fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
                <Vec<Uuid> as Encode<'q, Postgres>>::encode_by_ref(&self.0, buffer)
            }
        }
    };
}

bound!(Ids, 1);
bound!(Pairs, 2);
