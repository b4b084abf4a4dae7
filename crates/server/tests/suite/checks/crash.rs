//! Repeated SIGKILLs under load, followed by the checker.

use confluence_protocol::RoomKind;
use tokio::{sync::watch, task::JoinSet};

use super::{
    Violations, checker,
    load::{Course, observe, read_room, send_by_http, send_by_socket},
};
use crate::support::{Backend, LONG, Server, within};

/// Acks between a start of the server and the next kill, so that every kill hits work in progress.
const ACKS_BETWEEN: u64 = 150;
/// More messages than a run can send; senders stop when the run ends.
const ENDLESS: usize = 100_000;

/// Kills the server this many times while four clients send by socket, two by HTTP, and two watch. A fault is
/// switched on once everybody is in the room, because the setup needs a sound server.
pub async fn run(backend: Backend, fault: Option<&str>, kills: u32) -> Violations {
    let mut server = Server::start_on(backend, &[]).await;
    let owner = server.person("owner").await;
    let room = owner.room("Under fire", RoomKind::Public).await.id;
    let names = ["watcher1", "watcher2", "socket1", "socket2", "socket3", "socket4", "http1", "http2"];
    let people = server.people(names).await;
    for person in &people {
        person.client.join(room).await.unwrap();
    }
    if let Some(fault) = fault {
        server.kill().await;
        server.set("CONFLUENCE_FAULT", fault);
        server.restart().await;
    }

    let course = Course::new();
    let started = watch::Sender::new(0);
    let (mut watching, mut sending) = (JoinSet::new(), JoinSet::new());
    let [watcher1, watcher2, senders @ ..] = people;
    for person in [watcher1, watcher2] {
        watching.spawn(observe(person, room, course.clone(), started.clone()));
    }
    within(LONG, "the watchers watch", started.subscribe().wait_for(|count| *count == 2)).await.unwrap();
    for person in senders {
        if person.user.username.starts_with("socket") {
            sending.spawn(send_by_socket(person, room, course.clone(), ENDLESS));
        } else {
            sending.spawn(send_by_http(person, room, course.clone(), ENDLESS));
        }
    }

    let mut found = Violations::new();
    for kill in 0..kills {
        let goal = *course.acked.borrow() + ACKS_BETWEEN;
        found.extend(course.acks(goal).await.err());
        // Kills alternately right after an ack and right after an event, to catch a server that sends either
        // before the commit.
        if kill % 2 == 1 {
            found.extend(course.next_shown().await.err());
        }
        course.up.send_replace(false);
        server.kill().await;
        server.restart().await;
        course.up.send_replace(true);
    }
    let goal = *course.acked.borrow() + ACKS_BETWEEN;
    found.extend(course.acks(goal).await.err());
    course.sending.send_replace(false);

    // The senders end once everything is answered; only then is the last version known.
    let mut logs = within(LONG, "the senders end", sending.join_all()).await;
    let stored = read_room(&owner.client, room).await;
    course.target.send_replace(stored.version);
    logs.extend(within(LONG, "the watchers end", watching.join_all()).await);
    found.extend(checker::check(&logs, &stored));
    found
}
