//! One room with subscribers on this node: its sequencer, who hears of it, and what just passed.
//!
//! A room that nobody here hears of has no value of this type, so memory follows the open sockets.

use std::{collections::VecDeque, sync::Arc};

use confluence_protocol::{LeaveReason, RoomId};

use crate::{
    frame::Frame,
    rooms::{
        sequencer::{Event, Sequencer},
        subscribers::{Phase, Subscriber, Subscribers},
    },
    sockets::{
        outbox::{Outbox, Touched},
        socket::SocketId,
    },
};

/// Events kept for subscriptions that wait for their snapshot. Where a read takes so long that more
/// pass, the oldest are dropped and the waiting are told `resync`.
const RECENT_EVENTS: usize = 512;
/// Bytes of them, for the same reason.
const RECENT_BYTES: usize = 256 * 1024;

/// A room on this node.
#[derive(Debug)]
pub struct Room {
    id: RoomId,
    /// What is next.
    pub sequencer: Sequencer,
    /// Who hears of it. Take out through [`Room::unsubscribe`].
    pub subscribers: Subscribers,
    /// What passed while somebody waited for a snapshot; one buffer for all who wait.
    recent: VecDeque<Event>,
    recent_bytes: usize,
}

/// What became of a subscription whose snapshot was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// Frames pass from here on.
    Live,
    /// The user had left again after the snapshot: the subscription is gone.
    Left(LeaveReason),
    /// There was none, or it was live before.
    Unchanged,
}

impl Room {
    /// A room of which nothing is known yet.
    pub fn new(id: RoomId) -> Self {
        Self {
            id,
            sequencer: Sequencer::default(),
            subscribers: Subscribers::default(),
            recent: VecDeque::new(),
            recent_bytes: 0,
        }
    }

    /// Takes an event of the room, in whatever order it comes, and delivers what is ready.
    pub fn offer(&mut self, event: Event, touched: &mut Touched) {
        if let Some(event) = self.sequencer.offer(event) {
            self.deliver(event, touched);
            self.deliver_held(touched);
        }
    }

    /// Adds a subscription that waits for its snapshot.
    pub fn subscribe(&mut self, subscriber: Subscriber) {
        self.subscribers.insert(subscriber);
    }

    /// Takes a subscription out.
    pub fn unsubscribe(&mut self, socket: SocketId) -> Option<Subscriber> {
        let gone = self.subscribers.remove(socket);
        self.forget_recent();
        gone
    }

    /// The snapshot was read, with the room at `version`: queues `first` (what tells the client so), then
    /// lets pass exactly what is above.
    pub fn release(
        &mut self,
        socket: SocketId,
        version: i64,
        first: Option<&Frame>,
        touched: &mut Touched,
    ) -> Released {
        self.sequencer.observe(version);
        let Some(Phase::Pending { left, .. }) = self.subscribers.get(socket).map(|one| one.phase) else {
            return Released::Unchanged;
        };
        let Some(mut subscriber) = self.subscribers.remove(socket) else { return Released::Unchanged };
        let released = match left {
            Some((at, reason)) if at > version => Released::Left(reason),
            _ => {
                if let Some(first) = first {
                    touched.push(&subscriber.outbox, first.clone());
                }
                subscriber.phase = Phase::Live { since: version, told: version };
                for event in &self.recent {
                    subscriber.pass(self.id, event, touched);
                }
                self.catch_up(&mut subscriber, touched);
                self.subscribers.insert(subscriber);
                Released::Live
            }
        };
        self.deliver_held(touched);
        self.forget_recent();
        released
    }

    /// Gives up on what is missing up to `head` and says so to everybody. Whether anything was left out.
    pub fn jump(&mut self, head: i64, touched: &mut Touched) -> bool {
        let behind = self.sequencer.jump(head);
        if behind {
            let frame = Frame::resync(self.id, head);
            for subscriber in self.subscribers.iter_mut() {
                subscriber.resync(head, &frame, touched);
            }
            self.deliver_held(touched);
        }
        behind
    }

    /// Whether its parts agree.
    pub fn check_invariants(&self) -> Result<(), String> {
        self.sequencer.check_invariants()?;
        self.subscribers.check_invariants()?;
        if self.subscribers.pending() == 0 && !self.recent.is_empty() {
            return Err("events are kept although nobody waits for a snapshot".to_owned());
        }
        if self.recent.len() > RECENT_EVENTS {
            return Err(format!("{} events are kept", self.recent.len()));
        }
        if self.subscribers.is_empty() {
            return Err("a room without subscribers holds state".to_owned());
        }
        Ok(())
    }

    fn deliver_held(&mut self, touched: &mut Touched) {
        while let Some(event) = self.sequencer.pop() {
            self.deliver(event, touched);
        }
    }

    fn deliver(&mut self, event: Event, touched: &mut Touched) {
        for subscriber in self.subscribers.iter_mut() {
            subscriber.pass(self.id, &event, touched);
        }
        if self.subscribers.pending() > 0 {
            self.recent_bytes += event.frame.bytes.len();
            self.recent.push_back(event);
            while self.recent.len() > RECENT_EVENTS || self.recent_bytes > RECENT_BYTES {
                let Some(oldest) = self.recent.pop_front() else { break };
                self.recent_bytes -= oldest.frame.bytes.len();
            }
        }
    }

    /// What passed and is no longer in `recent` (a jump, or too much of it) is told as a `resync`.
    fn catch_up(&self, subscriber: &mut Subscriber, touched: &mut Touched) {
        let passed = self.sequencer.next().map_or(0, |next| next - 1);
        if matches!(subscriber.phase, Phase::Live { told, .. } if told < passed) {
            subscriber.resync(passed, &Frame::resync(self.id, passed), touched);
        }
    }

    fn forget_recent(&mut self) {
        if self.subscribers.pending() == 0 {
            self.recent = VecDeque::new();
            self.recent_bytes = 0;
        }
    }
}

/// Pushes a frame to a socket that is leaving the room.
pub fn tell_left(outbox: &Arc<Outbox>, room_id: RoomId, reason: LeaveReason, touched: &mut Touched) {
    let frame = confluence_protocol::ServerFrame::RoomLeft { room_id, reason };
    touched.push(outbox, Frame::of(&frame));
}
