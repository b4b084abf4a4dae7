//! Settings as texts: where they come from, and how they become a [`Config`].
//!
//! Each setting is one row of [`Settings`]; the settings file uses the same names in lower case.

use std::{
    fmt::Display,
    fs,
    io::ErrorKind,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    str::FromStr,
};

use confluence_media::{ALLOWED, Location};
use confluence_store::Entry;

use super::{ConfigError, DatabaseKind, DatabaseUrl};

macro_rules! settings {
    ($($(#[$doc:meta])* $field:ident = $name:literal,)*) => {
        /// Unchecked settings; absent ones have their defaults.
        #[derive(Clone, Default)]
        pub struct Settings { $($(#[$doc])* pub $field: Option<String>,)* }

        impl Settings {
            /// Names of all settings, as in the environment.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Fills settings that are absent here from `other`.
            #[must_use]
            pub fn or(self, other: Self) -> Self {
                Self { $($field: self.$field.or(other.$field),)* }
            }

            /// The field of the setting with this name.
            fn slot(&mut self, name: &str) -> Option<&mut Option<String>> {
                match name { $($name => Some(&mut self.$field),)* _ => None }
            }
        }
    };
}

settings! {
    /// Address and port to listen on; port 0 picks a free one.
    listen = "LISTEN",
    /// Data folder: everything that the server stores locally.
    data_dir = "DATA_DIR",
    /// `sqlite:PATH` or `postgres://…`; by default SQLite in the data folder.
    database_url = "DATABASE_URL",
    /// Secret that signs access tokens, at least 32 bytes.
    jwt_secret = "JWT_SECRET",
    /// Previous secret, during a rotation.
    jwt_secret_previous = "JWT_SECRET_PREVIOUS",
    /// URL that browsers use for the server.
    public_url = "PUBLIC_URL",
    /// Origins of the same site that may act for a user, separated by commas.
    allowed_origins = "ALLOWED_ORIGINS",
    /// Addresses and networks of trusted proxies, separated by commas.
    trusted_proxies = "TRUSTED_PROXIES",
    /// `open`, `invite` or `closed`.
    sign_up = "SIGN_UP",
    /// Where files are stored: a folder or a bucket; by default a folder in the data folder.
    media_url = "MEDIA_URL",
    /// Whether files shown inline are redirected to the bucket: `on` or `off`.
    media_redirect = "MEDIA_REDIRECT",
    /// Whether the server fetches linked pages for cards under messages: `on` or `off`.
    link_previews = "LINK_PREVIEWS",
    /// Server that takes mail: `smtps://…` or `smtp://…`; without it, no mail is sent.
    smtp_url = "SMTP_URL",
    /// Sender of mail.
    mail_from = "MAIL_FROM",
    /// Size of the largest file in megabytes.
    limit_upload_megabytes = "LIMIT_UPLOAD_MEGABYTES",
    /// Total size of one person's files in megabytes.
    limit_megabytes_per_user = "LIMIT_MEGABYTES_PER_USER",
    /// Files that a person may upload at once.
    limit_uploads_per_user = "LIMIT_UPLOADS_PER_USER",
    /// Files that everybody together may upload at once.
    limit_uploads = "LIMIT_UPLOADS",
    /// Messages per second and person.
    limit_messages_per_second = "LIMIT_MESSAGES_PER_SECOND",
    /// Messages that a person may send at once after a pause.
    limit_message_burst = "LIMIT_MESSAGE_BURST",
    /// Reactions per second and person.
    limit_reactions_per_second = "LIMIT_REACTIONS_PER_SECOND",
    /// Rooms and invites that a person may create per minute.
    limit_rooms_per_minute = "LIMIT_ROOMS_PER_MINUTE",
    /// Rooms that a person may own.
    limit_rooms_per_user = "LIMIT_ROOMS_PER_USER",
    /// Changes per minute and person that are sent to whole rooms.
    limit_changes_per_minute = "LIMIT_CHANGES_PER_MINUTE",
    /// Uploads that a person may begin per minute.
    limit_uploads_per_minute = "LIMIT_UPLOADS_PER_MINUTE",
    /// Other changes per second and person.
    limit_writes_per_second = "LIMIT_WRITES_PER_SECOND",
    /// Reads per second and person.
    limit_reads_per_second = "LIMIT_READS_PER_SECOND",
    /// Sign-in attempts per minute.
    limit_sign_ins_per_minute = "LIMIT_SIGN_INS_PER_MINUTE",
    /// Open sockets of a person.
    limit_sockets_per_user = "LIMIT_SOCKETS_PER_USER",
    /// Open sockets from an address.
    limit_sockets_per_address = "LIMIT_SOCKETS_PER_ADDRESS",
    /// Open HTTP connections from an address, not counting sockets; trusted proxies are exempt.
    limit_connections_per_address = "LIMIT_CONNECTIONS_PER_ADDRESS",
}

/// File that is read if it exists and no other is given.
const DEFAULT_FILE: &str = "confluence.toml";
/// The largest number that a limit may be.
const LIMIT_MAX: u32 = 1_000_000;

impl Settings {
    /// The environment's settings. Empty values count as absent, because compose files write them.
    pub fn from_environment() -> Self {
        let mut settings = Self::default();
        for name in Self::NAMES {
            if let Ok(value) = std::env::var(name)
                && !value.is_empty()
                && let Some(slot) = settings.slot(name)
            {
                *slot = Some(value);
            }
        }
        settings
    }

    /// The settings of a file, by default of `confluence.toml` in the working folder if it exists.
    pub fn from_file(named: Option<&Path>) -> Result<Self, ConfigError> {
        let path = named.unwrap_or_else(|| Path::new(DEFAULT_FILE));
        match fs::read_to_string(path) {
            Ok(text) => Self::from_toml(&path.display().to_string(), &text),
            Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(ConfigError::new(
                "the settings file",
                path.display().to_string(),
                format!("a file that can be read ({error})"),
            )),
        }
    }

    /// Removes every limit on rates and counts, for a server whose only client is one busy program. File
    /// sizes stay limited.
    #[must_use]
    pub fn without_limits(mut self) -> Self {
        for name in Self::rate_limits() {
            if let Some(slot) = self.slot(name) {
                *slot = Some("0".to_owned());
            }
        }
        self
    }

    /// Names of the limits on rates and counts, where 0 means no limit.
    pub fn rate_limits() -> impl Iterator<Item = &'static str> {
        let limits = Self::NAMES.iter().copied().filter(|name| name.starts_with("LIMIT_"));
        limits.filter(|name| !name.contains("MEGABYTES"))
    }

    fn from_toml(path: &str, text: &str) -> Result<Self, ConfigError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            ConfigError::new("the settings file", path, format!("TOML ({})", error.message()))
        })?;
        let mut settings = Self::default();
        for (key, value) in table {
            let slot = settings.slot(&key.to_ascii_uppercase()).ok_or_else(|| {
                let names = Self::NAMES.join(", ").to_ascii_lowercase();
                ConfigError::new(
                    &format!("the settings file {path}"),
                    format!("the name {key}"),
                    format!("known names are {names}"),
                )
            })?;
            *slot = Some(toml_text(&value).ok_or_else(|| {
                ConfigError::new(
                    &key.to_ascii_uppercase(),
                    value.to_string(),
                    "a text, a number or a list of texts",
                )
            })?);
        }
        Ok(settings)
    }
}

/// A value of the file, as in the environment.
fn toml_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(toml::Value::as_str).collect();
            Some(texts?.join(","))
        }
        _ => None,
    }
}

