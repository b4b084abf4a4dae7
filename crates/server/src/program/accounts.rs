//! `confluence user list|promote|suspend|reinstate`: accounts, without signing in.

use confluence_protocol::{AdminUser, Description, SetSuspension, ValueError};
use confluence_server::{
    Config, list_accounts, promote as make_admin, reinstate as end_suspension, suspend as begin_suspension,
};

/// Prints one line for each account: username, display name, and what is special about it.
pub async fn list(config: Config) -> anyhow::Result<()> {
    list_accounts(config, |account| println!("{}", line(account))).await?;
    Ok(())
}

fn line(account: &AdminUser) -> String {
    let admin = account.user.is_admin.then(|| "administrator".to_owned());
    let suspended = account.suspended.as_ref().map(|suspension| match suspension.until {
        Some(until) => format!("suspended until {until}"),
        None => "suspended".to_owned(),
    });
    let deletion = account.delete_after.map(|time| format!("deleted after {time}"));
    let words: Vec<String> = [admin, suspended, deletion].into_iter().flatten().collect();
    format!("{}\t{}\t{}", account.user.username, account.user.display_name, words.join(", "))
}

/// Makes an account an administrator.
pub async fn promote(config: Config, name: &str) -> anyhow::Result<()> {
    make_admin(config, name).await?;
    println!("{name} is an administrator.");
    Ok(())
}

/// Suspends an account.
pub async fn suspend(config: Config, name: &str, reason: Option<String>) -> anyhow::Result<()> {
    let reason: Option<Description> = reason
        .map(|text| text.parse())
        .transpose()
        .map_err(|error: ValueError| anyhow::anyhow!(error.detail))?;
    begin_suspension(config, name, SetSuspension { until: None, reason }).await?;
    println!("{name} is suspended, and all their sessions have ended.");
    Ok(())
}

/// Ends the suspension of an account.
pub async fn reinstate(config: Config, name: &str) -> anyhow::Result<()> {
    end_suspension(config, name).await?;
    println!("{name} can sign in again.");
    Ok(())
}
