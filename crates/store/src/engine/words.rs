//! Texts as they are stored: those of which there are a few, and those that people look for.

/// The value of a stored word; one that is not known means that the database is damaged, or newer.
pub(crate) fn word<T>(parse: fn(&str) -> Option<T>, word: &str) -> Result<T, sqlx::Error> {
    parse(word)
        .ok_or_else(|| sqlx::Error::Decode(format!("the database holds an unknown word: {word}").into()))
}

/// A text as it is compared when people look for it.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase()
}
