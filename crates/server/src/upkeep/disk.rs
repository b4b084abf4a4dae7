//! Watches for a full disk: logs when it begins and when it ends.
//!
//! Without space, reads continue, and each failing write gets 507; neither depends on this module. It informs
//! operators, makes the trial write that shows when space is back, and maintains the database's reserve.

use std::{path::PathBuf, time::Duration};

use confluence_media::Location;
use tokio::{
    sync::Semaphore,
    time::{MissedTickBehavior, interval},
};

use crate::{
    app::App,
    config::Config,
    data_folder::{Reserve, Space, describe_space},
};

/// Interval of checks, and of trial writes while the disk is full.
const BEAT: Duration = Duration::from_secs(1);

/// Whether writes fail, or are about to, for lack of space.
pub async fn is_full(app: &App) -> bool {
    app.store.is_full() || any(&app.config, Space::is_full).await
}

/// Watches until the server is draining.
pub async fn watch(app: App) {
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let reserve = app.config.database.file().map(Reserve::beside);
    let (mut full, mut reserved) = (false, false);
    loop {
        tokio::select! {
            _ = beats.tick() => {}
            () = app.lifecycle.draining() => return,
        }
        if app.store.is_full() {
            // Nobody else may be writing. The outcome is in `is_full`.
            let _ = app.store.try_write().await;
        }
        let lacks = app.store.is_full()
            || any(&app.config, if full { Space::is_still_full } else { Space::is_full }).await;
        if lacks != full {
            full = lacks;
            let space = describe_space(&app.config.data_dir);
            if full {
                tracing::error!(
                    space,
                    "the disk is full: writes are refused until there is space; reads continue"
                );
            } else {
                tracing::warn!(space, "there is space on the disk again: writes are accepted");
            }
        }
        if let (false, false, Some(reserve)) = (full, reserved, reserve.clone()) {
            reserved = matches!(tokio::task::spawn_blocking(move || reserve.keep()).await, Ok(Ok(())));
        }
    }
}

/// Threads that may query disks at once. One that hangs must not block all of the server's threads.
static ASKING: Semaphore = Semaphore::const_new(4);

/// Whether `holds` is true for any disk that the server writes to. Disks that cannot be queried are left to
/// other checks.
async fn any(config: &Config, holds: impl Fn(Space) -> bool + Send + 'static) -> bool {
    let Ok(permit) = ASKING.try_acquire() else { return false };
    let places = places(config);
    let asked = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        places.iter().any(|place| Space::of(place).is_ok_and(&holds))
    });
    asked.await.unwrap_or(false)
}

fn places(config: &Config) -> Vec<PathBuf> {
    let mut places = vec![config.data_dir.clone()];
    places.extend(config.database.elsewhere(&config.data_dir).map(PathBuf::from));
    if let Location::Folder(folder) = &config.media {
        places.push(folder.clone());
    }
    places
}
