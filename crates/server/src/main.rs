//! The `confluence` program: reads its settings, starts the server and waits to be told to stop.

use confluence_server::{Settings, start};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let running = start(Settings::from_environment().into_config()?).await?;
    println!("Confluence listens on http://{}", running.address);
    tokio::signal::ctrl_c().await?;
    running.stop().await;
    Ok(())
}
