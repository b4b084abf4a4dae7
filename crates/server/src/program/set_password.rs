//! `confluence user set-password NAME`: resets a forgotten password.

use confluence_protocol::NewPassword;
use confluence_server::{Config, set_password as set};

use super::prompt;

/// Reads the password and sets it. Every session of the account ends, even on a running server.
pub async fn set_password(config: Config, name: &str) -> anyhow::Result<()> {
    let text = prompt::secret(&format!("New password for {name}"))?;
    let password: NewPassword =
        text.parse().map_err(|error: confluence_protocol::ValueError| anyhow::anyhow!(error.detail))?;
    password.check_for(name).map_err(|error| anyhow::anyhow!(error.detail))?;
    set(config, name, password).await?;
    println!("The password of {name} has been changed, and all their sessions have ended.");
    Ok(())
}
