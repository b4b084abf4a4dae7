//! Unanswered sends, by room and in order, and when to repeat them.
//!
//! Pure bookkeeping: it has no connection and no clock. Its size is bounded by the places of the senders:
//! every [`Answer`] holds one.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use confluence_protocol::{Backoff, ErrorCode, MessageId, NewMessage, NewRoomMessage, Problem, RoomId};
use tokio::{
    sync::{OwnedSemaphorePermit, oneshot},
    time::Instant,
};

use super::event::Ack;
use crate::Error;

/// Channel for the answer to a send. Dropping it frees its place for the next send.
pub struct Answer {
    pub to: oneshot::Sender<Result<Ack, Error>>,
    pub _place: OwnedSemaphorePermit,
}

#[derive(Default)]
pub struct Outgoing {
    rooms: HashMap<RoomId, Lane>,
}

/// The sends to one room. While the room is paused nothing is sent, so that a refusal does not change the
/// order.
struct Lane {
    waiting: VecDeque<(NewMessage, Answer)>,
    paused_until: Option<Instant>,
    backoff: Backoff,
}

/// First and highest ceiling of the pause after a retryable refusal.
const PAUSE_BASE: Duration = Duration::from_millis(200);
const PAUSE_CAP: Duration = Duration::from_secs(10);

impl Outgoing {
    /// Stores a send; returns the frame to send now, unless its room is paused.
    pub fn push(&mut self, room_id: RoomId, message: NewMessage, answer: Answer) -> Option<NewRoomMessage> {
        let lane = self.rooms.entry(room_id).or_insert_with(|| Lane {
            waiting: VecDeque::new(),
            paused_until: None,
            backoff: Backoff::new(PAUSE_BASE, PAUSE_CAP),
        });
        let frame = lane.paused_until.is_none().then(|| frame_of(room_id, &message));
        lane.waiting.push_back((message, answer));
        frame
    }

    /// Handles an `ack`. If nothing waits for it, it answers a repeated send and is ignored.
    pub fn acked(&mut self, ack: Ack) {
        if let Some(answer) = self.take(Some(ack.room_id), ack.id) {
            // The caller may be gone; the message is still stored.
            let _ = answer.to.send(Ok(ack));
        }
        if let Some(lane) = self.rooms.get_mut(&ack.room_id) {
            lane.backoff.reset();
            if lane.waiting.is_empty() {
                self.rooms.remove(&ack.room_id);
            }
        }
    }

    /// Handles an `error` with this id. Returns the room that it pauses; `None` if the refusal is final or
    /// does not belong to a send.
    pub fn refused(&mut self, id: MessageId, code: ErrorCode, detail: &str, now: Instant) -> Option<RoomId> {
        if !code.retryable() {
            if let Some(answer) = self.take(None, id) {
                let problem = Box::new(Problem::new(code, detail));
                let _ = answer.to.send(Err(Error::Refused { problem, retry_after: None }));
            }
            return None;
        }
        let (room_id, lane) =
            self.rooms.iter_mut().find(|(_, lane)| lane.waiting.iter().any(|(m, _)| m.id == id))?;
        let until = now + PAUSE_BASE + lane.backoff.next_wait(rand::random());
        lane.paused_until = Some(lane.paused_until.map_or(until, |before| before.max(until)));
        Some(*room_id)
    }

    /// When the next pause ends.
    pub fn next_due(&self) -> Option<Instant> {
        self.rooms.values().filter_map(|lane| lane.paused_until).min()
    }

    /// The sends of all rooms whose pause has ended, in order within each room.
    pub fn due(&mut self, now: Instant) -> Vec<NewRoomMessage> {
        self.resend(|lane| lane.paused_until.is_some_and(|until| until <= now))
    }

    /// All unanswered sends, to repeat on a new connection.
    pub fn all(&mut self) -> Vec<NewRoomMessage> {
        self.resend(|_| true)
    }

