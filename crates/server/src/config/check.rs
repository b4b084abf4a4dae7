//! Turns settings into a [`Config`]. Every value is checked here, once.

use std::path::PathBuf;

use super::{
    Config, ConfigError, FileLimits, LimitSettings, MailConfig, PublicUrl, Secret, Settings,
    settings::{database, list, make_database_file, make_folder, media, number, one, sign_up, switch},
};

/// Largest file size that can be configured, in megabytes. Every storage accepts it in parts of its usual
/// size.
const UPLOAD_MAX: u32 = 10_240;

impl Settings {
    /// Checks the settings. Creates the data folder if it is missing. With SQLite and no `JWT_SECRET`, also
    /// creates a secret in it.
    pub fn into_config(self) -> Result<Config, ConfigError> {
        let limits = LimitSettings::of(&self)?;
        let listen = one("LISTEN", self.listen, "an address and a port, such as 127.0.0.1:3000")?;
        let data_dir = PathBuf::from(self.data_dir.unwrap_or_else(|| "./data".to_owned()));
        let database = database(self.database_url, &data_dir)?;
        let jwt_secret = match self.jwt_secret {
            Some(text) => Secret::strong("JWT_SECRET", text)?,
            None if database.is_postgres() => {
                let allowed = "with PostgreSQL it is set, the same on every node, to at least 32 bytes";
                return Err(ConfigError::new("JWT_SECRET", "no value", allowed));
            }
            None => {
                make_folder(&data_dir)?;
                if !Secret::file_in(&data_dir).exists() {
                    make_database_file(&database, &data_dir)?;
                }
                Secret::kept_in(&data_dir)?
            }
        };
        make_folder(&data_dir)?;
        let previous = self.jwt_secret_previous.map(|text| Secret::strong("JWT_SECRET_PREVIOUS", text));
        let media_dir = Config::usual_media_folder(&data_dir);
        let url = "scheme and host without a path, such as https://chat.example.org";
        let public_url: Option<PublicUrl> = one("PUBLIC_URL", self.public_url, url)?;
        Ok(Config {
            listen: listen.unwrap_or_else(|| ([127, 0, 0, 1], 3000).into()),
            data_dir,
            database,
            jwt_secret,
            jwt_secret_previous: previous.transpose()?,
            mail: MailConfig::of(self.smtp_url.as_deref(), self.mail_from.as_deref(), public_url.as_ref())?,
            public_url,
            allowed_origins: list("ALLOWED_ORIGINS", self.allowed_origins, url)?,
            trusted_proxies: list(
                "TRUSTED_PROXIES",
                self.trusted_proxies,
                "addresses and networks such as 10.0.0.0/8, separated by commas",
            )?,
            sign_up: sign_up(self.sign_up.as_deref())?,
            media: media(self.media_url, media_dir)?,
            media_redirect: switch("MEDIA_REDIRECT", self.media_redirect.as_deref())?,
            link_previews: switch("LINK_PREVIEWS", self.link_previews.as_deref())?,
            files: FileLimits {
                uploads_per_user: number("LIMIT_UPLOADS_PER_USER", self.limit_uploads_per_user.as_deref())?
                    .unwrap_or(FileLimits::default().uploads_per_user),
                uploads: number("LIMIT_UPLOADS", self.limit_uploads.as_deref())?
                    .unwrap_or(FileLimits::default().uploads),
                ..files(self.limit_upload_megabytes, self.limit_megabytes_per_user.as_deref())?
            },
            limits,
            new_database: false,
        })
    }
}

fn files(upload: Option<String>, all: Option<&str>) -> Result<FileLimits, ConfigError> {
    let usual = FileLimits::default();
    let upload_megabytes = match upload {
        None => usual.upload_megabytes,
        Some(text) => {
            let Ok(number @ 1..=UPLOAD_MAX) = text.trim().parse() else {
                let allowed = format!("a whole number from 1 to {UPLOAD_MAX}");
                return Err(ConfigError::new("LIMIT_UPLOAD_MEGABYTES", text, allowed));
            };
            number
        }
    };
    let megabytes_per_user = number("LIMIT_MEGABYTES_PER_USER", all)?.unwrap_or(usual.megabytes_per_user);
    Ok(FileLimits { upload_megabytes, megabytes_per_user, ..usual })
}
