//! The server that is measured: a process in a folder of its own, without limits, and what memory it takes.

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

/// Ends with this value.
pub struct Server {
    pub base: String,
    folder: TempDir,
    child: Child,
}

/// Memory of the process, in KiB, as the kernel counts it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// Everything that is resident, the program's own text included.
    pub resident: u64,
    /// The most that was ever resident.
    pub peak: u64,
    /// What the process has written to itself: heap and stacks.
    pub anonymous: u64,
}

/// The secret under which the server signs its tokens.
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
/// How often memory is looked at while something runs.
const LOOK: Duration = Duration::from_millis(50);

impl Server {
    /// Starts one on an empty database.
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

    /// Somebody with a new account, also in a database that was measured before.
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

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What it takes now.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        memory_of(self.child.id().context("the server ended")?)
    }

    /// Forgets the peak so far.
    pub fn forget_peak(&self) -> anyhow::Result<()> {
        let id = self.child.id().context("the server ended")?;
        Ok(std::fs::write(format!("/proc/{id}/clear_refs"), "5")?)
    }

    /// The most anonymous memory in KiB while `work` goes on, and what it gives.
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
