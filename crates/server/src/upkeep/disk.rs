//! A full disk: noticed, said once, and over as soon as there is space.
//!
//! Reads go on without space; writes are answered 507 where they fail, and need nothing from here. What is here is
//! the word for operators, the trial write that tells when it is over, and the database's reserve.

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

/// How often the disk is looked at. A full one is tried at the same pace.
const BEAT: Duration = Duration::from_secs(1);

/// Whether writes fail, or are about to, for lack of space.
pub async fn is_full(app: &App) -> bool {
    app.store.is_full() || any(&app.config, Space::is_full).await
}

/// Looks until the server drains.
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
            // Nobody may be writing. The outcome is in `is_full`.
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
                    "the disk is full: writes are refused until there is space, reading goes on"
                );
            } else {
                tracing::warn!(space, "there is space on the disk again: writes are taken");
            }
        }
        if let (false, false, Some(reserve)) = (full, reserved, reserve.clone()) {
            reserved = matches!(tokio::task::spawn_blocking(move || reserve.keep()).await, Ok(Ok(())));
        }
    }
}

/// How many threads ask disks at once. One that hangs must not take all that the server has.
static ASKING: Semaphore = Semaphore::const_new(4);

/// Whether that holds for any disk that the server writes to. One that cannot be asked is another check's concern.
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
