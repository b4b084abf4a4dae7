//! One timer for all pings, so that an idle socket needs none of its own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{sync::watch, time::interval};

/// Slots, one of which fires each second: each socket is pinged every 30 s, and never all at once.
const SLOTS: usize = 30;

/// Timer wheel. Its task ends when the wheel is dropped.
#[derive(Debug)]
pub struct PingWheel {
    slots: Vec<watch::Sender<()>>,
    next: AtomicUsize,
}

impl PingWheel {
    /// Starts the wheel.
    pub fn start() -> Arc<Self> {
        let slots = (0..SLOTS).map(|_| watch::Sender::new(())).collect();
        let wheel = Arc::new(Self { slots, next: AtomicUsize::new(0) });
        let weak = Arc::downgrade(&wheel);
        tokio::spawn(async move {
            let mut seconds = interval(Duration::from_secs(1));
            for at in (0..SLOTS).cycle() {
                seconds.tick().await;
                let Some(wheel) = weak.upgrade() else { return };
                if let Some(slot) = wheel.slots.get(at) {
                    slot.send_replace(());
                }
            }
        });
        wheel
    }

    /// A slot on the wheel: it changes every 30 s, when a ping is due. A change that nobody waited for is
    /// seen by the next wait.
    pub fn place(&self) -> Option<watch::Receiver<()>> {
        let at = self.next.fetch_add(1, Ordering::Relaxed) % SLOTS;
        self.slots.get(at).map(watch::Sender::subscribe)
    }
}
