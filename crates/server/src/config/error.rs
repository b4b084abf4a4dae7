//! The error for settings with which the server cannot start.

/// A setting whose value is not allowed. Displayed as a single line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {value} is not allowed; {allowed}")]
pub struct ConfigError {
    setting: String,
    value: String,
    allowed: String,
}

impl ConfigError {
    /// `value` is shown to people and in logs, so describe a secret instead of passing it. `allowed` names
    /// the allowed values.
    pub(crate) fn new(setting: &str, value: impl Into<String>, allowed: impl Into<String>) -> Self {
        // Values may contain line breaks.
        let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { setting: setting.to_owned(), value: one_line(value.into()), allowed: one_line(allowed.into()) }
    }
}
