//! One room with subscribers on this node: its sequencer, its subscribers and its most recent events.
//!
//! A room without subscribers here has no value of this type, so memory is bounded by the open sockets.

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

/// Maximum number of events kept for subscriptions that wait for their snapshot. If more pass during a slow
/// read, the oldest are dropped and the waiting subscribers get a `resync`.
const RECENT_EVENTS: usize = 512;
/// Maximum bytes of these events, with the same effect.
const RECENT_BYTES: usize = 256 * 1024;

/// A room on this node.
#[derive(Debug)]
pub struct Room {
    id: RoomId,
    sequencer: Sequencer,
    subscribers: Subscribers,
    /// Events delivered while any subscription waited for its snapshot; one buffer for all of them.
    recent: VecDeque<Event>,
    recent_bytes: usize,
}

/// Outcome for a subscription whose snapshot has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// Frames are delivered from here on.
    Live,
    /// The user has left after the snapshot: the subscription is gone.
    Left(LeaveReason),
    /// There was no such subscription, or it was already live.
    Unchanged,
}

impl Room {
    /// A room whose version is not known yet.
    pub fn new(id: RoomId) -> Self {
        Self {
            id,
            sequencer: Sequencer::default(),
            subscribers: Subscribers::default(),
            recent: VecDeque::new(),
            recent_bytes: 0,
        }
    }

    /// Accepts an event of the room, in any order, and delivers all events that are now in order.
    pub fn offer(&mut self, event: Event, touched: &mut Touched) {
        if let Some(event) = self.sequencer.offer(event) {
            self.deliver(event, touched);
            self.deliver_held(touched);
        }
    }

    /// The subscribed sockets.
    pub const fn subscribers(&self) -> &Subscribers {
        &self.subscribers
    }

    /// The version to deliver next, once it is known.
    pub const fn awaits(&self) -> Option<i64> {
        self.sequencer.next()
    }

    /// Whether a version that exists has not arrived.
    pub fn has_hole(&self) -> bool {
        self.sequencer.has_hole()
    }

    /// Whether waiting longer for the missing version is pointless.
    pub fn is_full(&self) -> bool {
        self.sequencer.is_full()
    }

    /// Records a version of the room from the database, once delivery has begun. Where it begins is decided by
    /// the first snapshot.
    pub fn observe(&mut self, head: i64) {
        if self.sequencer.next().is_some() {
            self.sequencer.observe(head);
        }
    }

    /// Adds a subscription that waits for its snapshot.
    pub fn subscribe(&mut self, subscriber: Subscriber) {
        self.subscribers.insert(subscriber);
    }

    /// Removes a subscription.
    pub fn unsubscribe(&mut self, socket: SocketId) -> Option<Subscriber> {
        let gone = self.subscribers.remove(socket);
        self.forget_recent();
        gone
    }

    /// Records that the user of a waiting subscription has left.
    pub fn note_left(&mut self, socket: SocketId, version: i64, reason: LeaveReason) {
        self.subscribers.note_left(socket, version, reason);
    }

    /// Starts delivery after a snapshot with the room at `version`: queues `first`, which tells the client
    /// about it, then delivers exactly the events above.
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

    /// Gives up on events missing up to `head` and sends everybody a `resync`. Returns whether anything was
    /// skipped.
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

    /// Checks that its parts agree.
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

    /// Sends a `resync` if events that were delivered meanwhile are no longer in `recent` (after a jump, or
    /// because there were too many).
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