pub(super) fn one<T: FromStr>(
    setting: &str,
    text: Option<String>,
    allowed: &str,
) -> Result<Option<T>, ConfigError> {
    text.map(|text| text.trim().parse().map_err(|_| ConfigError::new(setting, text, allowed))).transpose()
}

pub(super) fn list<T: FromStr>(
    setting: &str,
    text: Option<String>,
    allowed: &str,
) -> Result<Vec<T>, ConfigError> {
    let text = text.unwrap_or_default();
    text.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(|item| item.parse().map_err(|_| ConfigError::new(setting, item, allowed)))
        .collect()
}

pub(super) fn database(url: Option<String>, data_dir: &Path) -> Result<DatabaseUrl, ConfigError> {
    let Some(url) = url else {
        make_folder(data_dir)?;
        return Ok(DatabaseUrl(DatabaseKind::Sqlite(data_dir.join("confluence.db"))));
    };
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(DatabaseUrl(DatabaseKind::Postgres(url)));
    }
    match url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
        Some(path) if !path.is_empty() => Ok(DatabaseUrl(DatabaseKind::Sqlite(PathBuf::from(path)))),
        _ => {
            // The rest may contain a password.
            let scheme = url.split(':').next().unwrap_or_default();
            let value = if url.contains(':') {
                format!("{scheme}:…")
            } else {
                "a value without a scheme".to_owned()
            };
            Err(ConfigError::new(
                "DATABASE_URL",
                value,
                "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE",
            ))
        }
    }
}

/// Makes the folder for its owner alone: in it are everybody's messages. One that exists stays as it is.
pub(super) fn make_folder(folder: &Path) -> Result<(), ConfigError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| {
        ConfigError::new(
            "DATA_DIR",
            folder.display().to_string(),
            format!("a folder that can be created ({error})"),
        )
    })
}

/// Makes the file of a new database before the secret beside it: a secret without a database file is then always
/// what is left of an earlier server, and never a first start that was cut off.
pub(super) fn make_database_file(database: &DatabaseUrl, data_dir: &Path) -> Result<(), ConfigError> {
    database.make_file().map_err(|error| {
        if let Some(path) = database.elsewhere(data_dir) {
            let allowed = format!("a file that can be created, in an existing folder ({error})");
            ConfigError::new("DATABASE_URL", format!("sqlite:{}", path.display()), allowed)
        } else {
            let allowed = format!("a writable folder ({error})");
            ConfigError::new("DATA_DIR", data_dir.display().to_string(), allowed)
        }
    })
}

