//! Frames queued for one socket, and what happens when it does not take them.
//!
//! The bounds are 256 KiB of pending bytes, of which answers and `room.joined`/`room.left` at most 64 KiB. A
//! room never waits for its slowest reader: frames that do not fit are dropped, their rooms are remembered,
//! and a `resync` for each room is sent once the socket takes frames again. The outbox knows nothing of
//! subscriptions: the caller has decided that the socket may have the frame.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use confluence_protocol::{CloseCode, RoomId};
use tokio::sync::Notify;

use crate::{
    fault::Fault,
    frame::{Class, Frame},
};

/// Maximum bytes queued for a socket. A frame that would exceed it causes the queued versioned and ephemeral
/// frames to be dropped.
const PENDING_BYTES: usize = 256 * 1024;
/// Maximum bytes of frames that are kept on overflow. A client that leaves more of them unread is closed with
/// 1013.
const KEPT_BYTES: usize = 64 * 1024;
/// Pending bytes beyond which ephemeral frames are dropped, so that they never displace a durable one.
const EPHEMERAL_BYTES: usize = 64 * 1024;
/// Maximum bytes of a burst. Bounds what the socket's own write buffer copies.
const BURST_BYTES: usize = 64 * 1024;

/// Frames to send together: feed all, flush once, then close if a code is given.
#[derive(Debug, Default)]
pub struct Burst {
    /// Text frames, valid UTF-8, at most 64 KiB together unless one alone is larger.
    pub frames: Vec<Bytes>,
    /// Code to close the socket with after these frames.
    pub close: Option<CloseCode>,
}

/// The outbox of a socket, shared by the socket's task and the code that delivers to it.
#[derive(Debug)]
pub struct Outbox {
    // A std mutex, held for a push or a take, never across an await. The lock of the hub's state, if needed
    // as well, is taken first.
    inner: Mutex<Inner>,
    wake: Notify,
    fault: Fault,
}

#[derive(Debug, Default)]
struct Inner {
    queue: VecDeque<Frame>,
    /// Bytes in the queue, not counting `ready`.
    pending: usize,
    /// Bytes among them that are kept on overflow.
    kept: usize,
    /// Rooms whose frames were dropped, each with the highest dropped version. Their `resync` comes after all
    /// queued frames of the same room. Bounded by the rooms that the socket is subscribed to.
    lost: BTreeMap<RoomId, i64>,
    close: Option<CloseCode>,
    /// Whether a frame was pushed since the last take: then the socket has been woken, or is about to be.
    touched: bool,
}

/// The outboxes pushed to while the state was locked; each is woken once after that.
#[derive(Debug, Default)]
pub struct Touched(Vec<Arc<Outbox>>);

impl Touched {
    /// Queues a frame for a socket.
    pub fn push(&mut self, outbox: &Arc<Outbox>, frame: Frame) {
        if outbox.push(frame) {
            self.0.push(Arc::clone(outbox));
        }
    }

    /// Closes a socket at once and drops the frames queued for it.
    pub fn close_now(&mut self, outbox: &Arc<Outbox>, code: CloseCode) {
        outbox.lock().close_now(code);
        self.0.push(Arc::clone(outbox));
    }

    /// Closes a socket after the frames queued for it; answers may still be added.
    pub fn close_after_queue(&mut self, outbox: &Arc<Outbox>, code: CloseCode) {
        outbox.lock().close.get_or_insert(code);
        self.0.push(Arc::clone(outbox));
    }

    /// Wakes each socket. Must be called after unlocking the state, which the woken tasks may need.
    pub fn wake(self) {
        for outbox in self.0 {
            outbox.wake.notify_one();
        }
    }
}

impl Outbox {
    /// An empty outbox.
    pub fn new(fault: Fault) -> Self {
        Self { inner: Mutex::default(), wake: Notify::new(), fault }
    }

    /// Queues an answer and wakes the socket.
    pub fn answer(&self, frame: Frame) {
        if self.push(frame) {
            self.wake.notify_one();
        }
    }

    /// Closes the socket after the queued frames.
    pub fn close(&self, code: CloseCode) {
        self.lock().close.get_or_insert(code);
        self.wake.notify_one();
    }

    /// Waits for frames to send and takes them. Cancelling it loses nothing.
    pub async fn next_burst(&self) -> Burst {
        loop {
            // `notify_one` leaves a permit when nobody waits, so a push after the take is not missed.
            if let Some(burst) = self.lock().take() {
                return burst;
            }
            self.wake.notified().await;
        }
    }

    /// Bytes in the queue, not counting `ready`.
    pub fn pending(&self) -> usize {
        self.lock().pending
    }

