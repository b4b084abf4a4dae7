//! Clients that send and clients that watch, each with a log for the checker.

use std::{collections::VecDeque, time::Duration};

use confluence_client::{Cause, Client, Event, Pending, SocketOptions, new_message_id};
use confluence_protocol::{Direction, Message, NewMessage, RoomId, ServerFrame};
use tokio::sync::watch;

use super::checker::{Log, Outcome, Seen, Sending, Stored};
use crate::support::{LONG, Person};

/// Unanswered sends of one sender.
const IN_FLIGHT: usize = 8;
/// How long an observer may take to reach the end: more than the 5 s after which a lost last event is
/// noticed.
const CATCH_UP: Duration = Duration::from_secs(20);

/// State that a run shares with its clients.
#[derive(Clone)]
pub struct Course {
    /// Whether senders continue.
    pub sending: watch::Sender<bool>,
    /// Whether the server is up, as far as the run knows.
    pub up: watch::Sender<bool>,
    /// Acks of all senders together.
    pub acked: watch::Sender<u64>,
    /// Times that a watcher was shown new messages.
    pub shown: watch::Sender<u64>,
    /// The version at which an observer is done; 0 until it is known.
    pub target: watch::Sender<i64>,
}

impl Course {
    pub fn new() -> Self {
        Self {
            sending: watch::Sender::new(true),
            up: watch::Sender::new(true),
            acked: watch::Sender::new(0),
            shown: watch::Sender::new(0),
            target: watch::Sender::new(0),
        }
    }

    /// Waits for this many acks, at most a minute.
    pub async fn acks(&self, count: u64) -> Result<(), String> {
        let mut acked = self.acked.subscribe();
        let reached = tokio::time::timeout(LONG, acked.wait_for(|acked| *acked >= count)).await.is_ok();
        let have = *acked.borrow();
        if reached { Ok(()) } else { Err(format!("{have} acks of {count} after {LONG:?}")) }
    }

    /// Waits until a watcher is shown the next message, at most a minute.
    pub async fn next_shown(&self) -> Result<(), String> {
        let mut shown = self.shown.subscribe();
        match tokio::time::timeout(LONG, shown.changed()).await {
            Ok(_) => Ok(()),
            Err(_) => Err(format!("nothing was shown for {LONG:?}")),
        }
    }

    fn acked(&self) {
        self.acked.send_modify(|count| *count += 1);
    }

    fn goes_on(&self) -> bool {
        *self.sending.borrow()
    }
}

/// Options of a socket that reconnects and resyncs without the usual delays.
pub fn eager() -> SocketOptions {
    SocketOptions {
        backoff_base: Duration::from_millis(40),
        backoff_cap: Duration::from_millis(400),
        resync_jitter: Duration::from_millis(20),
        ..SocketOptions::default()
    }
}

/// A text message under a new id.
pub fn message(body: &str) -> NewMessage {
    NewMessage { id: new_message_id(), body: body.parse().unwrap(), reply_to: None, attachments: Vec::new() }
}

/// Sends up to `count` messages over a socket that repeats each send until it is answered.
pub async fn send_by_socket(person: Person, room: RoomId, course: Course, count: usize) -> Log {
    let mut log = Log { who: format!("{} by socket", person.user.username), ..Log::default() };
    let mut socket = person.client.socket(eager());
    let sender = socket.sender();
    // Unread events would delay the answers.
    let reading = tokio::spawn(async move { while socket.next().await.is_some() {} });
    let mut pending: VecDeque<(NewMessage, Pending)> = VecDeque::new();
    let mut number = 0;
    loop {
        let more = number < count && course.goes_on();
        if more && pending.len() < IN_FLIGHT {
            let message = message(&format!("{} {number}", person.user.username));
            number += 1;
            match sender.submit(room, message.clone()).await {
                Ok(answer) => pending.push_back((message, answer)),
                Err(error) => log.complaints.push(format!("the socket ended: {error}")),
            }
            continue;
        }
        let Some((message, answer)) = pending.pop_front() else { break };
        let outcome = match tokio::time::timeout(LONG, answer.answer()).await {
            Ok(Ok(ack)) => {
                course.acked();
                Outcome::Acked { seq: ack.seq, version: ack.version }
            }
            Ok(Err(error)) if error.is_unknown() => Outcome::Unknown,
            Ok(Err(error)) => {
                log.complaints.push(format!("a send was refused: {error}"));
                Outcome::Refused
            }
            Err(_) => {
                log.complaints.push(format!("{} was not answered in {LONG:?}", message.id));
                Outcome::Unknown
            }
        };
        log.sent.push(Sending { id: message.id, body: String::from(message.body), outcome });
    }
    reading.abort();
    log
}

