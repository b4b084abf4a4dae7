//! A socket that checks everything it is sent for the guarantees that clients rely on.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use confluence_hub::{Attachment, Burst};
use confluence_protocol::{CloseCode, RoomId, ServerFrame};

use super::world::World;

/// A socket's frames, checked on arrival.
pub struct Client {
    world: Arc<World>,
    pub attachment: Attachment,
    /// The user's rooms according to the frames, with the version held of each.
    pub held: BTreeMap<RoomId, i64>,
    /// All frames, in order.
    pub frames: Vec<ServerFrame>,
    /// Number of `resync` frames.
    pub resyncs: usize,
    pub closed: Option<CloseCode>,
    left: BTreeSet<RoomId>,
}

impl Client {
    pub fn new(world: &Arc<World>, attachment: Attachment) -> Self {
        Self {
            world: Arc::clone(world),
            attachment,
            held: BTreeMap::new(),
            frames: Vec::new(),
            resyncs: 0,
            closed: None,
            left: BTreeSet::new(),
        }
    }

    /// Waits for one burst and reads it.
    pub async fn take(&mut self) {
        let burst = self.attachment.next_burst().await;
        self.read(burst);
    }

    /// Reads everything that is queued, without waiting.
    pub fn take_ready(&mut self) {
        while self.closed.is_none() {
            let mut next = Box::pin(self.attachment.next_burst());
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            let std::task::Poll::Ready(burst) = next.as_mut().poll(&mut context) else { return };
            drop(next);
            self.read(burst);
        }
    }

    /// Reads bursts until the condition holds or the socket is closed.
    pub async fn until(&mut self, mut is_so: impl FnMut(&Self) -> bool) {
        while !is_so(self) && self.closed.is_none() {
            self.take().await;
        }
    }

    fn read(&mut self, burst: Burst) {
        for bytes in burst.frames {
            let frame: ServerFrame = serde_json::from_slice(&bytes).unwrap();
            self.hear(frame);
        }
        self.closed = self.closed.or(burst.close);
    }

    fn hear(&mut self, frame: ServerFrame) {
        if let Some((room_id, version)) = frame.durable() {
            let held = self.held.get(&room_id).copied();
            assert!(!self.left.contains(&room_id), "an event of a room that was left");
            assert_eq!(
                held.map(|held| held + 1),
                Some(version),
                "sock4: a hole, a repeat or an event of another room"
            );
            self.held.insert(room_id, version);
            // A deleted room has no log to compare with.
            if let Some(committed) = self.world.committed(room_id, version) {
                assert_eq!(committed, frame, "an event that differs from the committed one");
            }
        }
        match &frame {
            ServerFrame::Ready { rooms, .. } => {
                assert!(self.frames.is_empty(), "sock3: ready comes first");
                self.held = rooms.iter().map(|(room_id, version)| (*room_id, *version)).collect();
            }
            ServerFrame::RoomJoined { room } => {
                assert!(room.you.is_some(), "room.joined carries my membership");
                self.left.remove(&room.id);
                let held = self.held.entry(room.id).or_insert(room.version);
                *held = room.version.max(*held);
            }
            ServerFrame::RoomLeft { room_id, .. } => {
                assert!(self.held.remove(room_id).is_some(), "left a room that was not mine");
                self.left.insert(*room_id);
            }
            ServerFrame::Resync { room_id, version } => {
                assert!(!self.left.contains(room_id), "a resync of a room that was left");
                let held = self.held.get_mut(room_id).expect("a resync of a room that is not mine");
                assert!(*held < *version, "a resync without a hole");
                *held = *version;
                self.resyncs += 1;
            }
            _ => {}
        }
        self.frames.push(frame);
    }
}
