//! A person who watches a room, over one connection or many, and holds a replica of it.

use confluence_client::{Cause, Client, Event, Next, Replica, Socket, SocketOptions, new_message_id};
use confluence_protocol::{Direction, RoomId, ServerFrame};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::sync::watch;

use super::{super::Violations, ALL, Course, Plan};
use crate::{
    checks::load::eager,
    support::{LONG, Person},
};

/// Fewest connections with which an intermittent watcher proves something.
const CONNECTIONS: usize = 5;

pub struct Follower {
    pub who: String,
    pub client: Client,
    pub replica: Replica,
    pub complaints: Violations,
    room: RoomId,
    /// Epoch of the replica; empty if unknown.
    epoch: String,
    blind_to_reactions: bool,
}

impl Follower {
    pub fn new(person: &Person, room: RoomId, plan: Plan) -> Self {
        Self {
            who: person.user.username.clone(),
            client: person.client.clone(),
            replica: Replica::new(room, person.user.id, ALL),
            complaints: Violations::new(),
            room,
            epoch: String::new(),
            blind_to_reactions: plan.blind_to_reactions,
        }
    }

    /// Watches over one connection to the end.
    pub async fn stay(mut self, course: Course, started: watch::Sender<u32>) -> Self {
        let mut socket = self.connect();
        self.first(&mut socket, &started).await;
        self.watch(&mut socket, &course, usize::MAX).await;
        self
    }

    /// Repeatedly watches some events, stays away for some steps and reconnects with its replica; sometimes
    /// with another epoch, so that it must reset.
    pub async fn come_and_go(mut self, course: Course, seed: u64, started: watch::Sender<u32>) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut steps = course.steps.subscribe();
        let mut target = course.target.subscribe();
        let mut socket = self.connect();
        self.first(&mut socket, &started).await;
        let mut connections = 1;
        while *target.borrow() == 0 {
            self.watch(&mut socket, &course, rng.random_range(0..30)).await;
            drop(socket);
            let back_at = *steps.borrow() + rng.random_range(1..40_usize);
            tokio::select! {
                _ = steps.wait_for(|steps| *steps >= back_at) => {}
                _ = target.wait_for(|target| *target > 0) => {}
            }
            if rng.random_ratio(1, 8) {
                "another epoch".clone_into(&mut self.epoch);
            }
            socket = self.connect();
            connections += 1;
        }
        if connections < CONNECTIONS {
            self.complaints.push(format!("connected only {connections} times"));
        }
        self.watch(&mut socket, &course, usize::MAX).await;
        self
    }

    fn connect(&self) -> Socket {
        let held = self.replica.version().map(|version| (self.room, version)).into_iter().collect();
        self.client.socket(SocketOptions { held, epoch: self.epoch.clone(), ..eager() })
    }

    /// Takes events until the replica has a version.
    async fn first(&mut self, socket: &mut Socket, started: &watch::Sender<u32>) {
        while self.replica.version().is_none() && self.complaints.is_empty() {
            let event = socket.next().await;
            self.take(event).await;
        }
        started.send_modify(|count| *count += 1);
    }

    /// Takes that many events, or fewer if it reaches the course's target.
    async fn watch(&mut self, socket: &mut Socket, course: &Course, events: usize) {
        let mut target = course.target.subscribe();
        for _ in 0..events {
            let goal = *target.borrow_and_update();
            if goal > 0 && self.replica.version() >= Some(goal) {
                return;
            }
            tokio::select! {
                event = socket.next() => self.take(event).await,
                _ = target.changed() => {}
                () = tokio::time::sleep(LONG / 2), if goal > 0 => {
                    let held = self.replica.version();
                    self.complaints.push(format!("holds version {held:?} of {goal} and receives no more events"));
                    return;
                }
            }
        }
    }

    /// Applies an event. Must not be cancelled halfway, which would leave half a room in the replica.
    async fn take(&mut self, event: Option<Event>) {
        let Some(mut event) = event else {
            self.complaints.push("the socket's events ended".to_owned());
            return;
        };
        match &mut event {
            Event::Ready { epoch, .. } => self.epoch.clone_from(epoch),
            Event::Changed { cause: Cause::Hole, .. } | Event::Reset { cause: Cause::Hole, .. } => {
                self.complaints.push("a version was missing without a resync".to_owned());
            }
            Event::Ended(error) => self.complaints.push(format!("the socket ended: {error}")),
            Event::Frame(
                ServerFrame::ReactionAdded { message_id, .. }
                | ServerFrame::ReactionRemoved { message_id, .. },
            ) if self.blind_to_reactions => *message_id = new_message_id(),
            _ => {}
        }
        match self.replica.apply(&event) {
            Next::Go => {}
            Next::Load => self.load().await,
            Next::Left => self.complaints.push("the room is gone".to_owned()),
        }
    }

    /// Loads the whole room, newest page first.
    async fn load(&mut self) {
        let page = self.client.page(self.room, Direction::Newest, Some(200)).await.unwrap();
        let mut more = page.has_before;
        self.replica.load(page);
        while more {
            let first = self.replica.messages().next().map_or(1, |message| message.seq);
            let page = self.client.page(self.room, Direction::Before(first), Some(200)).await.unwrap();
            let has_before = page.has_before;
            // A page from a node that lags behind does not fit: load it again.
            if self.replica.prepend(page) {
                more = has_before;
            }
        }
    }
}