pub(super) fn media(url: Option<String>, folder: PathBuf) -> Result<Location, ConfigError> {
    let Some(url) = url else { return Ok(Location::Folder(folder)) };
    url.parse().map_err(|()| {
        // The unreadable value may contain credentials.
        let scheme = url.split(':').next().unwrap_or_default();
        ConfigError::new("MEDIA_URL", format!("{scheme}:…"), ALLOWED)
    })
}

/// On or off, and off unless told.
pub(super) fn switch(name: &'static str, text: Option<&str>) -> Result<bool, ConfigError> {
    match text.map(str::trim) {
        None | Some("off") => Ok(false),
        Some("on") => Ok(true),
        Some(other) => Err(ConfigError::new(name, other, "on or off")),
    }
}

pub(super) fn sign_up(text: Option<&str>) -> Result<Entry, ConfigError> {
    match text.map(str::trim) {
        None | Some("open") => Ok(Entry::Open),
        Some("invite") => Ok(Entry::InviteOnly),
        Some("closed") => Ok(Entry::Closed),
        Some(other) => Err(ConfigError::new("SIGN_UP", other, "open, invite or closed")),
    }
}

/// Parses a limit: a whole number, 0 or more.
pub(super) fn number(setting: &str, text: Option<&str>) -> Result<Option<u32>, ConfigError> {
    let Some(text) = text else { return Ok(None) };
    match text.trim().parse() {
        Ok(number) if number <= LIMIT_MAX => Ok(Some(number)),
        _ => Err(ConfigError::new(setting, text, range(LIMIT_MAX))),
    }
}

fn range(most: impl Display) -> String {
    format!("a whole number from 0 (no limit) to {most}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LimitSettings;

    fn folder() -> (tempfile::TempDir, Settings) {
        let folder = tempfile::tempdir().unwrap();
        let settings =
            Settings { data_dir: Some(folder.path().display().to_string()), ..Settings::default() };
        (folder, settings)
    }

    fn fault(settings: Settings) -> String {
        let (_folder, base) = folder();
        settings.or(base).into_config().unwrap_err().to_string()
    }

    #[test]
    fn ops1_defaults_are_loopback_and_sqlite_in_the_data_folder() {
        let (folder, settings) = folder();
        let config = settings.into_config().unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        let DatabaseKind::Sqlite(path) = &config.database.0 else { panic!("not SQLite") };
        assert_eq!(path, &folder.path().join("confluence.db"));
        assert_eq!(config.limits, LimitSettings::default());
        assert!(!config.listens_beyond_loopback());
    }

    #[test]
    fn ops2_flags_win_over_the_file() {
        let flags = Settings { listen: Some("127.0.0.1:1".to_owned()), ..Settings::default() };
        let file = Settings::from_toml(
            "f",
            "listen = '127.0.0.1:2'\nlimit_message_burst = 7\nallowed_origins = ['http://a.b', 'http://c.d']",
        )
        .unwrap();
        let (_folder, base) = folder();
        let config = flags.or(file).or(base).into_config().unwrap();
        assert_eq!(config.listen.port(), 1);
        assert_eq!(config.limits.message_burst, 7);
        assert_eq!(config.allowed_origins.len(), 2);
    }

    #[test]
    fn ops2_wrong_value_is_reported_in_one_line() {
        let set = |change: fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            fault(settings)
        };
        assert_eq!(
            set(|s| s.listen = Some("localhost".to_owned())),
            "LISTEN: localhost is not allowed; an address and a port, such as 127.0.0.1:3000"
        );
        assert_eq!(
            set(|s| s.sign_up = Some("maybe".to_owned())),
            "SIGN_UP: maybe is not allowed; open, invite or closed"
        );
        assert_eq!(
            set(|s| s.limit_sockets_per_user = Some("-1".to_owned())),
            "LIMIT_SOCKETS_PER_USER: -1 is not allowed; a whole number from 0 (no limit) to 1000000"
        );
        assert!(set(|s| s.public_url = Some("chat.example.org".to_owned())).starts_with("PUBLIC_URL: chat"));
        assert!(
            set(|s| s.trusted_proxies = Some("10.0.0.0/40".to_owned())).starts_with("TRUSTED_PROXIES: 10")
        );
        assert!(set(|s| s.allowed_origins = Some("*".to_owned())).starts_with("ALLOWED_ORIGINS: *"));
        let url = set(|s| s.database_url = Some("mysql://me:hunter2@host/db".to_owned()));
        assert!(url.starts_with("DATABASE_URL: mysql:… is not allowed"), "{url}");
        assert!(!url.contains("hunter2"));
        assert!(
            Settings::from_toml("f", "lisen = 'x'").err().unwrap().to_string().contains("the name lisen")
        );
    }

    #[test]
    fn ops3_postgresql_needs_a_secret() {
        let settings = Settings { database_url: Some("postgres://h/d".to_owned()), ..Settings::default() };
        assert!(fault(settings).starts_with("JWT_SECRET: no value is not allowed"));
    }
}
