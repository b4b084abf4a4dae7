//! The real-time core at random: 24 people act over HTTP, while each has two sockets that come and go, one bare and one
//! of the client library. All of them check what they are answered and shown as they go; in the end everything is
//! compared with what is stored.
//!
//! Held to throughout: acked ⊆ stored, ids unique, `seq` without holes; each observer is shown a gap-free run of the
//! stored order, or a `resync` and then changes; unknown sends are stored at most once; no version is missing on a
//! socket; counts equal a recount; read marks move back only when forced; who left is shown nothing more; replicas equal
//! a fresh read; and no answer is a 503.
//!
//! What each task chooses follows from the seed; how their steps interleave does not.

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
/// Rooms that people leave and join; the hall comes on top.
const ROOMS: usize = 3;
/// Messages that a replica keeps, and that a page has at most.
const KEPT: usize = 200;
/// How long a socket may take to be answered or to catch up once nobody acts any more.
const PATIENCE: Duration = Duration::from_secs(30);
/// Violations that are told; the first ones say what is wrong.
const TOLD: usize = 1000;

/// What is tried.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How long people act at least.
    pub duration: Duration,
    /// Steps by HTTP that they take at least, unless a minute more is not enough: a busy machine makes a run longer,
    /// not emptier.
    pub steps: usize,
    /// What everybody chooses follows from it.
    pub seed: u64,
    /// Messages in the hall before anybody acts.
    pub history: i64,
    /// A fault of the replicas, for the negative control.
    pub blind_to_reactions: bool,
}

impl Plan {
    /// Five seconds, or as many as `CONFLUENCE_SECONDS` says, by the seed in `CONFLUENCE_SEED` or a new one, in a
    /// hall with 200,000 messages, or as many as `CONFLUENCE_HISTORY` says.
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

/// On one server, with a fault where one is named.
pub async fn run(backend: Backend, fault: Option<&str>, plan: Plan) -> Violations {
    // Printed where the test fails: with these, everybody chooses the same again.
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
    // Until here the server has to be believed.
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
    found.truncate(TOLD);
    found
}

/// Requests that the server itself counts as failed; clients may have repeated them without a word.
fn unavailable(server: &Server) -> Violations {
    let log = server.log();
    let failed = log.lines().filter(|line| line.contains("request failed")).count();
    if failed == 0 { Violations::new() } else { vec![format!("{failed} requests were answered with 5xx")] }
}
