//! Random test of the real-time core: 24 people act over HTTP, each with two sockets that reconnect at
//! random, one raw and one of the client library. They check every answer and event during the run; at the
//! end everything is compared with what is stored.
//!
//! Invariants: acked ⊆ stored; ids are unique; `seq` has no gaps; each observer is shown a gap-free run of
//! the stored order, or a `resync` and then changes; sends with unknown outcome are stored at most once; no
//! version is missing on a socket; counts equal a recount; read marks move back only if forced; people who
//! left are shown nothing more; replicas equal a fresh read; no answer is a 5xx.
//!
//! The seed determines what each task chooses, but not how their steps interleave.

mod course;
mod desk;
mod history;
mod notes;
mod phone;
mod reading;
mod reckoning;
mod walker;

use std::{collections::HashSet, sync::Arc, time::Duration};

use confluence_protocol::RoomKind;
use tokio::task::JoinSet;

use super::Violations;
use crate::support::{Backend, LONG, Server, within};
use course::{Course, Someone, Stage};
use desk::Desk;
use walker::Walker;

/// People, each with two sockets.
const PEOPLE: usize = 24;
/// Rooms that people leave and join, not counting the hall.
const ROOMS: usize = 3;
/// Most messages of a replica and of a page.
const KEPT: usize = 200;
/// How long a socket may wait for answers or catch up once nobody acts any more.
const PATIENCE: Duration = Duration::from_secs(30);
/// Most violations that are reported; the first ones matter most.
const REPORTED: usize = 1000;

/// Parameters of a run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Least time for which people act.
    pub duration: Duration,
    /// Fewest steps by HTTP: a busy machine prolongs the run, by at most a minute, rather than thinning it
    /// out.
    pub steps: usize,
    /// Seed of all random choices.
    pub seed: u64,
    /// Messages in the hall before anybody acts.
    pub history: i64,
    /// A fault of the replicas, for the negative control.
    pub blind_to_reactions: bool,
}

impl Plan {
    /// `CONFLUENCE_SECONDS` (5 by default), `CONFLUENCE_SEED` (random by default), and `CONFLUENCE_HISTORY`
    /// messages in the hall (200,000 by default).
    pub fn from_environment() -> Self {
        let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
        Self {
            duration: Duration::from_secs(number("CONFLUENCE_SECONDS").unwrap_or(5)),
            steps: 100,
            seed: number("CONFLUENCE_SEED").unwrap_or_else(rand::random),
            history: i64::try_from(number("CONFLUENCE_HISTORY").unwrap_or(200_000)).unwrap(),
            blind_to_reactions: false,
        }
    }
}

/// Runs on one server, with a fault if one is named.
pub async fn run(backend: Backend, fault: Option<&str>, plan: Plan) -> Violations {
    // The test harness shows this if the test fails: with these settings, everybody makes the same choices.
    println!("CONFLUENCE_SEED={} CONFLUENCE_SECONDS={}", plan.seed, plan.duration.as_secs());
    let mut server = Server::start_on(backend, &[]).await;
    let host = server.person("host").await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Arc::new(Someone::new(server.person(&format!("p{number}")).await)));
    }
    let mut rooms = vec![host.room("Hall", RoomKind::Public).await.id];
    for owner in &people[..ROOMS] {
        rooms.push(owner.person.room("Corridor", RoomKind::Public).await.id);
    }
    for room in &rooms {
        host.client.join(*room).await.unwrap();
        for someone in &people {
            someone.person.client.join(*room).await.unwrap();
        }
    }
    // The setup above needs a sound server.
    server.kill().await;
    history::write(&server, rooms[0], host.user.id, plan.history).await;
    if let Some(fault) = fault {
        server.set("CONFLUENCE_FAULT", fault);
    }
    server.restart().await;

    let course = Arc::new(Course::new(rooms, plan.history));
    let (mut walking, mut sitting, mut carrying) = (JoinSet::new(), JoinSet::new(), JoinSet::new());
    for (number, someone) in people.iter().enumerate() {
        let seed = |task: u64| plan.seed.wrapping_add(3 * number as u64 + task);
        let owned: HashSet<_> = course.rooms[1..].iter().copied().skip(number).take(1).collect();
        walking.spawn(Walker::new(someone.clone(), course.clone(), owned, seed(0)).walk());
        sitting.spawn(Desk::new(someone.clone(), course.clone(), plan, seed(1)).sit());
        carrying.spawn(phone::carry(someone.clone(), course.clone(), seed(2)));
    }
    tokio::time::sleep(plan.duration).await;
    let mut steps = course.steps.subscribe();
    let _ = tokio::time::timeout(LONG, steps.wait_for(|steps| *steps >= plan.steps)).await;
    course.stage.send_replace(Stage::Ending);
    let mut walkers = within(LONG, "the walkers end", walking.join_all()).await;
    let mut quiet = course.quiet.subscribe();
    within(LONG, "everything is answered", quiet.wait_for(|quiet| *quiet >= 2 * PEOPLE)).await.unwrap();
    let versions = reckoning::rooms(&mut walkers).await;
    course.stage.send_replace(Stage::Settling(Arc::new(versions)));
    let desks = within(LONG, "the desks settle", sitting.join_all()).await;
    let phones = within(LONG, "the phones settle", carrying.join_all()).await;

    let steps = *course.steps.borrow();
    let mut found = unavailable(&server);
    found.extend(reckoning::reckon(&course, &host.client, walkers, desks, phones).await);
    let last = host.client.room(course.rooms[0]).await.unwrap().last_seq - plan.history;
    println!("{steps} steps by HTTP, {last} messages in the hall, {} violations", found.len());
    found.truncate(REPORTED);
    found
}

/// Reports requests that the server logged as failed; clients may have repeated them silently.
fn unavailable(server: &Server) -> Violations {
    let log = server.log();
    let failed = log.lines().filter(|line| line.contains("request failed")).count();
    if failed == 0 { Violations::new() } else { vec![format!("{failed} requests were answered with 5xx")] }
}
