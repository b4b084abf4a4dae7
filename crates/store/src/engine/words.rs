//! Stored words of enumerations, and texts folded for search.

/// Parses the stored word of an enumeration. An unknown word means that the database is damaged or newer.
pub(crate) fn word<T>(parse: fn(&str) -> Option<T>, word: &str) -> Result<T, sqlx::Error> {
    parse(word)
        .ok_or_else(|| sqlx::Error::Decode(format!("the database holds an unknown word: {word}").into()))
}

/// Folds a text to lower case, for comparison in searches.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase()
}
