//! The server that is measured: a process with its own folder and without limits, and its memory use.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::Context as _;
use confluence_client::{Client, new_message_id};
use confluence_protocol::SignUp;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    sync::watch,
};

/// A running server. Dropping it ends the process.
pub struct Server {
    pub base: String,
    folder: TempDir,
    child: Child,
}

/// Memory of the process in KiB, as counted by the kernel.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// All resident memory, including the program's code.
    pub resident: u64,
    /// Peak of resident memory.
    pub peak: u64,
    /// Anonymous memory: heap and stacks.
    pub anonymous: u64,
}

/// The secret with which the server signs its tokens.
pub const SECRET: &str = "a secret of the bench, long enough";

const UNLIMITED: [&str; 16] = [
    "LIMIT_MESSAGES_PER_SECOND",
    "LIMIT_MESSAGE_BURST",
    "LIMIT_REACTIONS_PER_SECOND",
    "LIMIT_ROOMS_PER_MINUTE",
    "LIMIT_ROOMS_PER_USER",
    "LIMIT_CHANGES_PER_MINUTE",
    "LIMIT_UPLOADS_PER_MINUTE",
    "LIMIT_WRITES_PER_SECOND",
    "LIMIT_READS_PER_SECOND",
    "LIMIT_SIGN_INS_PER_MINUTE",
    "LIMIT_SOCKETS_PER_USER",
    "LIMIT_SOCKETS_PER_ADDRESS",
    "LIMIT_CONNECTIONS_PER_ADDRESS",
    "LIMIT_UPLOADS_PER_USER",
    "LIMIT_UPLOADS",
    "LIMIT_MEGABYTES_PER_USER",
];
/// Interval between samples of memory use.
const LOOK: Duration = Duration::from_millis(50);

impl Server {
    /// Starts a server on an empty database.
    pub async fn start() -> anyhow::Result<Self> {
        let binary = std::env::var_os("CONFLUENCE_BINARY").unwrap_or("target/release/confluence".into());
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(&binary);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder.path())
            .env("JWT_SECRET", SECRET)
            .envs(UNLIMITED.map(|name| (name, "0")))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let mut child = command.spawn().with_context(|| PathBuf::from(&binary).display().to_string())?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let base = loop {
            let line = lines.next_line().await?.context("the server did not start")?;
            if let Some(base) = line.strip_prefix("Confluence listens on ") {
                break base.trim().trim_end_matches('/').to_owned();
            }
        };
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { base, folder, child })
    }

    /// Creates an account whose name is new even in a database that was used before.
    pub async fn person(&self) -> anyhow::Result<Client> {
        let id = new_message_id().to_string();
        let account = SignUp {
            username: format!("bench-{}", id.get(id.len() - 12..).unwrap_or_default()).parse()?,
            password: "correct horse battery".parse()?,
            display_name: None,
            bio: None,
            invite: None,
            setup_code: None,
        };
        Ok(Client::sign_up(&self.base, &account).await?.0)
    }

    /// Data folder of the server.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Current memory use.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        memory_of(self.child.id().context("the server ended")?)
    }

    /// Resets the peak to the current memory use.
    pub fn forget_peak(&self) -> anyhow::Result<()> {
        let id = self.child.id().context("the server ended")?;
        Ok(std::fs::write(format!("/proc/{id}/clear_refs"), "5")?)
    }

    /// Runs `work`; returns the peak of anonymous memory in KiB meanwhile, and the result.
    pub async fn watched<T>(&self, work: impl Future<Output = T>) -> anyhow::Result<(u64, T)> {
        let id = self.child.id().context("the server ended")?;
        let (stop, stopped) = watch::channel(false);
        let looking = tokio::spawn(async move {
            let (mut most, mut beat) = (0, tokio::time::interval(LOOK));
            while !*stopped.borrow() {
                beat.tick().await;
                most = most.max(memory_of(id).map_or(0, |memory| memory.anonymous));
            }
            most
        });
        let done = work.await;
        stop.send_replace(true);
        Ok((looking.await?, done))
    }
}

fn memory_of(id: u32) -> anyhow::Result<Memory> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or(0)
    };
    Ok(Memory { resident: of("VmRSS"), peak: of("VmHWM"), anonymous: of("RssAnon") })
}
