//! The command line: its commands, and where their settings come from.

mod accounts;
mod check_media;
mod descriptors;
mod logs;
mod privacy;
mod prompt;
mod serve;
mod set_password;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use confluence_server::{Config, ConfigError, Settings};

/// Self-hosted real-time chat: one program with server and web client.
#[derive(Parser)]
#[command(name = "confluence", version, after_help = AFTER_HELP)]
pub struct Command {
    #[command(subcommand)]
    deed: Option<Deed>,
    #[command(flatten)]
    flags: Flags,
    /// Begin with an empty database although there are a secret or files of an earlier server. Only for one
    /// start: the data of the lost database does not come back
    #[arg(long, global = true)]
    new_database: bool,
}

const AFTER_HELP: &str = "\
Each setting is taken from its flag, else from the environment variable in brackets, else from
confluence.toml (the same names in lower case). Secrets have no flag, because a command line is
visible to everybody on the machine:
  [JWT_SECRET]           signs access tokens, at least 32 bytes; generated in the data folder with
                         SQLite, required with PostgreSQL
  [JWT_SECRET_PREVIOUS]  the previous secret, while you change it
  [SMTP_URL]             the server that takes mail: smtps://USER:PASSWORD@HOST:PORT, or
                         smtp://…?tls=required; without it, no mail is sent
  [LOG]                  what is logged, such as info or confluence_server=debug (RUST_LOG works too)
  [LOG_FORMAT]           text or json";

#[derive(Subcommand)]
enum Deed {
    /// Start the server (the default command)
    Serve,
    /// Manage accounts
    User {
        #[command(subcommand)]
        deed: UserDeed,
    },
    /// Manage files
    Media {
        #[command(subcommand)]
        deed: MediaDeed,
    },
}

#[derive(Subcommand)]
enum MediaDeed {
    /// Compare file storage with the database; lists what only one of them has, and fails if there is
    /// anything
    Check {
        /// Remove bytes without a file that are older than a day, and mark files without their bytes as known
        #[arg(long)]
        repair: bool,
    },
}

#[derive(Subcommand)]
enum UserDeed {
    /// List accounts: username, display name, and whether they are administrators or suspended
    List,
    /// Make an account an administrator
    Promote {
        /// Username of the account
        name: String,
    },
    /// Suspend an account and end all its sessions; it cannot sign in until it is reinstated
    Suspend {
        /// Username of the account
        name: String,
        /// Reason, shown to administrators
        #[arg(long)]
        reason: Option<String>,
    },
    /// End the suspension of an account
    Reinstate {
        /// Username of the account
        name: String,
    },
    /// Set an account's password, read from standard input, and end all its sessions
    SetPassword {
        /// Username of the account
        name: String,
    },
}

#[derive(Args)]
#[expect(clippy::doc_markdown, reason = "the program prints these sentences verbatim")]
struct Flags {
    /// Settings file [default: confluence.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address and port to listen on; port 0 picks a free one [LISTEN] [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Folder for everything that the server stores [DATA_DIR] [default: ./data]
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<String>,
    /// sqlite:PATH or postgres://… [DATABASE_URL] [default: SQLite in the data folder]
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// URL that browsers use for the server, such as https://chat.example.org [PUBLIC_URL]
    #[arg(long, global = true, value_name = "URL")]
    public_url: Option<String>,
    /// Other origins of the same site that may use the server, separated by commas [ALLOWED_ORIGINS]
    #[arg(long, global = true, value_name = "ORIGINS")]
    allowed_origins: Option<String>,
    /// Proxies whose X-Forwarded-For is trusted, separated by commas [TRUSTED_PROXIES]
    #[arg(long, global = true, value_name = "NETWORKS")]
    trusted_proxies: Option<String>,
    /// Who may create an account: open, invite or closed [SIGN_UP] [default: open]
    #[arg(long, global = true, value_name = "WHO")]
    sign_up: Option<String>,
    /// Where files are stored: file:///FOLDER, az://CONTAINER, s3://BUCKET or gs://BUCKET [MEDIA_URL]
    /// [default: a folder in the data folder]
    #[arg(long, global = true, value_name = "URL")]
    media_url: Option<String>,
    /// Redirect requests for pictures, sound and video to the bucket, with URLs that anyone can use for a
    /// minute: on or off [MEDIA_REDIRECT] [default: off]
    #[arg(long, global = true, value_name = "ON")]
    media_redirect: Option<String>,
    /// Show cards for links in messages; the server fetches the linked pages: on or off [LINK_PREVIEWS]
    /// [default: off]
    #[arg(long, global = true, value_name = "ON")]
    link_previews: Option<String>,
    /// Sender of mail, such as Confluence <chat@example.org>; the mail server is in SMTP_URL [MAIL_FROM]
    #[arg(long, global = true, value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// Largest file in megabytes [LIMIT_UPLOAD_MEGABYTES] [default: 100]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_upload_megabytes: Option<String>,
    /// Total size of a person's files in megabytes; 0 means no limit [LIMIT_MEGABYTES_PER_USER] [default:
    /// 10240]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_megabytes_per_user: Option<String>,
    /// Files that a person may upload at once; 0 means no limit [LIMIT_UPLOADS_PER_USER] [default: 8]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_uploads_per_user: Option<String>,
    /// Files that everybody together may upload at once; 0 means no limit [LIMIT_UPLOADS] [default: 128]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_uploads: Option<String>,
    /// Messages per second and person; 0 means no limit [LIMIT_MESSAGES_PER_SECOND] [default: 10]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_messages_per_second: Option<String>,
    /// Messages that a person may send at once after a pause [LIMIT_MESSAGE_BURST] [default: 20]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_message_burst: Option<String>,
    /// Reactions per second and person; 0 means no limit [LIMIT_REACTIONS_PER_SECOND] [default: 20]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_reactions_per_second: Option<String>,
    /// Rooms and invites that a person may create per minute; 0 means no limit [LIMIT_ROOMS_PER_MINUTE]
    /// [default: 30]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_rooms_per_minute: Option<String>,
    /// Rooms that a person may own; 0 means no limit [LIMIT_ROOMS_PER_USER] [default: 500]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_rooms_per_user: Option<String>,
    /// Changes per minute and person that are sent to whole rooms (profiles, room settings, joining,
    /// leaving); 0 means no limit [LIMIT_CHANGES_PER_MINUTE] [default: 60]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_changes_per_minute: Option<String>,
    /// Uploads that a person may begin per minute; 0 means no limit [LIMIT_UPLOADS_PER_MINUTE] [default: 120]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_uploads_per_minute: Option<String>,
    /// Other changes per second and person, ten times as many for an address; 0 means no limit
    /// [LIMIT_WRITES_PER_SECOND] [default: 10]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_writes_per_second: Option<String>,
    /// Reads per second and person, ten times as many for an address; 0 means no limit
    /// [LIMIT_READS_PER_SECOND] [default: 100]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_reads_per_second: Option<String>,
    /// Sign-in attempts per minute, by address and by account; 0 means no limit [LIMIT_SIGN_INS_PER_MINUTE]
    /// [default: 10]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_sign_ins_per_minute: Option<String>,
    /// Open sockets of a person; 0 means no limit [LIMIT_SOCKETS_PER_USER] [default: 20]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_sockets_per_user: Option<String>,
    /// Open sockets from an address; 0 means no limit [LIMIT_SOCKETS_PER_ADDRESS] [default: 100]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_sockets_per_address: Option<String>,
    /// Open HTTP connections from an address; 0 means no limit [LIMIT_CONNECTIONS_PER_ADDRESS] [default: 600]
    #[arg(long, global = true, value_name = "NUMBER")]
    limit_connections_per_address: Option<String>,
}

