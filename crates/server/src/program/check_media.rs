//! `confluence media check`: compares file storage with the database.

use confluence_server::{Clock, Config, check_media as check};

/// Prints each finding and the totals. Returns an error if something is wrong.
pub async fn check_media(config: Config, repair: bool) -> anyhow::Result<()> {
    let counts = check(&config, repair, Clock::real().now(), |finding| println!("{finding}")).await?;
    println!("{counts}");
    if counts.is_sound() {
        return Ok(());
    }
    let advice = if repair { "" } else { "; --repair removes old bytes without a file" };
    anyhow::bail!("file storage and database do not match{advice}")
}
