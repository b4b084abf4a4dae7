//! The seven tasks of a hub. Each ends when the last handle is dropped.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use tokio::{
    sync::{Notify, mpsc, watch},
    time::{Instant, sleep, sleep_until},
};

use crate::{
    Incoming,
    people::{appearing, profiles, ticks::tick},
    publish::receive,
    repair::{
        holes::{catch_up, repair},
        settle::{SUSPECTS_EVERY, compare_suspects, settle_due},
    },
    shared::Shared,
    signals::{Signals, Task},
};

/// Maximum number of events from the bus that are delivered together.
const TOGETHER: usize = 256;
/// How often read marks and presence are sent.
const TICK: Duration = Duration::from_secs(1);

/// Starts the tasks.
pub fn start(shared: &Arc<Shared>, incoming: mpsc::Receiver<Incoming>) {
    let weak = || Arc::downgrade(shared);
    let stop = || shared.stop.subscribe();
    tokio::spawn(listen(weak(), incoming, stop()));
    let signals = || Arc::clone(&shared.signals);
    tokio::spawn(watch_holes(weak(), signals(), stop()));
    tokio::spawn(settle_memberships(weak(), signals(), stop()));
    tokio::spawn(watch_suspects(weak(), signals(), stop()));
    tokio::spawn(tell_profiles(weak(), signals(), stop()));
    tokio::spawn(tell_ticks(weak(), signals(), stop()));
    tokio::spawn(read_appearances(weak(), signals(), stop()));
}

async fn listen(shared: Weak<Shared>, mut incoming: mpsc::Receiver<Incoming>, mut stop: watch::Receiver<()>) {
    let mut together = Vec::with_capacity(TOGETHER);
    let mut events = Vec::with_capacity(TOGETHER);
    loop {
        let count = tokio::select! {
            count = incoming.recv_many(&mut together, TOGETHER) => count,
            _ = stop.changed() => return,
        };
        let Some(shared) = shared.upgrade().filter(|_| count > 0) else { return };
        let mut is_restored = false;
        for one in together.drain(..) {
            match one {
                Incoming::Event { subject, payload } => events.push((subject, payload)),
                Incoming::Restored => is_restored = true,
            }
        }
        receive(&shared, &mut events);
        if is_restored {
            shared.with(|state, _| state.note_outage());
        }
    }
}

async fn watch_holes(shared: Weak<Shared>, signals: Arc<Signals>, mut stop: watch::Receiver<()>) {
    let mut again = None;
    loop {
        wait(again, signals.of(Task::Holes), &mut stop).await;
        let Some(shared) = shared.upgrade() else { return };
        catch_up(&shared).await;
        repair(&shared).await;
        again = shared.with(|state, _| state.rooms.next_overdue());
    }
}

async fn settle_memberships(shared: Weak<Shared>, signals: Arc<Signals>, mut stop: watch::Receiver<()>) {
    let mut again = None;
    loop {
        wait(again, signals.of(Task::Unsettled), &mut stop).await;
        let Some(shared) = shared.upgrade() else { return };
        again = settle_due(&shared);
    }
}

async fn watch_suspects(shared: Weak<Shared>, signals: Arc<Signals>, mut stop: watch::Receiver<()>) {
    loop {
        wait(None, signals.of(Task::Suspects), &mut stop).await;
        let Some(shared) = shared.upgrade() else { return };
        compare_suspects(&shared).await;
        pause(shared, SUSPECTS_EVERY, &mut stop).await;
    }
}

async fn tell_profiles(shared: Weak<Shared>, signals: Arc<Signals>, mut stop: watch::Receiver<()>) {
    loop {
        wait(None, signals.of(Task::Profiles), &mut stop).await;
        let Some(shared) = shared.upgrade() else { return };
        profiles::tell(&shared).await;
        pause(shared, profiles::EVERY, &mut stop).await;
    }
}

async fn read_appearances(shared: Weak<Shared>, signals: Arc<Signals>, mut stop: watch::Receiver<()>) {
    let mut again = None;
    loop {
        wait(again, signals.of(Task::Appearances), &mut stop).await;
        let Some(shared) = shared.upgrade() else { return };
        again = appearing::read(&shared).await;
    }
}

async fn tell_ticks(shared: Weak<Shared>, signals: Arc<Signals>, mut stop: watch::Receiver<()>) {
    let mut again = None;
    loop {
        wait(again, signals.of(Task::Ticks), &mut stop).await;
        let Some(shared) = shared.upgrade() else { return };
        // The first signal only starts the interval; everything that gathers until its end is sent together.
        if let Some(at) = again {
            if at > Instant::now() {
                continue;
            }
            tick(&shared);
        }
        let reaches_others = shared.bus.reaches_others();
        again = shared.with(|state, _| state.has_ticks(reaches_others)).then(|| Instant::now() + TICK);
    }
}

/// Drops the handle and waits for this time or for the end of the hub. Signals meanwhile are not lost.
async fn pause(shared: Arc<Shared>, time: Duration, stop: &mut watch::Receiver<()>) {
    drop(shared);
    tokio::select! {
        () = sleep(time) => {}
        _ = stop.changed() => {}
    }
}

/// Waits for the moment, the signal or the end of the hub, whichever comes first.
async fn wait(until: Option<Instant>, signal: &Notify, stop: &mut watch::Receiver<()>) {
    let moment = async {
        match until {
            Some(moment) => sleep_until(moment).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = moment => {}
        () = signal.notified() => {}
        _ = stop.changed() => {}
    }
}