impl Command {
    /// Runs the command; its error reads as one line.
    pub fn run(self) -> anyhow::Result<()> {
        privacy::keep_files_private();
        logs::start()?;
        let config = Config { new_database: self.new_database, ..self.flags.config()? };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        match self.deed {
            None | Some(Deed::Serve) => runtime.block_on(serve::serve(config)),
            Some(Deed::User { deed }) => runtime.block_on(deed.run(config)),
            Some(Deed::Media { deed: MediaDeed::Check { repair } }) => {
                runtime.block_on(check_media::check_media(config, repair))
            }
        }
    }
}

impl UserDeed {
    async fn run(self, config: Config) -> anyhow::Result<()> {
        match self {
            Self::List => accounts::list(config).await,
            Self::Promote { name } => accounts::promote(config, &name).await,
            Self::Suspend { name, reason } => accounts::suspend(config, &name, reason).await,
            Self::Reinstate { name } => accounts::reinstate(config, &name).await,
            Self::SetPassword { name } => set_password::set_password(config, &name).await,
        }
    }
}

impl Flags {
    fn config(self) -> Result<Config, ConfigError> {
        let file = Settings::from_file(self.config.as_deref())?;
        let flags = Settings {
            listen: self.listen,
            data_dir: self.data_dir,
            database_url: self.database_url,
            public_url: self.public_url,
            allowed_origins: self.allowed_origins,
            trusted_proxies: self.trusted_proxies,
            sign_up: self.sign_up,
            media_url: self.media_url,
            media_redirect: self.media_redirect,
            link_previews: self.link_previews,
            mail_from: self.mail_from,
            limit_upload_megabytes: self.limit_upload_megabytes,
            limit_megabytes_per_user: self.limit_megabytes_per_user,
            limit_uploads_per_user: self.limit_uploads_per_user,
            limit_uploads: self.limit_uploads,
            limit_messages_per_second: self.limit_messages_per_second,
            limit_message_burst: self.limit_message_burst,
            limit_reactions_per_second: self.limit_reactions_per_second,
            limit_rooms_per_minute: self.limit_rooms_per_minute,
            limit_rooms_per_user: self.limit_rooms_per_user,
            limit_changes_per_minute: self.limit_changes_per_minute,
            limit_uploads_per_minute: self.limit_uploads_per_minute,
            limit_writes_per_second: self.limit_writes_per_second,
            limit_reads_per_second: self.limit_reads_per_second,
            limit_sign_ins_per_minute: self.limit_sign_ins_per_minute,
            limit_sockets_per_user: self.limit_sockets_per_user,
            limit_sockets_per_address: self.limit_sockets_per_address,
            limit_connections_per_address: self.limit_connections_per_address,
            ..Settings::default()
        };
        flags.or(Settings::from_environment()).or(file).into_config()
    }
}
