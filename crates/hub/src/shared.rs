//! State shared by the handles of a hub, under its lock.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{Notify, watch};

use crate::{
    Bus, Database, Settings, bus::notice::Notice, fault::Fault, people::board::NodeId, signals::Signals,
    sockets::outbox::Touched, state::State,
};

/// Shared by all handles and attachments; tasks hold weak references.
pub struct Shared {
    pub settings: Settings,
    pub database: Arc<dyn Database>,
    pub bus: Arc<dyn Bus>,
    pub fault: Fault,
    pub signals: Arc<Signals>,
    /// Identifies this node among the others.
    pub node: NodeId,
    // A std mutex: a publish holds it for some tens of nanoseconds per subscriber, and never across an await.
    state: Mutex<State>,
    attached: AtomicUsize,
    drained: Notify,
    /// Dropping it ends the tasks.
    pub stop: watch::Sender<()>,
}

impl Shared {
    /// A hub without sockets.
    pub fn new(settings: Settings, bus: Arc<dyn Bus>, database: Arc<dyn Database>) -> Self {
        Self {
            state: Mutex::new(State::new(&bus)),
            fault: settings.fault,
            settings,
            database,
            bus,
            signals: Arc::default(),
            node: rand::random(),
            attached: AtomicUsize::new(0),
            drained: Notify::new(),
            stop: watch::Sender::new(()),
        }
    }

    /// Runs `act` on the locked state, then delivers to the sockets and wakes the tasks that it touched.
    pub fn with<R>(&self, act: impl FnOnce(&mut State, &mut Touched) -> R) -> R {
        let mut touched = Touched::default();
        let (result, raised) = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let result = act(&mut state, &mut touched);
            (result, state.take_raised())
        };
        touched.deliver();
        self.signals.wake(&raised);
        result
    }

    /// Sends notices to the other nodes, and applies them here.
    pub fn spread(&self, notices: Vec<Notice>) {
        self.tell_nodes(&notices);
        self.with(|state, touched| {
            for notice in notices {
                state.apply(notice, touched);
            }
        });
    }

    /// Sends notices to the other nodes, if there are any.
    pub fn tell_nodes(&self, notices: &[Notice]) {
        if self.bus.reaches_others() {
            for notice in notices {
                let (subject, payload) = notice.encode();
                self.bus.publish(subject, payload);
            }
        }
    }

    /// Counts a socket's task.
    pub fn count_in(&self) {
        self.attached.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts it out again.
    pub fn count_out(&self) {
        if self.attached.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.drained.notify_waiters();
        }
    }

    /// Resolves once no socket's task is left.
    pub async fn drained(&self) {
        loop {
            // Registered before the check, so that a task that ends in between is not missed.
            let drained = self.drained.notified();
            tokio::pin!(drained);
            drained.as_mut().enable();
            if self.attached.load(Ordering::Acquire) == 0 {
                return;
            }
            drained.await;
        }
    }
}