    /// Checks that the counts are correct and the bounds hold.
    pub fn check_invariants(&self) -> Result<(), String> {
        let inner = self.lock();
        let bytes = |kept: bool| -> usize {
            inner
                .queue
                .iter()
                .filter(|frame| frame.class != Class::Ready && (!kept || frame.class.is_kept()))
                .map(|frame| frame.bytes.len())
                .sum()
        };
        if inner.pending != bytes(false) || inner.kept != bytes(true) {
            return Err("an outbox has miscounted its bytes".to_owned());
        }
        if inner.pending > PENDING_BYTES || inner.kept > KEPT_BYTES {
            return Err(format!("an outbox holds {} bytes, {} of them kept", inner.pending, inner.kept));
        }
        Ok(())
    }

    /// Queues a frame; returns whether the socket has to be woken.
    fn push(&self, frame: Frame) -> bool {
        let mut inner = self.lock();
        inner.push(frame, self.fault);
        !std::mem::replace(&mut inner.touched, true)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic while it was locked is a bug elsewhere; the queue itself is consistent between statements.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn push(&mut self, frame: Frame, fault: Fault) {
        if self.close.is_some() && frame.class != Class::Answer {
            return;
        }
        let after = self.pending + frame.bytes.len();
        let unbounded = fault.is_unbounded_outbox();
        match frame.class {
            Class::Ready => self.queue.push_back(frame),
            Class::Ephemeral => {
                if after <= EPHEMERAL_BYTES || unbounded {
                    self.append(frame);
                }
            }
            Class::Versioned { room_id, version } => {
                if let Some(lost) = self.lost.get_mut(&room_id) {
                    *lost = version.max(*lost);
                } else if after <= PENDING_BYTES || unbounded {
                    self.append(frame);
                } else {
                    self.overflow();
                    let lost = self.lost.entry(room_id).or_insert(version);
                    *lost = version.max(*lost);
                }
            }
            Class::Answer | Class::Joined(_) | Class::Left(_) => {
                if self.kept + frame.bytes.len() > KEPT_BYTES {
                    return self.close_now(CloseCode::TryAgainLater);
                }
                if after > PENDING_BYTES {
                    self.overflow();
                }
                if let Class::Joined(room_id) | Class::Left(room_id) = frame.class {
                    // This frame supersedes earlier losses: it is a new beginning or the end.
                    self.lost.remove(&room_id);
                }
                self.append(frame);
            }
        }
    }

    fn append(&mut self, frame: Frame) {
        self.pending += frame.bytes.len();
        if frame.class.is_kept() {
            self.kept += frame.bytes.len();
        }
        self.queue.push_back(frame);
    }

    /// Drops all frames that may be dropped and remembers their rooms.
    fn overflow(&mut self) {
        let mut dropped = BTreeMap::new();
        self.queue.retain(|frame| match frame.class {
            Class::Versioned { room_id, version } => {
                dropped.insert(room_id, version);
                false
            }
            Class::Ephemeral => false,
            Class::Joined(room_id) | Class::Left(room_id) => {
                dropped.remove(&room_id);
                true
            }
            Class::Ready | Class::Answer => true,
        });
        self.pending = self.kept;
        // A room that is already in `lost` has no versioned frame in the queue, so neither map overwrites the
        // other.
        self.lost.append(&mut dropped);
    }

    fn close_now(&mut self, code: CloseCode) {
        *self = Self { close: self.close.or(Some(code)), touched: true, ..Self::default() };
    }

    fn take(&mut self) -> Option<Burst> {
        self.touched = false;
        let mut burst = Burst::default();
        let mut bytes = 0;
        while let Some(frame) = self.queue.front() {
            bytes += frame.bytes.len();
            if bytes > BURST_BYTES && !burst.frames.is_empty() {
                break;
            }
            let Some(frame) = self.queue.pop_front() else { break };
            if frame.class != Class::Ready {
                self.pending -= frame.bytes.len();
            }
            if frame.class.is_kept() {
                self.kept -= frame.bytes.len();
            }
            burst.frames.push(frame.bytes);
        }
        if self.queue.is_empty() {
            // An idle socket holds no buffer.
            self.queue = VecDeque::new();
            while bytes < BURST_BYTES
                && let Some((room_id, version)) = self.lost.pop_first()
            {
                let frame = Frame::resync(room_id, version);
                bytes += frame.bytes.len();
                burst.frames.push(frame.bytes);
            }
            if self.lost.is_empty() {
                burst.close = self.close;
            }
        }
        (burst.close.is_some() || !burst.frames.is_empty()).then_some(burst)
    }
}

impl Class {
    /// Whether it is kept on overflow and counts towards [`KEPT_BYTES`].
    const fn is_kept(self) -> bool {
        matches!(self, Self::Answer | Self::Joined(_) | Self::Left(_))
    }
}
