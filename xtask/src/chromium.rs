//! The browser of the end-to-end tests, found or installed. Downloads nothing except through a package
//! manager.

use std::path::PathBuf;

use crate::install;
use crate::run::find;

/// Path of a Chromium. `Err` is the reason why there is none.
pub fn find_or_install() -> Result<PathBuf, String> {
    if let Some(chosen) = std::env::var_os("CONFLUENCE_CHROMIUM").map(PathBuf::from) {
        return if chosen.is_file() {
            Ok(chosen)
        } else {
            Err(format!("CONFLUENCE_CHROMIUM={} is not a file", chosen.display()))
        };
    }
    if let Some(found) = present() {
        return Ok(found);
    }
    install::debian(&["chromium", "chromium-browser"])?;
    present().ok_or_else(|| "chromium was installed but is not in the PATH".to_owned())
}

fn present() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find)
}
