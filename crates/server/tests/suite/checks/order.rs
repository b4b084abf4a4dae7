//! Twenty concurrent senders and several observers, who must all see one order.

use confluence_client::Client;
use confluence_protocol::{RoomId, RoomKind};
use tokio::{sync::watch, task::JoinSet};

use super::{
    Violations, checker,
    load::{Course, observe, read_room, send_by_http, send_by_socket},
};
use crate::support::{Backend, LONG, Person, Server, account, within};

const SENDERS: usize = 20;
const MESSAGES: usize = 50;
const OBSERVERS: usize = 4;

/// Twenty senders × 50 messages on one server.
pub async fn run(backend: Backend) -> Violations {
    let server = Server::start_on(backend, &[]).await;
    run_over(&[server.base().to_owned()]).await
}

/// Twenty senders × 50 messages, spread over the nodes at these addresses: half by socket, half by HTTP.
pub async fn run_over(nodes: &[String]) -> Violations {
    let (owner, room, people) = gather(nodes).await;
    let course = Course::new();
    let started = watch::Sender::new(0);
    let mut watching = JoinSet::new();
    let (observers, senders) = people.split_at(OBSERVERS);
    for person in observers {
        watching.spawn(observe(person.clone(), room, course.clone(), started.clone()));
    }
    let all = u32::try_from(OBSERVERS).unwrap();
    within(LONG, "the watchers watch", started.subscribe().wait_for(|count| *count == all)).await.unwrap();
    let mut sending = JoinSet::new();
    for (number, person) in senders.iter().cloned().enumerate() {
        if number % 4 < 2 {
            sending.spawn(send_by_socket(person, room, course.clone(), MESSAGES));
        } else {
            sending.spawn(send_by_http(person, room, course.clone(), MESSAGES));
        }
    }
    let mut logs = within(LONG, "everything is sent", sending.join_all()).await;
    let stored = read_room(&owner.client, room).await;
    course.target.send_replace(stored.version);
    logs.extend(within(LONG, "the watchers end", watching.join_all()).await);

    let mut found = checker::check(&logs, &stored);
    if stored.last_seq != i64::try_from(SENDERS * MESSAGES).unwrap() {
        found.push(format!("{} messages are stored of {}", stored.last_seq, SENDERS * MESSAGES));
    }
    // Only messages took versions, so these have no gap either.
    let first = stored.messages.first().map_or(0, |seen| seen.version - seen.seq);
    found.extend(
        stored
            .messages
            .iter()
            .filter(|seen| seen.version - seen.seq != first)
            .map(|seen| format!("version {} at seq {}", seen.version, seen.seq)),
    );
    found
}

/// Creates the owner, the room, and its observers and senders, spread over the nodes in turn.
async fn gather(nodes: &[String]) -> (Person, RoomId, Vec<Person>) {
    let sign_up = async |number: usize| {
        let base = &nodes[number % nodes.len()];
        let (client, user) = Client::sign_up(base, &account(&format!("person{number}"))).await.unwrap();
        Person { client, user }
    };
    let owner = sign_up(0).await;
    let room = owner.room("Everybody", RoomKind::Public).await.id;
    let mut people = Vec::new();
    for number in 1..=OBSERVERS + SENDERS {
        let person = sign_up(number).await;
        person.client.join(room).await.unwrap();
        people.push(person);
    }
    (owner, room, people)
}
