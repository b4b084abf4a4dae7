//! `confluence serve`: runs until it is told to stop.

use std::io::Write;

use confluence_server::{Config, SetupNotice, start};
use tokio::signal::unix::{SignalKind, signal};

use super::descriptors;

/// Starts the server, says where it is, and stops it in order at SIGTERM or SIGINT.
///
/// Standard output gets one line once requests are answered, and before it the setup code while there
/// is no account; scripts wait for that line.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    descriptors::raise();
    // Before anything is started: a signal that comes in between must not be lost.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let running = start(config).await?;
    if let Some(SetupNotice { code, always }) = &running.setup_code {
        let but = if *always { "" } else { ", unless it is made on this machine without a proxy" };
        say(&format!("The first account needs the setup code{but}: {code}"));
    }
    say(&format!("Confluence listens on http://{}", running.address));
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: requests finish, what was accepted is stored, sockets are told");
    running.stop().await;
    tracing::info!("stopped");
    Ok(())
}

/// Prints a line. Standard output may be a file on a full disk: that is no reason to end.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
