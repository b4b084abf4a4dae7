//! Whether everybody ends with the same room: two people do whatever one can do to messages, at random and at
//! once, over socket and HTTP, while a third comes and goes. Each of the three holds a replica that only frames
//! and `changes` have kept up to date; in the end it has to be what a fourth reads who was never there.
//!
//! What each actor chooses follows from the seed; how their steps interleave does not.

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

/// What is tried.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Of both actors together.
    pub steps: usize,
    /// What everybody chooses follows from it.
    pub seed: u64,
    /// A fault of the replicas, for the negative control.
    pub blind_to_reactions: bool,
}

/// Messages that a replica keeps here: all of them.
const ALL: usize = 100_000;
/// Differences that are told; the first ones say what is wrong.
const TOLD: usize = 5;

/// What the tasks of a run tell one another.
#[derive(Clone)]
struct Course {
    room: RoomId,
    /// What may be reacted to, answered, edited and so on, by whoever chooses it.
    known: Arc<Mutex<Vec<MessageId>>>,
    /// Steps that the actors have taken.
    steps: watch::Sender<usize>,
    /// The version at which a follower is done; 0: the actors go on.
    target: watch::Sender<i64>,
}

impl Plan {
    /// 500 steps, or as many as `CONFLUENCE_STEPS` says, by the seed in `CONFLUENCE_SEED` or a new one.
    pub fn from_environment() -> Self {
        let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
        let steps = number("CONFLUENCE_STEPS").map_or(500, |steps| usize::try_from(steps).unwrap());
        let seed = number("CONFLUENCE_SEED").unwrap_or_else(rand::random);
        Self { steps, seed, blind_to_reactions: false }
    }

    /// How long this many steps may take.
    fn patience(&self) -> Duration {
        LONG + Duration::from_millis(200) * u32::try_from(self.steps).unwrap_or(u32::MAX)
    }
}

/// On one server.
pub async fn run(backend: Backend, settings: &[(&str, &str)], plan: Plan) -> Violations {
    let server = Server::start_on(backend, settings).await;
    run_over(&[server.base().to_owned()], plan).await
}

/// The owner at the first of these addresses, everybody else at the last.
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
        found.extend(differences(&follower.who, "the fourth", &unseen(held.clone()), &unseen(fresh.clone())));
        // What is theirs alone: whether they reacted.
        let own = read(&follower.client, room).await;
        found.extend(differences(&follower.who, "their own reading", &held, &own));
    }
    if !found.is_empty() {
        found.push(format!(
            "to try the same again: CONFLUENCE_STEPS={} CONFLUENCE_SEED={}",
            plan.steps, plan.seed
        ));
    }
    found
}

async fn person(address: &str, name: &str) -> Person {
    let (client, user) = Client::sign_up(address, &account(name)).await.unwrap();
    Person { client, user }
}

/// The whole room, by pages.
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

/// With emoji in one order: a replica has them as it met them, a page by their first reaction.
pub fn comparable(messages: impl IntoIterator<Item = Message>) -> Vec<Message> {
    let mut messages: Vec<Message> = messages.into_iter().collect();
    for message in &mut messages {
        message.reactions.sort_by(|one, other| one.emoji.cmp(&other.emoji));
    }
    messages
}

/// Without what depends on who looks.
fn unseen(mut messages: Vec<Message>) -> Vec<Message> {
    messages.iter_mut().flat_map(|message| &mut message.reactions).for_each(|reaction| reaction.me = None);
    messages
}

pub fn differences(who: &str, whose: &str, held: &[Message], read: &[Message]) -> Violations {
    let mut found = Violations::new();
    if held.len() != read.len() {
        found.push(format!("{who} holds {} messages, {whose} has {}", held.len(), read.len()));
    }
    let differing = held.iter().zip(read).filter(|(held, read)| held != read);
    found.extend(differing.take(TOLD).map(|(held, read)| {
        let text = |message| serde_json::to_string(message).unwrap();
        format!("{who} holds\n  {}\n  where {whose} has\n  {}", text(held), text(read))
    }));
    found
}
