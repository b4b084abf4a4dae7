//! Frames queued for one socket, and what happens when it does not take them.
//!
//! The bounds are 256 KiB of pending bytes, of which answers and `room.joined`/`room.left` at most 64 KiB. A
//! room never waits for its slowest reader: frames that do not fit are dropped, their rooms are remembered,
//! and a `resync` for each room is sent once the socket takes frames again. The outbox knows nothing of
//! subscriptions: the caller has decided that the socket may have the frame.
//!
//! While the connection takes everything at once, whoever delivers to an outbox also writes its frames. Once something is
//! left over, only the socket's task writes, until nothing is.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use bytes::Bytes;
use confluence_protocol::{CloseCode, RoomId};
use tokio::{runtime::Handle, sync::Notify};

use crate::{
    fault::Fault,
    frame::{Class, Frame},
    sockets::wire::Wire,
};

/// Maximum bytes queued for a socket. A frame that would exceed it causes the queued versioned and ephemeral
/// frames to be dropped.
const PENDING_BYTES: usize = 256 * 1024;
/// Maximum bytes of frames that are kept on overflow. A client that leaves more of them unread is closed with
/// 1013.
const KEPT_BYTES: usize = 64 * 1024;
/// Pending bytes beyond which ephemeral frames are dropped, so that they never displace a durable one.
const EPHEMERAL_BYTES: usize = 64 * 1024;
/// Maximum bytes of a burst. Bounds what a connection keeps of it.
const BURST_BYTES: usize = 64 * 1024;
/// Outboxes that one task writes in a row. For more, as in a room of thousands, further tasks share the work, so that it
/// uses all processors.
const IN_A_ROW: usize = 256;

/// Frames to send together: feed all, flush once, then close if a code is given.
#[derive(Debug, Default)]
pub struct Burst {
    /// Text frames, valid UTF-8, at most 64 KiB together unless one alone is larger.
    pub frames: Vec<Bytes>,
    /// Code to close the socket with after these frames.
    pub close: Option<CloseCode>,
}

/// The outbox of a socket, shared by the socket's task and the code that delivers to it.
pub struct Outbox {
    // A std mutex, held for a push, a take or a write that does not wait, never across an await. The lock of the hub's
    // state, if needed as well, is taken first.
    inner: Mutex<Inner>,
    wake: Notify,
    wire: OnceLock<Arc<dyn Wire>>,
    fault: Fault,
}

/// Who may write to the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Writer {
    /// Only the socket's task: it is writing, or there is no wire.
    #[default]
    Task,
    /// Whoever delivers a frame.
    Anyone,
    /// Only the socket's task, which has to send first what the connection did not take.
    Stuck,
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
    /// Whether a frame was pushed since the last take: then it is about to be written, or the socket has been woken.
    touched: bool,
    writer: Writer,
}

/// The outboxes pushed to while the state was locked; each is delivered once after that.
#[derive(Default)]
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

    /// Writes each outbox to its connection, or wakes its socket. Must be called after unlocking the state, for which
    /// others wait, and which the woken tasks may need.
    pub fn deliver(self) {
        let mut outboxes = self.0;
        while outboxes.len() > IN_A_ROW
            && let Ok(runtime) = Handle::try_current()
        {
            // A later frame for one of them may be written before this task runs, but after the frames that it was
            // spawned for: an outbox is a queue.
            let shared = outboxes.split_off(outboxes.len() - IN_A_ROW);
            runtime.spawn(async move { deliver_all(&shared) });
        }
        deliver_all(&outboxes);
    }
}

fn deliver_all(outboxes: &[Arc<Outbox>]) {
    for outbox in outboxes {
        outbox.deliver();
    }
}

impl Outbox {
    /// An empty outbox.
    pub fn new(fault: Fault) -> Self {
        Self { inner: Mutex::default(), wake: Notify::new(), wire: OnceLock::new(), fault }
    }

    /// Lets whoever delivers a frame write to this connection, once the task has written what is queued.
    pub fn write_to(&self, wire: Arc<dyn Wire>) {
        // Set once, when the socket is attached.
        let _ = self.wire.set(wire);
    }

    /// Queues an answer and wakes the socket. Not written here: answers to many requests come together, and the task
    /// writes them in one burst.
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

    /// Waits for frames to send and takes them; the burst is empty if only what the connection did not take is left to
    /// send. Cancelling it loses nothing.
    pub async fn next_burst(&self) -> Burst {
        loop {
            // `notify_one` leaves a permit when nobody waits, so a push after the take is not missed.
            if let Some(burst) = self.lock().take_for_task(self.wire.get().is_some()) {
                return burst;
            }
            self.wake.notified().await;
        }
    }

    /// Writes the queued frames, or wakes the task if only that may.
    fn deliver(&self) {
        let mut inner = self.lock();
        if let Some(wire) = self.wire.get()
            && inner.writer == Writer::Anyone
            && inner.close.is_none()
        {
            while let Some(burst) = inner.take() {
                if !wire.write(&burst.frames) {
                    inner.writer = Writer::Stuck;
                    break;
                }
            }
            if inner.writer == Writer::Anyone {
                return;
            }
        }
        drop(inner);
        self.wake.notify_one();
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

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").field("inner", &self.inner).finish_non_exhaustive()
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

    /// What the socket's task has to send. If that is nothing, and others can write as well, they may from now on.
    fn take_for_task(&mut self, is_shared: bool) -> Option<Burst> {
        let is_stuck = self.writer == Writer::Stuck;
        let burst = self.take().or_else(|| is_stuck.then(Burst::default));
        self.writer = if burst.is_none() && is_shared { Writer::Anyone } else { Writer::Task };
        burst
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
