//! Lists as one bound value: an array in PostgreSQL, JSON in SQLite (with ids in hexadecimal), so that a
//! statement, and its prepared form, is the same for every length.

use std::fmt::Write as _;

use sqlx::{
    Encode, Postgres, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo},
    sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo},
};
use uuid::Uuid;

/// Ids for `ids(n)` in a statement.
pub(crate) struct Ids(Vec<Uuid>);

/// Pairs of ids for `pairs(n)` in a statement.
pub(crate) struct Pairs(Vec<Uuid>);

/// Texts for `texts(n)` in a statement.
pub(crate) struct Texts(Vec<String>);

impl FromIterator<String> for Texts {
    fn from_iter<I: IntoIterator<Item = String>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

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
    ($name:ident, $array:ty, $json:expr) => {
        impl Type<Sqlite> for $name {
            fn type_info() -> SqliteTypeInfo {
                <str as Type<Sqlite>>::type_info()
            }
        }

        impl<'q> Encode<'q, Sqlite> for $name {
            fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
                let json: fn(&$array) -> String = $json;
                <String as Encode<'q, Sqlite>>::encode(json(&self.0), buffer)
            }
        }

        impl Type<Postgres> for $name {
            fn type_info() -> PgTypeInfo {
                <$array as Type<Postgres>>::type_info()
            }
        }

        impl<'q> Encode<'q, Postgres> for $name {
            fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
                <$array as Encode<'q, Postgres>>::encode_by_ref(&self.0, buffer)
            }
        }
    };
}

bound!(Ids, Vec<Uuid>, |ids| json(ids, 1));
bound!(Pairs, Vec<Uuid>, |ids| json(ids, 2));
bound!(Texts, Vec<String>, |texts| serde_json::Value::from(texts.clone()).to_string());