    fn resend(&mut self, which: impl Fn(&Lane) -> bool) -> Vec<NewRoomMessage> {
        let mut frames = Vec::new();
        for (room_id, lane) in self.rooms.iter_mut().filter(|(_, lane)| which(lane)) {
            lane.paused_until = None;
            frames.extend(lane.waiting.iter().map(|(message, _)| frame_of(*room_id, message)));
        }
        frames
    }

    fn take(&mut self, room_id: Option<RoomId>, id: MessageId) -> Option<Answer> {
        let lanes = self.rooms.iter_mut().filter(|(key, _)| room_id.is_none_or(|wanted| wanted == **key));
        for (_, lane) in lanes {
            if let Some(place) = lane.waiting.iter().position(|(message, _)| message.id == id) {
                return lane.waiting.remove(place).map(|(_, answer)| answer);
            }
        }
        None
    }
}

fn frame_of(room_id: RoomId, message: &NewMessage) -> NewRoomMessage {
    let NewMessage { id, body, reply_to, attachments } = message.clone();
    NewRoomMessage { id, room_id, body, reply_to, attachments }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use confluence_protocol::Timestamp;
    use tokio::sync::Semaphore;

    use super::*;
    use crate::messages::plain;

    type Receiver = oneshot::Receiver<Result<Ack, Error>>;

    fn push(outgoing: &mut Outgoing, room: RoomId) -> (MessageId, Option<MessageId>, Receiver) {
        let place = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        let (to, receiver) = oneshot::channel();
        let message = plain("hello").unwrap();
        let id = message.id;
        let frame = outgoing.push(room, message, Answer { to, _place: place });
        (id, frame.map(|frame| frame.id), receiver)
    }

    fn ack(id: MessageId, room_id: RoomId) -> Ack {
        Ack { id, room_id, seq: 1, version: 1, created_at: Timestamp::from_millis(0) }
    }

    #[tokio::test]
    async fn sock6_after_a_retryable_refusal_the_send_and_all_later_ones_are_repeated_in_order() {
        let (mut outgoing, room, now) =
            (Outgoing::default(), RoomId::new(Timestamp::from_millis(1)), Instant::now());
        let (first, sent, mut first_answer) = push(&mut outgoing, room);
        assert_eq!(sent, Some(first));
        let (second, _, _second_answer) = push(&mut outgoing, room);
        assert_eq!(outgoing.refused(first, ErrorCode::RateLimited, "slow down", now), Some(room));
        let (third, sent, _third_answer) = push(&mut outgoing, room);
        assert_eq!(sent, None, "a paused room sends nothing");
        assert!(outgoing.due(now).is_empty());
        let later = outgoing.next_due().unwrap();
        let order: Vec<_> = outgoing.due(later).into_iter().map(|frame| frame.id).collect();
        assert_eq!(order, [first, second, third]);
        assert!(first_answer.try_recv().is_err(), "still unanswered");
        outgoing.acked(ack(first, room));
        assert_eq!(first_answer.await.unwrap().unwrap().id, first);
    }

    #[tokio::test]
    async fn a_finally_refused_send_is_answered_and_dropped() {
        let (mut outgoing, room) = (Outgoing::default(), RoomId::new(Timestamp::from_millis(1)));
        let (id, _, answer) = push(&mut outgoing, room);
        assert_eq!(outgoing.refused(id, ErrorCode::IdConflict, "used", Instant::now()), None);
        assert_eq!(answer.await.unwrap().unwrap_err().code(), Some(ErrorCode::IdConflict));
        assert!(outgoing.all().is_empty());
    }

    #[tokio::test]
    async fn a_new_connection_repeats_all_unanswered_sends_even_of_paused_rooms() {
        let (mut outgoing, room) = (Outgoing::default(), RoomId::new(Timestamp::from_millis(1)));
        let (first, _, _first_answer) = push(&mut outgoing, room);
        let (second, _, _second_answer) = push(&mut outgoing, room);
        outgoing.refused(second, ErrorCode::Unavailable, "stopping", Instant::now());
        let order: Vec<_> = outgoing.all().into_iter().map(|frame| frame.id).collect();
        assert_eq!(order, [first, second]);
        assert_eq!(outgoing.next_due(), None);
    }
}
