//! A socket of the client library that reconnects at random, with replicas of the rooms that only events
//! update.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use confluence_client::{
    Ack, Cause, Error, Event, Next, Replica, Sender, Socket, SocketOptions, new_message_id,
};
use confluence_protocol::{Changes, Direction, ErrorCode, MessagesPage, RoomId, ServerFrame};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};

use super::{
    super::load::eager,
    KEPT, PATIENCE, Plan,
    course::{Course, Someone, Stage},
    notes::{Notes, Sent},
};

/// Milliseconds between two actions of a socket.
const PACE: std::ops::Range<u64> = 300..1500;
/// Milliseconds for which a socket stays connected.
const STAYS: std::ops::Range<u64> = 500..8000;
/// Milliseconds between two connections.
const AWAY: std::ops::Range<u64> = 0..2500;

/// A person's client library socket, with its replicas.
pub struct Desk {
    pub someone: Arc<Someone>,
    pub replicas: HashMap<RoomId, Replica>,
    pub notes: Notes,
    course: Arc<Course>,
    rng: StdRng,
    blind_to_reactions: bool,
    /// The `seq` of the last message shown in each room.
    last: HashMap<RoomId, i64>,
    epoch: String,
    pending: JoinSet<(Sent, Result<Ack, Error>)>,
    is_quiet: bool,
}

impl Desk {
    pub fn new(someone: Arc<Someone>, course: Arc<Course>, plan: Plan, seed: u64) -> Self {
        let me = someone.id();
        Self {
            notes: Notes::new(format!("{} at the desk", someone.person.user.username)),
            replicas: course.rooms.iter().map(|room| (*room, Replica::new(*room, me, KEPT))).collect(),
            someone,
            course,
            rng: StdRng::seed_from_u64(seed),
            blind_to_reactions: plan.blind_to_reactions,
            last: HashMap::new(),
            epoch: String::new(),
            pending: JoinSet::new(),
            is_quiet: false,
        }
    }

    /// Connects and disconnects until the run is over.
    pub async fn sit(mut self) -> Self {
        let mut stage = self.course.stage.subscribe();
        loop {
            let over = self.connect().await;
            // Dropping the socket drops its unsent messages: their outcome is unknown.
            while let Some(done) = self.pending.join_next().await {
                self.answered(done);
            }
            if over {
                return self;
            }
            let away = Duration::from_millis(self.rng.random_range(AWAY));
            let ended = stage.wait_for(|stage| !matches!(stage, Stage::Acting));
            // Either way it is time to connect again.
            let _ = timeout(away, ended).await;
            if self.rng.random_ratio(1, 10) {
                "another epoch".clone_into(&mut self.epoch);
            }
        }
    }

    /// Runs one socket to its end; returns whether the run is over.
    async fn connect(&mut self) -> bool {
        let held = self.replicas.iter().filter_map(|(room, replica)| Some((*room, replica.version()?)));
        let options = SocketOptions { held: held.collect(), epoch: self.epoch.clone(), ..eager() };
        let mut socket = self.someone.person.client.socket(options);
        let sender = socket.sender();
        self.stay(&mut socket, &sender).await
    }

    async fn stay(&mut self, socket: &mut Socket, sender: &Sender) -> bool {
        let mut stages = self.course.stage.subscribe();
        let leaves_at = Instant::now() + Duration::from_millis(self.rng.random_range(STAYS));
        let mut acts_at = Instant::now() + Duration::from_millis(self.rng.random_range(PACE));
        let mut gives_up_at = None;
        loop {
            let stage = stages.borrow_and_update().clone();
            let is_acting = matches!(stage, Stage::Acting);
            if !is_acting && gives_up_at.is_none() {
                gives_up_at = Some(Instant::now() + PATIENCE);
            }
            match &stage {
                Stage::Ending if self.pending.is_empty() && !self.is_quiet => {
                    (self.is_quiet, gives_up_at) = (true, None);
                    self.course.quiet.send_modify(|quiet| *quiet += 1);
                }
                Stage::Settling(rooms) if self.has_settled(&rooms[&self.someone.id()]) => return true,
                _ => {}
            }
            tokio::select! {
                event = socket.next() => {
                    let Some(event) = event else {
                        self.notes.complain("the socket's events ended");
                        return false;
                    };
                    self.take(event).await;
                }
                Some(done) = self.pending.join_next() => self.answered(done),
                () = sleep_until(acts_at), if is_acting => {
                    acts_at = Instant::now() + Duration::from_millis(self.rng.random_range(PACE));
                    self.act(sender).await;
                }
                () = sleep_until(leaves_at), if is_acting => return false,
                _ = stages.changed() => {}
                () = sleep_until(gives_up_at.unwrap_or(leaves_at)), if gives_up_at.is_some() => {
                    let held: Vec<_> =
                        self.replicas.iter().map(|(room, replica)| (*room, replica.version())).collect();
                    let unanswered = self.pending.len();
                    self.notes.complain(format!("holds {held:?} with {unanswered} unanswered, in {stage:?}"));
                    // Counts as quiet, so that the others do not wait for it.
                    self.course.quiet.send_modify(|quiet| *quiet += usize::from(!self.is_quiet));
                    return true;
                }
            }
        }
    }

