//! The settings as texts, where they come from, and how they become a [`Config`].
//!
//! One row of [`Settings`] a setting; the file knows the same names in lower case.

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
        /// Settings that nobody has looked at yet; what is absent has its default.
        #[derive(Clone, Default)]
        pub struct Settings { $($(#[$doc])* pub $field: Option<String>,)* }

        impl Settings {
            /// The names of all settings, as the environment spells them.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Takes from `other` what is absent here.
            #[must_use]
            pub fn or(self, other: Self) -> Self {
                Self { $($field: self.$field.or(other.$field),)* }
            }

            /// The value of that name, to be set.
            fn slot(&mut self, name: &str) -> Option<&mut Option<String>> {
                match name { $($name => Some(&mut self.$field),)* _ => None }
            }
        }
    };
}

settings! {
    /// Address and port to listen on; port 0 picks a free one.
    listen = "LISTEN",
    /// The folder of everything that the server keeps itself.
    data_dir = "DATA_DIR",
    /// `sqlite:PATH` or `postgres://…`; SQLite in the data folder when absent.
    database_url = "DATABASE_URL",
    /// Signs access tokens, at least 32 bytes.
    jwt_secret = "JWT_SECRET",
    /// The secret before it, while secrets are exchanged.
    jwt_secret_previous = "JWT_SECRET_PREVIOUS",
    /// How browsers reach the server.
    public_url = "PUBLIC_URL",
    /// Origins of the same site that may speak for a person, separated by commas.
    allowed_origins = "ALLOWED_ORIGINS",
    /// Addresses and networks of proxies, separated by commas.
    trusted_proxies = "TRUSTED_PROXIES",
    /// `open`, `invite` or `closed`.
    sign_up = "SIGN_UP",
    /// Where files are kept: a folder or a bucket; a folder in the data folder when absent.
    media_url = "MEDIA_URL",
    /// Whether people are sent to the bucket for what is shown in place: `on` or `off`.
    media_redirect = "MEDIA_REDIRECT",
    /// Whether the server fetches what links lead to, for cards under messages: `on` or `off`.
    link_previews = "LINK_PREVIEWS",
    /// Megabytes of a file.
    limit_upload_megabytes = "LIMIT_UPLOAD_MEGABYTES",
    /// Megabytes of all files of a person.
    limit_megabytes_per_user = "LIMIT_MEGABYTES_PER_USER",
    /// Files that a person may upload at once.
    limit_uploads_per_user = "LIMIT_UPLOADS_PER_USER",
    /// Files that everybody together may upload at once.
    limit_uploads = "LIMIT_UPLOADS",
    /// Messages a second and person.
    limit_messages_per_second = "LIMIT_MESSAGES_PER_SECOND",
    /// Messages at once after a pause.
    limit_message_burst = "LIMIT_MESSAGE_BURST",
    /// Reactions a second and person.
    limit_reactions_per_second = "LIMIT_REACTIONS_PER_SECOND",
    /// Rooms and invites that a person may make a minute.
    limit_rooms_per_minute = "LIMIT_ROOMS_PER_MINUTE",
    /// Rooms that a person may own.
    limit_rooms_per_user = "LIMIT_ROOMS_PER_USER",
    /// Changes a minute and person that whole rooms are told.
    limit_changes_per_minute = "LIMIT_CHANGES_PER_MINUTE",
    /// Files that a person may begin to upload a minute.
    limit_uploads_per_minute = "LIMIT_UPLOADS_PER_MINUTE",
    /// Other changes a second and person.
    limit_writes_per_second = "LIMIT_WRITES_PER_SECOND",
    /// Requests a second and person that change nothing.
    limit_reads_per_second = "LIMIT_READS_PER_SECOND",
    /// Tries a minute to sign in.
    limit_sign_ins_per_minute = "LIMIT_SIGN_INS_PER_MINUTE",
    /// Open sockets of a person.
    limit_sockets_per_user = "LIMIT_SOCKETS_PER_USER",
    /// Open sockets from an address.
    limit_sockets_per_address = "LIMIT_SOCKETS_PER_ADDRESS",
    /// Open HTTP connections from an address, sockets aside; trusted proxies are not counted.
    limit_connections_per_address = "LIMIT_CONNECTIONS_PER_ADDRESS",
}

/// The file that is read where it exists and no other is named.
const DEFAULT_FILE: &str = "confluence.toml";
/// The largest number that a limit may be.
const LIMIT_MAX: u32 = 1_000_000;

impl Settings {
    /// The environment's settings. Empty values count as absent, as compose files write them.
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

    /// The settings of a file; without a name, of `confluence.toml` in the working folder if there is one.
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

    /// Switches every limit of rates and numbers off, for a server whose only client is one busy program;
    /// the sizes of files stay bounded.
    #[must_use]
    pub fn without_limits(mut self) -> Self {
        for name in Self::rate_limits() {
            if let Some(slot) = self.slot(name) {
                *slot = Some("0".to_owned());
            }
        }
        self
    }

    /// The names of the limits of rates and numbers, in which 0 is no limit.
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
                    format!("it knows {names}"),
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

/// A value of the file as the environment would spell it.
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
            // What follows the scheme may be a password.
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
            format!("a folder that can be made ({error})"),
        )
    })
}

/// Makes the file of a new database before the secret beside it: a secret without a database file is then always
/// what is left of an earlier server, and never a first start that was cut off.
pub(super) fn make_database_file(database: &DatabaseUrl, data_dir: &Path) -> Result<(), ConfigError> {
    database.make_file().map_err(|error| {
        if let Some(path) = database.elsewhere(data_dir) {
            let allowed = format!("a file that can be made, in a folder that is there ({error})");
            ConfigError::new("DATABASE_URL", format!("sqlite:{}", path.display()), allowed)
        } else {
            let allowed = format!("a folder that can be written ({error})");
            ConfigError::new("DATA_DIR", data_dir.display().to_string(), allowed)
        }
    })
}

pub(super) fn media(url: Option<String>, folder: PathBuf) -> Result<Location, ConfigError> {
    let Some(url) = url else { return Ok(Location::Folder(folder)) };
    url.parse().map_err(|()| {
        // What cannot be read may hold credentials.
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

/// A limit that was set: a whole number from 0 on.
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
    fn ops1_the_defaults_are_loopback_and_sqlite_in_the_data_folder() {
        let (folder, settings) = folder();
        let config = settings.into_config().unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        let DatabaseKind::Sqlite(path) = &config.database.0 else { panic!("not SQLite") };
        assert_eq!(path, &folder.path().join("confluence.db"));
        assert_eq!(config.limits, LimitSettings::default());
        assert!(!config.listens_beyond_loopback());
    }

    #[test]
    fn ops2_what_comes_first_wins() {
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
    fn ops2_a_wrong_value_is_told_in_one_line() {
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
