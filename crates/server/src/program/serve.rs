//! `confluence serve`: runs until it receives a signal to stop.

use std::io::Write;

use confluence_server::{Config, SetupNotice, start};
use tokio::signal::unix::{SignalKind, signal};

use super::descriptors;

/// Starts the server, prints its address, and stops it in order on SIGTERM or SIGINT.
///
/// Standard output gets one line once requests are answered; scripts wait for it. Before it comes the setup
/// code if there is no account.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    descriptors::raise();
    // First of all, so that no signal is lost during the start.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let running = start(config).await?;
    if let Some(SetupNotice { code, always }) = &running.setup_code {
        let but = if *always { "" } else { ", unless you create it on this machine without a proxy" };
        say(&format!("The first account needs the setup code{but}: {code}"));
    }
    say(&format!("Confluence listens on http://{}", running.address));
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: finishing requests, storing accepted messages, closing sockets");
    running.stop().await;
    tracing::info!("stopped");
    Ok(())
}

/// Prints a line. Standard output may be a file on a full disk, which is no reason to stop.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
