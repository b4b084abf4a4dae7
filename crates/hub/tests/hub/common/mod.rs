//! An in-memory database, nodes on an unreliable bus, and sockets that check what they are sent.

pub mod client;
pub mod world;

use std::{sync::Arc, time::Duration};

use confluence_hub::{Bus, Fault, Hub, LocalBus, Loss, LossyNet, Settings};
use tokio::sync::mpsc;

use world::World;

/// Settings without limits.
pub fn settings(fault: Fault) -> Settings {
    Settings { epoch: "e1".to_owned(), sockets_per_user: 0, fault }
}

/// A single node on this world.
pub fn one_node(world: &Arc<World>) -> Hub {
    one_node_with(world, settings(Fault::None))
}

/// A single node with these settings.
pub fn one_node_with(world: &Arc<World>, settings: Settings) -> Hub {
    let (_, incoming) = mpsc::channel(1);
    let hub = Hub::start(settings, Arc::new(LocalBus), incoming, Arc::clone(world) as _);
    world.add_node(&hub);
    hub
}

/// Several nodes on this world, with a bus that loses, duplicates and reorders events.
pub fn nodes(world: &Arc<World>, count: usize, seed: u64, fault: Fault) -> (LossyNet, Vec<Hub>) {
    let loss = Loss { drop_percent: 10, duplicate_percent: 20, delay: Duration::from_millis(50) };
    let net = LossyNet::new(seed, loss);
    let hubs = (0..count)
        .map(|_| {
            let (bus, incoming) = net.node();
            let bus: Arc<dyn Bus> = Arc::new(bus);
            let hub = Hub::start(settings(fault), bus, incoming, Arc::clone(world) as _);
            world.add_node(&hub);
            hub
        })
        .collect();
    (net, hubs)
}
