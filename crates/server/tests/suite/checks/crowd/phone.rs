//! A raw socket that reconnects at random: every frame as the server sent it, without a client's corrections.
//!
//! It must receive every version of each room or a `resync`, nothing of a room between leaving and rejoining,
//! and nothing by people who are not in the room. Sends are stored in the order in which they were sent.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use confluence_client::{Ack, Dial, Error, RawEvent, RawSocket};
use confluence_protocol::{
    ClientFrame, ErrorCode, MessageId, NewRoomMessage, Problem, ReadMark, RoomId, ServerFrame, Typing, UserId,
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::time::{Instant, sleep_until, timeout};

use super::{
    PATIENCE,
    course::{Course, Someone, Stage},
    notes::{Notes, Sent},
};

/// Milliseconds between two actions of a socket.
const PACE: std::ops::Range<u64> = 150..900;
/// Milliseconds for which a socket stays connected.
const STAYS: std::ops::Range<u64> = 200..5000;
/// Milliseconds between two connections.
const AWAY: std::ops::Range<u64> = 0..1200;

/// Connects and disconnects until the run is over; returns its notes.
pub async fn carry(someone: Arc<Someone>, course: Arc<Course>, seed: u64) -> Notes {
    let notes = Notes::new(format!("{} by phone", someone.person.user.username));
    let mut phone = Phone {
        someone,
        course,
        rng: StdRng::seed_from_u64(seed),
        notes,
        held: HashMap::new(),
        gone: HashSet::new(),
        pending: HashMap::new(),
        order: HashMap::new(),
        sends: 0,
        is_quiet: false,
    };
    let mut stage = phone.course.stage.subscribe();
    loop {
        let over = phone.connect().await;
        phone.hang_up();
        if over {
            return phone.notes;
        }
        let away = Duration::from_millis(phone.rng.random_range(AWAY));
        let ended = stage.wait_for(|stage| !matches!(stage, Stage::Acting));
        // Either way it is time to connect again.
        let _ = timeout(away, ended).await;
    }
}

struct Phone {
    someone: Arc<Someone>,
    course: Arc<Course>,
    rng: StdRng,
    notes: Notes,
    /// The version of each room up to which all changes were shown.
    held: HashMap<RoomId, i64>,
    /// People who left a room during this connection.
    gone: HashSet<(RoomId, UserId)>,
    /// Unanswered sends of this connection, each with its number.
    pending: HashMap<MessageId, (usize, Sent)>,
    /// The `seq` of each acked send of this connection, by room and number.
    order: HashMap<RoomId, BTreeMap<usize, i64>>,
    sends: usize,
    is_quiet: bool,
}

impl Phone {
    /// Runs one connection to its end; returns whether the run is over.
    async fn connect(&mut self) -> bool {
        let dial = Dial { token: self.someone.person.client.access_token().await, ..Dial::default() };
        let mut socket = match self.someone.person.client.raw_socket(&dial).await {
            Ok(socket) => socket,
            Err(error) => {
                self.notes.complain(format!("could not connect: {error:?}"));
                return false;
            }
        };
        match timeout(PATIENCE, socket.next()).await {
            Ok(RawEvent::Frame(frame, _)) if matches!(*frame, ServerFrame::Ready { .. }) => {
                self.ready(*frame);
            }
            other => {
                self.notes.complain(format!("no ready, but {other:?}"));
                return false;
            }
        }
        self.stay(&mut socket).await
    }

    async fn stay(&mut self, socket: &mut RawSocket) -> bool {
        let mut stages = self.course.stage.subscribe();
        let leaves_at = Instant::now() + Duration::from_millis(self.rng.random_range(STAYS));
        let mut acts_at = Instant::now();
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
                    if let Err(code) = self.take(event) {
                        self.notes.complain(format!("the server closed the connection with {code:?}"));
                        return false;
                    }
                }
                () = sleep_until(acts_at), if is_acting => {
                    acts_at = Instant::now() + Duration::from_millis(self.rng.random_range(PACE));
                    if let Err(error) = self.act(socket).await {
                        self.notes.complain(format!("could not write: {error:?}"));
                        return false;
                    }
                }
                () = sleep_until(leaves_at), if is_acting => return false,
                _ = stages.changed() => {}
                () = sleep_until(gives_up_at.unwrap_or(leaves_at)), if gives_up_at.is_some() => {
                    let (held, unanswered) = (&self.held, self.pending.len());
                    self.notes.complain(format!("holds {held:?} with {unanswered} unanswered, in {stage:?}"));
                    // Counts as quiet, so that the others do not wait for it.
                    self.course.quiet.send_modify(|quiet| *quiet += usize::from(!self.is_quiet));
                    return true;
                }
            }
        }
    }

    fn has_settled(&self, rooms: &BTreeMap<RoomId, i64>) -> bool {
        self.held.len() == rooms.len() && self.held.iter().all(|(room, held)| rooms.get(room) == Some(held))
    }

    /// Sends typing, a read mark and a message at once, as a person does who replies to what they read.
    async fn act(&mut self, socket: &mut RawSocket) -> Result<(), Error> {
        let room_id = self.course.any_room(&mut self.rng);
        let seq = self.course.any_seq(room_id, &mut self.rng);
        let said = if self.rng.random_ratio(1, 6) { self.someone.any_said(&mut self.rng) } else { None };
        let said = said.filter(|said| !self.pending.contains_key(&said.message.id));
        let sent = if let Some(said) = said {
            Sent::again(said)
        } else {
            Sent::first(room_id, self.course.compose(room_id, self.someone.id(), &mut self.rng))
        };
        let message = sent.message.clone();
        let frame = ClientFrame::Send(NewRoomMessage {
            id: message.id,
            room_id: sent.room,
            body: message.body,
            reply_to: message.reply_to,
            attachments: Vec::new(),
        });
        self.sends += 1;
        self.pending.insert(message.id, (self.sends, sent));
        socket.send(&ClientFrame::Typing(Typing { room_id })).await?;
        socket.send(&ClientFrame::Read(ReadMark { room_id, seq })).await?;
        socket.send(&frame).await
    }

    /// Records unanswered sends as unknown, and checks that acked sends were stored in order.
    fn hang_up(&mut self) {
        for (_, sent) in std::mem::take(&mut self.pending).into_values() {
            self.notes.answered(&self.someone, &self.course, sent, Err(Error::Ended(None)));
        }
        for (room, acked) in self.order.drain() {
            if !acked.values().is_sorted() {
                self.notes.complain(format!("sends to {room} were stored in another order: {acked:?}"));
            }
        }
        self.held.keys().for_each(|room| self.notes.cut(*room));
        self.gone.clear();
    }

    fn ready(&mut self, frame: ServerFrame) {
        let ServerFrame::Ready { rooms, .. } = frame else { return };
        for (room, version) in &rooms {
            self.someone.show(*room, *version);
        }
        self.held = rooms.into_iter().collect();
    }

    fn take(&mut self, event: RawEvent) -> Result<(), Option<u16>> {
        match event {
            RawEvent::Frame(frame, text) => {
                if let Err(complaint) = self.frame(*frame) {
                    self.notes.complain(format!("{complaint}: {text}"));
                }
            }
            RawEvent::Text(text) => self.notes.complain(format!("unknown frame: {text}")),
            RawEvent::Closed(code) => return Err(code),
        }
        Ok(())
    }

    /// Takes a frame; the error describes what is wrong with it.
    fn frame(&mut self, frame: ServerFrame) -> Result<(), String> {
        if let Some((room, version)) = frame.durable() {
            self.advance(room, version)?;
        }
        let me = self.someone.id();
        match frame {
            ServerFrame::Ack { id, room_id, seq, version, created_at } => {
                let (number, sent) = self.pending.remove(&id).ok_or("an ack for nothing")?;
                if !sent.is_repetition {
                    self.order.entry(room_id).or_default().insert(number, seq);
                }
                let ack = Ack { id, room_id, seq, version, created_at };
                self.notes.answered(&self.someone, &self.course, sent, Ok(ack));
            }
            ServerFrame::Error { id, code, detail, .. } => self.refused(id.as_deref(), code, &detail),
            ServerFrame::Ready { .. } => return Err("a second ready".to_owned()),
            ServerFrame::Resync { room_id, version } => {
                let held = self.held.get_mut(&room_id).ok_or("a resync for a room that is not mine")?;
                if version < *held {
                    return Err(format!("a resync back from {held}"));
                }
                *held = version;
                self.notes.cut(room_id);
                self.gone.retain(|(room, _)| *room != room_id);
            }
            ServerFrame::RoomJoined { room } => {
                self.notes.cut(room.id);
                self.gone.retain(|(left, _)| *left != room.id);
                self.held.insert(room.id, room.version);
            }
            ServerFrame::RoomLeft { room_id, .. } => {
                // They may rejoin while this socket is disconnected, which no frame announces.
                self.notes.cut(room_id);
                self.held.remove(&room_id);
            }
            ServerFrame::Typing { room_id, user_id } | ServerFrame::Read { room_id, user_id, .. }
                if user_id != me && !self.held.contains_key(&room_id) =>
            {
                return Err("news of a room that is not mine".to_owned());
            }
            ServerFrame::MessageCreated { room_id, message, .. } => {
                self.notes.saw(&message);
                if let Some(doubt) = self.course.doubt(&message) {
                    return Err(doubt);
                }
                self.present(room_id, message.author.id)?;
            }
            ServerFrame::ReactionAdded { room_id, user_id, .. } => self.present(room_id, user_id)?,
            ServerFrame::MemberLeft { room_id, member, .. } => {
                self.gone.insert((room_id, member.user.id));
            }
            ServerFrame::MemberJoined { room_id, member, .. } => {
                self.gone.remove(&(room_id, member.user.id));
            }
            _ => {}
        }
        Ok(())
    }

    /// Advances a room by one version; complains about gaps and about rooms of which they are no member.
    fn advance(&mut self, room: RoomId, version: i64) -> Result<(), String> {
        let held = self.held.get_mut(&room).ok_or("an event of a room that is not mine")?;
        if version != *held + 1 {
            return Err(format!("version {version} follows {held} without a resync"));
        }
        *held = version;
        self.someone.show(room, version);
        Ok(())
    }

    fn present(&self, room: RoomId, by: UserId) -> Result<(), String> {
        if self.gone.contains(&(room, by)) {
            return Err("by somebody who has left".to_owned());
        }
        Ok(())
    }

    fn refused(&mut self, id: Option<&str>, code: ErrorCode, detail: &str) {
        let error = Error::Refused { problem: Box::new(Problem::new(code, detail)), retry_after: None };
        let id = id.and_then(|id| id.parse::<MessageId>().ok());
        if let Some((_, sent)) = id.and_then(|id| self.pending.remove(&id)) {
            self.notes.answered(&self.someone, &self.course, sent, Err(error));
        } else {
            // A read mark or typing in a room that they have left.
            let refusals = [ErrorCode::NotAMember, ErrorCode::RoomNotFound];
            self.notes.expect::<()>("a frame", Err(error), &refusals);
        }
    }
}
