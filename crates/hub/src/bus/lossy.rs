//! A bus that loses, duplicates and reorders events, for tests with several hubs in one process and one seed.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::sync::mpsc;

use crate::{Answer, Bus, Incoming, Subject};

/// Maximum number of events that wait for a node. Further ones are dropped, as on a real bus.
const QUEUE: usize = 4096;

/// What the bus does to events.
#[derive(Clone, Copy, Debug)]
pub struct Loss {
    /// Percentage of events that are lost.
    pub drop_percent: u32,
    /// Percentage of events that arrive twice.
    pub duplicate_percent: u32,
    /// Maximum delay; random delays reorder events.
    pub delay: Duration,
}

/// The network between the nodes of a test.
#[derive(Debug)]
pub struct LossyNet {
    loss: Loss,
    shared: Arc<Mutex<Shared>>,
}

/// One node's end of the network.
#[derive(Debug)]
pub struct LossyBus {
    node: usize,
    loss: Loss,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug)]
struct Shared {
    rng: StdRng,
    nodes: Vec<Node>,
    is_cut: bool,
}

#[derive(Debug)]
struct Node {
    subjects: HashSet<Subject>,
    sender: mpsc::Sender<Incoming>,
}

impl LossyNet {
    /// A network without nodes. The same seed gives the same random choices.
    pub fn new(seed: u64, loss: Loss) -> Self {
        let shared = Shared { rng: StdRng::seed_from_u64(seed), nodes: Vec::new(), is_cut: false };
        Self { loss, shared: Arc::new(Mutex::new(shared)) }
    }

    /// Adds a node; returns its end and the receiver of its events.
    pub fn node(&self) -> (LossyBus, mpsc::Receiver<Incoming>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let mut shared = lock(&self.shared);
        shared.nodes.push(Node { subjects: HashSet::new(), sender });
        let bus =
            LossyBus { node: shared.nodes.len() - 1, loss: self.loss, shared: Arc::clone(&self.shared) };
        (bus, receiver)
    }

    /// Cuts the network: all events are lost until it is [restored](Self::restore).
    pub fn cut(&self) {
        lock(&self.shared).is_cut = true;
    }

    /// Ends the cut and notifies every node.
    pub fn restore(&self) {
        let mut shared = lock(&self.shared);
        shared.is_cut = false;
        for node in &shared.nodes {
            // A node whose queue is full wakes up anyway, and its poll finds the rest.
            let _ = node.sender.try_send(Incoming::Restored);
        }
    }
}

impl Bus for LossyBus {
    fn publish(&self, subject: Subject, payload: Bytes) {
        let mut shared = lock(&self.shared);
        if shared.is_cut {
            return;
        }
        let senders: Vec<_> = shared
            .nodes
            .iter()
            .filter(|node| node.subjects.contains(&subject))
            .map(|node| node.sender.clone())
            .collect();
        for sender in senders {
            if shared.rng.random_range(0..100) < self.loss.drop_percent {
                continue;
            }
            let twice = shared.rng.random_range(0..100) < self.loss.duplicate_percent;
            for _ in 0..=usize::from(twice) {
                let delay = shared.rng.random_range(0..=self.loss.delay.as_micros());
                let delay = Duration::from_micros(u64::try_from(delay).unwrap_or(0));
                let (sender, event) = (sender.clone(), Incoming::Event { subject, payload: payload.clone() });
                tokio::spawn(async move {
                    tokio::time::sleep(delay).await;
                    let _ = sender.try_send(event);
                });
            }
        }
    }

    fn subscribe(&self, subject: Subject) {
        self.subjects(|subjects| subjects.insert(subject));
    }

    fn unsubscribe(&self, subject: Subject) {
        self.subjects(|subjects| subjects.remove(&subject));
    }

    fn round_trip(&self) -> Answer<'_, ()> {
        let delay = self.loss.delay;
        Box::pin(async move {
            tokio::time::sleep(delay).await;
            Ok(())
        })
    }

    fn reaches_others(&self) -> bool {
        true
    }
}

impl LossyBus {
    fn subjects(&self, change: impl FnOnce(&mut HashSet<Subject>) -> bool) {
        let mut shared = lock(&self.shared);
        if let Some(node) = shared.nodes.get_mut(self.node) {
            change(&mut node.subjects);
        }
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