/// Sends over HTTP and never repeats: after a broken connection the outcome stays unknown.
pub async fn send_by_http(person: Person, room: RoomId, course: Course, count: usize) -> Log {
    let mut log = Log { who: format!("{} by HTTP", person.user.username), ..Log::default() };
    let mut up = course.up.subscribe();
    for number in 0..count {
        if !course.goes_on() || up.wait_for(|up| *up).await.is_err() {
            break;
        }
        let message = message(&format!("{} {number}", person.user.username));
        let outcome = match person.client.send(room, &message).await {
            Ok(sent) => {
                course.acked();
                Outcome::Acked { seq: sent.message.seq, version: sent.message.version }
            }
            Err(error) if error.is_unknown() => {
                // The server is down, or the run is about to notice: continue when it is back.
                let _ = tokio::time::timeout(Duration::from_millis(200), up.wait_for(|up| !up)).await;
                Outcome::Unknown
            }
            Err(error) => {
                log.complaints.push(format!("a send was refused: {error}"));
                Outcome::Refused
            }
        };
        log.sent.push(Sending { id: message.id, body: String::from(message.body), outcome });
    }
    log
}

/// Watches a room over a socket from its `ready` until the course's target version. Increments `started` once
/// it watches.
pub async fn observe(person: Person, room: RoomId, course: Course, started: watch::Sender<u32>) -> Log {
    let mut watcher = Watcher {
        log: Log { who: format!("{} watching", person.user.username), observes: true, ..Log::default() },
        client: person.client.clone(),
        room,
        held: 0,
        shown: 0,
    };
    let mut socket = person.client.socket(eager());
    let mut target = course.target.subscribe();
    loop {
        let goal = *target.borrow_and_update();
        if goal > 0 && watcher.held >= goal {
            return watcher.log;
        }
        tokio::select! {
            event = socket.next() => {
                let Some(event) = event else {
                    watcher.log.complaints.push("the socket's events ended".to_owned());
                    return watcher.log;
                };
                let first = watcher.held == 0;
                let before = watcher.log.observed.len();
                watcher.event(event).await;
                if watcher.log.observed.len() > before {
                    course.shown.send_modify(|count| *count += 1);
                }
                if first && watcher.held > 0 {
                    started.send_modify(|count| *count += 1);
                }
            }
            _ = target.changed() => {}
            () = tokio::time::sleep(CATCH_UP), if goal > 0 => {
                watcher.log.complaints.push(format!("holds version {} of {goal} after {CATCH_UP:?}", watcher.held));
                return watcher.log;
            }
        }
    }
}

struct Watcher {
    log: Log,
    client: Client,
    room: RoomId,
    /// The version up to which all changes were applied.
    held: i64,
    /// The `seq` up to which all messages were shown; messages of a loaded page may arrive again as frames.
    shown: i64,
}

impl Watcher {
    async fn event(&mut self, event: Event) {
        match event {
            Event::Ready { rooms, .. } => match rooms.get(&self.room) {
                Some(version) if self.held == 0 => self.held = *version,
                Some(_) => {}
                None => self.log.complaints.push("the room is not in ready".to_owned()),
            },
            Event::Frame(frame) => {
                if let Some((room, version)) = frame.durable()
                    && room == self.room
                {
                    self.held = version;
                }
                if let ServerFrame::MessageCreated { message, .. } = frame
                    && message.room_id == self.room
                {
                    self.show(&message);
                }
            }
            Event::Changed { room_id, changes, cause } if room_id == self.room => {
                self.blame(cause);
                changes.messages.iter().for_each(|message| self.show(message));
                self.held = changes.version;
            }
            Event::Reset { room_id, changes, cause } if room_id == self.room => {
                self.blame(cause);
                self.load().await;
                self.held = changes.version;
            }
            Event::Gone { room_id } if room_id == self.room => {
                self.log.complaints.push("the room is gone".to_owned());
            }
            Event::Ended(error) => self.log.complaints.push(format!("the socket ended: {error}")),
            _ => {}
        }
    }

    fn blame(&mut self, cause: Cause) {
        if cause == Cause::Hole {
            self.log.complaints.push("a version was missing without a resync".to_owned());
        }
    }

    /// Loads the messages after the last one shown.
    async fn load(&mut self) {
        loop {
            match self.client.page(self.room, Direction::After(self.shown), Some(200)).await {
                Ok(page) => {
                    page.messages.iter().for_each(|message| self.show(message));
                    if !page.has_after {
                        return;
                    }
                }
                // The server may be down again; the next connection loads them.
                Err(_) => return,
            }
        }
    }

    fn show(&mut self, message: &Message) {
        // A page can be ahead of the frames that follow it; nothing else may repeat.
        if message.seq > self.shown || self.log.observed.last().is_none() {
            self.log.observed.push(Seen::from(message));
            self.shown = message.seq;
        } else if !self.log.observed.iter().any(|seen| *seen == Seen::from(message)) {
            self.log.complaints.push(format!("saw seq {} again as something else", message.seq));
        }
    }
}

/// Reads the whole room as it is stored.
pub async fn read_room(client: &Client, room: RoomId) -> Stored {
    let mut messages = Vec::new();
    loop {
        let after = messages.last().map_or(0, |seen: &Seen| seen.seq);
        let page = client.page(room, Direction::After(after), Some(200)).await.unwrap();
        messages.extend(page.messages.iter().map(Seen::from));
        if !page.has_after || page.messages.is_empty() {
            break;
        }
    }
    let card = client.room(room).await.unwrap();
    Stored { before: 0, messages, last_seq: card.last_seq, version: card.version, altered: false }
}
