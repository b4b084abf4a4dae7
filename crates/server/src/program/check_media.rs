//! `confluence media check`: whether the storage has what the database says, and nothing else.

use confluence_server::{Clock, Config, check_media as check};

/// Prints each finding and the counts; an error where something is wrong.
pub async fn check_media(config: Config, repair: bool) -> anyhow::Result<()> {
    let counts = check(&config, repair, Clock::real().now(), |finding| println!("{finding}")).await?;
    println!("{counts}");
    if counts.is_sound() {
        return Ok(());
    }
    let advice = if repair { "" } else { "; --repair removes old bytes without a file" };
    anyhow::bail!("the files are not as they should be{advice}")
}
