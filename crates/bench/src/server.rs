//! The server that is measured: a process with its own folder and without limits, and its memory use.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use confluence_client::{
    Client, new_message_id,
    testing::{ServerProcess, memory_of},
};
use tokio::sync::watch;

/// A running server. Dropping it ends the process.
pub struct Server {
    pub base: String,
    process: ServerProcess,
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

/// Interval between samples of memory use.
const LOOK: Duration = Duration::from_millis(50);

impl Server {
    /// Starts a server on an empty SQLite database, or on the PostgreSQL at `DATABASE_URL`.
    pub async fn start() -> anyhow::Result<Self> {
        let binary = std::env::var_os("CONFLUENCE_BINARY").unwrap_or("target/release/confluence".into());
        let binary = std::path::absolute(binary)?;
        let mut process = ServerProcess::new(binary);
        process.set("LIMIT_MEGABYTES_PER_USER", "0");
        if let Ok(url) = std::env::var("DATABASE_URL") {
            process.set("DATABASE_URL", &url);
        }
        process.start().await;
        Ok(Self { base: process.base().to_owned(), process })
    }

    /// Creates an account whose name is new even in a database that was used before.
    pub async fn person(&self) -> anyhow::Result<Client> {
        let id = new_message_id().to_string();
        let name = format!("bench-{}", id.get(id.len() - 12..).context("a short id")?);
        Ok(self.process.person(&name).await.client)
    }

    /// Data folder of the server.
    pub fn folder(&self) -> &Path {
        self.process.data()
    }

    /// Current memory use.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        let id = self.process.process();
        let of = |name: &str| memory_of(id, name).map(|bytes| bytes / 1024).context("the server ended");
        Ok(Memory { resident: of("VmRSS")?, peak: of("VmHWM")?, anonymous: of("RssAnon")? })
    }

    /// Resets the peak to the current memory use.
    pub fn forget_peak(&self) {
        self.process.forget_peak_of_memory();
    }

    /// Runs `work`; returns the peak of anonymous memory in KiB meanwhile, and the result.
    pub async fn watched<T>(&self, work: impl Future<Output = T>) -> anyhow::Result<(u64, T)> {
        let id = self.process.process();
        let (stop, stopped) = watch::channel(false);
        let looking = tokio::spawn(async move {
            let (mut most, mut beat) = (0, tokio::time::interval(LOOK));
            while !*stopped.borrow() {
                beat.tick().await;
                most = most.max(memory_of(id, "RssAnon").unwrap_or(0) / 1024);
            }
            most
        });
        let done = work.await;
        stop.send_replace(true);
        Ok((looking.await?, done))
    }
}
