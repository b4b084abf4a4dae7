//! Why settings cannot be started with, as one line.

/// A setting that the server cannot start with; reads as one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {value} is not allowed; {allowed}")]
pub struct ConfigError {
    setting: String,
    value: String,
    allowed: String,
}

impl ConfigError {
    /// `value` as a person may read it on a screen: secrets are described, not shown.
    pub(crate) fn new(setting: &str, value: impl Into<String>, allowed: impl Into<String>) -> Self {
        // One line, whatever the value was.
        let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { setting: setting.to_owned(), value: one_line(value.into()), allowed: one_line(allowed.into()) }
    }
}