    fn has_settled(&self, rooms: &BTreeMap<RoomId, i64>) -> bool {
        self.replicas.iter().all(|(room, replica)| replica.version() == rooms.get(room).copied())
    }

    /// Sends a read mark and a message.
    async fn act(&mut self, sender: &Sender) {
        let room = self.course.any_room(&mut self.rng);
        if self.replicas[&room].version().is_none() {
            return;
        }
        let seq = self.course.any_seq(room, &mut self.rng);
        let message = self.course.compose(room, self.someone.id(), &mut self.rng);
        let sent = Sent::first(room, message.clone());
        let submitted = async {
            sender.read(room, seq).await?;
            sender.submit(room, message).await
        };
        match submitted.await {
            Ok(answer) => drop(self.pending.spawn(async move { (sent, answer.answer().await) })),
            Err(error) => self.notes.answered(&self.someone, &self.course, sent, Err(error)),
        }
    }

    fn answered(&mut self, done: Result<(Sent, Result<Ack, Error>), tokio::task::JoinError>) {
        let (sent, answer) = done.unwrap();
        self.notes.answered(&self.someone, &self.course, sent, answer);
    }

    /// Applies an event. Must not be cancelled halfway, which would leave half a room in a replica.
    async fn take(&mut self, mut event: Event) {
        self.judge(&event);
        if let Event::Frame(
            ServerFrame::ReactionAdded { message_id, .. } | ServerFrame::ReactionRemoved { message_id, .. },
        ) = &mut event
            && self.blind_to_reactions
        {
            *message_id = new_message_id();
        }
        let mut to_load = Vec::new();
        for (room, replica) in &mut self.replicas {
            match replica.apply(&event) {
                Next::Go => {}
                Next::Load => to_load.push(*room),
                Next::Left => {
                    self.notes.cut(*room);
                    self.last.remove(room);
                }
            }
        }
        if let Event::Frame(ServerFrame::RoomJoined { room }) = &event
            && self.replicas.get(&room.id).is_some_and(|replica| replica.version().is_none())
        {
            to_load.push(room.id);
        }
        for room in to_load {
            self.load(room).await;
        }
    }

    /// Checks an event before it is applied.
    fn judge(&mut self, event: &Event) {
        match event {
            Event::Ready { epoch, .. } => self.epoch.clone_from(epoch),
            Event::Changed { cause: Cause::Hole, .. } | Event::Reset { cause: Cause::Hole, .. } => {
                self.notes.complain("a version was missing without a resync");
            }
            Event::Changed { room_id, changes, .. } => self.judge_changes(*room_id, changes),
            Event::Disconnected { code } => {
                self.notes.complain(format!("the server ended the connection with {code:?}"));
            }
            Event::Ended(error) => self.notes.complain(format!("the socket ended: {error}")),
            Event::Frame(ServerFrame::MessageCreated { room_id, version, message }) => {
                let held = self.replicas.get(room_id).and_then(Replica::version);
                // A loaded page may already contain it.
                if held.is_some_and(|held| *version > held) {
                    self.someone.show(*room_id, *version);
                    self.last.insert(*room_id, message.seq);
                    self.notes.saw(message);
                    if let Some(doubt) = self.course.doubt(message) {
                        self.notes.complain(doubt);
                    }
                }
            }
            _ => {}
        }
    }

    /// Checks that changes contain every message after the last one shown.
    fn judge_changes(&mut self, room: RoomId, changes: &Changes) {
        let Some(last) = self.last.get_mut(&room) else { return };
        let mut newer: Vec<_> = changes.messages.iter().filter(|message| message.seq > *last).collect();
        newer.sort_by_key(|message| message.seq);
        for message in newer {
            *last = message.seq;
            self.notes.saw(message);
        }
        if *last < changes.room.last_seq {
            let (last, end) = (*last, changes.room.last_seq);
            self.notes.complain(format!("changes contain messages only up to {last} of {end}"));
        }
        self.someone.show(room, changes.version);
    }

    async fn load(&mut self, room: RoomId) {
        let shown = self.someone.shown(room);
        let limit = u32::try_from(KEPT).ok();
        let page = self.someone.person.client.page(room, Direction::Newest, limit).await;
        // Refused if they have left meanwhile and that event has not arrived yet.
        let refusals = [ErrorCode::NotAMember, ErrorCode::RoomNotFound];
        let Some(page) = self.notes.expect("the newest page", page, &refusals) else { return };
        if page.version < shown {
            self.notes.complain(format!("a page has version {} after {shown} was shown", page.version));
        }
        self.show_page(room, &page);
        if let Some(replica) = self.replicas.get_mut(&room) {
            replica.load(page);
        }
    }

    fn show_page(&mut self, room: RoomId, page: &MessagesPage) {
        self.notes.cut(room);
        page.messages.iter().for_each(|message| self.notes.saw(message));
        self.last.insert(room, page.messages.last().map_or(0, |message| message.seq));
    }
}
