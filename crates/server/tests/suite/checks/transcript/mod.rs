//! Checks that everybody ends with the same room. Two people take random actions on messages at once, over
//! sockets and HTTP, while a third connects and disconnects. Each of the three holds a replica that only
//! frames and `changes` update; in the end it must equal what a fourth person reads, who was never connected.
//!
//! The seed determines what each actor chooses, but not how their steps interleave.

mod actor;
mod follower;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use confluence_client::Client;
use confluence_protocol::{Direction, Message, MessageId, RoomId, RoomKind};
use tokio::{sync::watch, task::JoinSet};

use super::Violations;
use crate::support::{Backend, LONG, Person, Server, account, within};
use follower::Follower;

/// Parameters of a run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Steps of both actors together.
    pub steps: usize,
    /// Seed of all random choices.
    pub seed: u64,
    /// A fault of the replicas, for the negative control.
    pub blind_to_reactions: bool,
}

/// Messages that a replica keeps: all of them.
const ALL: usize = 100_000;
/// Most differences that are reported; the first ones matter most.
const REPORTED: usize = 5;

/// State that the tasks of a run share.
#[derive(Clone)]
struct Course {
    room: RoomId,
    /// Messages that the actors can react to, reply to, edit and so on.
    known: Arc<Mutex<Vec<MessageId>>>,
    /// Steps that the actors have taken.
    steps: watch::Sender<usize>,
    /// The version at which a follower is done; 0 while the actors are active.
    target: watch::Sender<i64>,
}

impl Plan {
    /// `CONFLUENCE_STEPS` steps (500 by default) with the seed `CONFLUENCE_SEED` (random by default).
    pub fn from_environment() -> Self {
        let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
        let steps = number("CONFLUENCE_STEPS").map_or(500, |steps| usize::try_from(steps).unwrap());
        let seed = number("CONFLUENCE_SEED").unwrap_or_else(rand::random);
        Self { steps, seed, blind_to_reactions: false }
    }

    /// Timeout for the steps.
    fn patience(&self) -> Duration {
        LONG + Duration::from_millis(200) * u32::try_from(self.steps).unwrap_or(u32::MAX)
    }
}

/// Runs on one server.
pub async fn run(backend: Backend, settings: &[(&str, &str)], plan: Plan) -> Violations {
    let server = Server::start_on(backend, settings).await;
    run_over(&[server.base().to_owned()], plan).await
}

/// Runs with the owner and the fourth person at the first of these addresses, the others at the last.
pub async fn run_over(addresses: &[String], plan: Plan) -> Violations {
    let (first, last) = (&addresses[0], &addresses[addresses.len() - 1]);
    let (ana, ben, cem) = (person(first, "ana").await, person(last, "ben").await, person(last, "cem").await);
    let dora = person(first, "dora").await;
    let room = ana.room("Everything at once", RoomKind::Public).await.id;
    for person in [&ben, &cem, &dora] {
        person.client.join(room).await.unwrap();
    }
    let course =
        Course { room, known: Arc::default(), steps: watch::Sender::new(0), target: watch::Sender::new(0) };

    let (mut following, mut acting) = (JoinSet::new(), JoinSet::new());
    let started = watch::Sender::new(0);
    for person in [&ana, &ben] {
        let follower = Follower::new(person, room, plan);
        following.spawn(follower.stay(course.clone(), started.clone()));
    }
    following.spawn(Follower::new(&cem, room, plan).come_and_go(course.clone(), plan.seed, started.clone()));
    within(LONG, "everybody watches", started.subscribe().wait_for(|count| *count == 3)).await.unwrap();
    for (number, person) in [ana, ben].into_iter().enumerate() {
        let seed = plan.seed.wrapping_add(1 + number as u64);
        acting.spawn(actor::act(person, course.clone(), seed, plan.steps / 2));
    }
    let complaints = within(plan.patience(), "the actors end", acting.join_all()).await;
    let mut found: Violations = complaints.into_iter().flatten().collect();

    let fresh = read(&dora.client, room).await;
    course.target.send_replace(dora.client.room(room).await.unwrap().version);
    for follower in within(LONG, "the followers end", following.join_all()).await {
        found.extend(follower.complaints.iter().map(|complaint| format!("{}: {complaint}", follower.who)));
        let held = comparable(follower.replica.messages().cloned());
        found.extend(differences(
            &follower.who,
            "the fourth",
            &without_me(held.clone()),
            &without_me(fresh.clone()),
        ));
        // Compares the follower's own reactions too.
        let own = read(&follower.client, room).await;
        found.extend(differences(&follower.who, "their own reading", &held, &own));
    }
    if !found.is_empty() {
        found.push(format!(
            "to repeat this run: CONFLUENCE_STEPS={} CONFLUENCE_SEED={}",
            plan.steps, plan.seed
        ));
    }
    found
}

async fn person(address: &str, name: &str) -> Person {
    let (client, user) = Client::sign_up(address, &account(name)).await.unwrap();
    Person { client, user }
}

/// Reads the whole room.
async fn read(client: &Client, room: RoomId) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    loop {
        let after = messages.last().map_or(0, |message| message.seq);
        let page = client.page(room, Direction::After(after), Some(200)).await.unwrap();
        messages.extend(page.messages);
        if !page.has_after {
            return comparable(messages);
        }
    }
}

/// Sorts reactions by emoji: a replica has them in order of arrival, a page in order of first reaction.
pub fn comparable(messages: impl IntoIterator<Item = Message>) -> Vec<Message> {
    let mut messages: Vec<Message> = messages.into_iter().collect();
    for message in &mut messages {
        message.reactions.sort_by(|one, other| one.emoji.cmp(&other.emoji));
    }
    messages
}

/// Removes what depends on the reader.
fn without_me(mut messages: Vec<Message>) -> Vec<Message> {
    messages.iter_mut().flat_map(|message| &mut message.reactions).for_each(|reaction| reaction.me = None);
    messages
}

pub fn differences(who: &str, whose: &str, held: &[Message], read: &[Message]) -> Violations {
    let mut found = Violations::new();
    if held.len() != read.len() {
        found.push(format!("{who} holds {} messages, {whose} has {}", held.len(), read.len()));
    }
    let differing = held.iter().zip(read).filter(|(held, read)| held != read);
    found.extend(differing.take(REPORTED).map(|(held, read)| {
        let text = |message| serde_json::to_string(message).unwrap();
        format!("{who} holds\n  {}\n  where {whose} has\n  {}", text(held), text(read))
    }));
    found
}
