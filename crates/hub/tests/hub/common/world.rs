//! The reference state of the tests: rooms, members and versions in memory, read and committed with random
//! delays.
//!
//! Time is paused in these tests, so delays cost nothing and create different interleavings.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use confluence_hub::{Answer, Appearance, Database, Hub, Unavailable};
use confluence_protocol::{
    Change, LeaveReason, MemberCard, Membership, Message, MessageId, Notify, OwnPresence, Posting, Role,
    Room, RoomId, RoomKind, ServerFrame, SessionId, Timestamp, UserId, UserRef, UserSettings,
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::{sync::mpsc, time::Instant};

pub struct World {
    inner: Mutex<Inner>,
    delay: Duration,
}

struct Inner {
    rng: StdRng,
    rooms: BTreeMap<RoomId, FakeRoom>,
    ended: HashSet<SessionId>,
    appearances: HashMap<UserId, (Appearance, Option<Instant>)>,
    fanouts: Vec<mpsc::Sender<Vec<Change>>>,
    ids: i64,
    is_down: bool,
}

#[derive(Default)]
struct FakeRoom {
    version: i64,
    seq: i64,
    members: BTreeSet<UserId>,
    log: HashMap<i64, ServerFrame>,
}

fn epoch() -> Timestamp {
    Timestamp::from_millis(1_763_990_000_000)
}

fn card(user_id: UserId) -> UserRef {
    UserRef { id: user_id, username: "ana".to_owned(), display_name: "Ana".to_owned(), avatar_url: None }
}

fn member(user_id: UserId) -> MemberCard {
    MemberCard {
        user: card(user_id),
        role: Role::Member,
        joined_at: epoch(),
        may_post: false,
        guest_until: None,
    }
}

impl World {
    /// An empty world whose reads and fan-outs take up to `delay`.
    pub fn new(seed: u64, delay: Duration) -> Arc<Self> {
        let inner = Inner {
            rng: StdRng::seed_from_u64(seed),
            rooms: BTreeMap::new(),
            ended: HashSet::new(),
            appearances: HashMap::new(),
            fanouts: Vec::new(),
            ids: 0,
            is_down: false,
        };
        Arc::new(Self { inner: Mutex::new(inner), delay })
    }

    /// Adds a node, whose commits reach its hub in commit order, a little later.
    pub fn add_node(self: &Arc<Self>, hub: &Hub) {
        let (sender, mut batches) = mpsc::channel::<Vec<Change>>(10_000);
        self.lock().fanouts.push(sender);
        let (world, hub) = (Arc::clone(self), hub.clone());
        tokio::spawn(async move {
            while let Some(batch) = batches.recv().await {
                world.pause().await;
                hub.publish(batch);
            }
        });
    }

    pub fn user(&self) -> UserId {
        UserId::new(self.next_moment())
    }

    pub fn session(&self) -> SessionId {
        SessionId::new(self.next_moment())
    }

    /// Creates a room with these members, without any event.
    pub fn room(&self, members: &[UserId]) -> RoomId {
        let id = RoomId::new(self.next_moment());
        let room = FakeRoom { version: 1, members: members.iter().copied().collect(), ..FakeRoom::default() };
        self.lock().rooms.insert(id, room);
        id
    }

    /// Commits a message on a node; does nothing if the room is deleted.
    pub fn say(&self, node: usize, room_id: RoomId, author: UserId, size: usize) {
        let id = MessageId::new(self.next_moment());
        self.commit(node, room_id, |room, version| {
            room.seq += 1;
            let message = Message {
                id,
                room_id,
                seq: room.seq,
                version,
                author: card(author),
                kind: None,
                body: "x".repeat(size),
                created_at: epoch(),
                edited_at: None,
                deleted_at: None,
                pinned_at: None,
                reply_to: None,
                attachments: Vec::new(),
                reactions: Vec::new(),
                mentions: Vec::new(),
                mentions_room: false,
                mentions_groups: Vec::new(),
                previews: Vec::new(),
            };
            Some((ServerFrame::MessageCreated { room_id, version, message }, None))
        });
    }

    pub fn join(&self, node: usize, room_id: RoomId, user_id: UserId) {
        self.commit(node, room_id, |room, version| {
            room.members.insert(user_id).then(|| {
                let frame = ServerFrame::MemberJoined { room_id, version, member: member(user_id) };
                (frame, Some(Change::Joined { room_id, user_id, version }))
            })
        });
    }

    pub fn leave(&self, node: usize, room_id: RoomId, user_id: UserId) {
        self.commit(node, room_id, |room, version| {
            room.members.remove(&user_id).then(|| {
                let frame = ServerFrame::MemberLeft { room_id, version, member: member(user_id) };
                (frame, Some(Change::Left { room_id, user_id, version, reason: LeaveReason::Removed }))
            })
        });
    }

    pub fn delete(&self, node: usize, room_id: RoomId) {
        let mut inner = self.lock();
        if inner.rooms.remove(&room_id).is_some() {
            inner.fan_out(node, vec![Change::RoomDeleted { room_id }]);
        }
    }

    pub fn end_session(&self, node: usize, session_id: SessionId, user_id: UserId) {
        let mut inner = self.lock();
        inner.ended.insert(session_id);
        inner.fan_out(node, vec![Change::SessionEnded { session_id, user_id }]);
    }

    /// Commits how a user wants to appear, for a time or for good.
    pub fn appear(&self, node: usize, user_id: UserId, appearance: Appearance, lasts: Option<Duration>) {
        let mut inner = self.lock();
        inner.appearances.insert(user_id, (appearance, lasts.map(|lasts| Instant::now() + lasts)));
        let (presence, settings) = (OwnPresence::AUTO, UserSettings::default());
        inner.fan_out(node, vec![Change::Me { user_id, presence, settings }]);
    }

    /// Sets whether reads fail.
    pub fn set_down(&self, is_down: bool) {
        self.lock().is_down = is_down;
    }

    /// The rooms of a user with their versions.
    pub fn rooms_of(&self, user_id: UserId) -> BTreeMap<RoomId, i64> {
        let inner = self.lock();
        let rooms = inner.rooms.iter().filter(|(_, room)| room.members.contains(&user_id));
        rooms.map(|(id, room)| (*id, room.version)).collect()
    }

    pub fn heads_now(&self) -> Vec<(RoomId, i64)> {
        self.lock().rooms.iter().map(|(id, room)| (*id, room.version)).collect()
    }

    pub fn is_ended(&self, session_id: SessionId) -> bool {
        self.lock().ended.contains(&session_id)
    }

    /// The frame committed with this version, unless the room is deleted.
    pub fn committed(&self, room_id: RoomId, version: i64) -> Option<ServerFrame> {
        self.lock().rooms.get(&room_id)?.log.get(&version).cloned()
    }

    pub fn all_memberships(&self, users: &[UserId]) -> Vec<(UserId, RoomId)> {
        let of = |user: &UserId| {
            let user = *user;
            self.rooms_of(user).into_keys().map(move |room| (user, room)).collect::<Vec<_>>()
        };
        users.iter().flat_map(of).collect()
    }

    fn commit(
        &self,
        node: usize,
        room_id: RoomId,
        change: impl FnOnce(&mut FakeRoom, i64) -> Option<(ServerFrame, Option<Change>)>,
    ) {
        let mut inner = self.lock();
        let Some(room) = inner.rooms.get_mut(&room_id) else { return };
        let version = room.version + 1;
        let Some((frame, more)) = change(room, version) else { return };
        room.version = version;
        room.log.insert(version, frame.clone());
        let mut batch = vec![Change::Room { room_id, version, frame }];
        batch.extend(more);
        inner.fan_out(node, batch);
    }

    async fn pause(&self) {
        let micros = u64::try_from(self.delay.as_micros()).unwrap();
        let delay = Duration::from_micros(self.lock().rng.random_range(0..=micros));
        tokio::time::sleep(delay).await;
    }

    /// Reads a snapshot that is taken at some moment between the call and the answer.
    async fn read<T>(&self, take: impl FnOnce(&Inner) -> T) -> Result<T, Unavailable> {
        self.pause().await;
        let snapshot = {
            let inner = self.lock();
            if inner.is_down { Err(Unavailable) } else { Ok(take(&inner)) }
        };
        self.pause().await;
        snapshot
    }

    fn next_moment(&self) -> Timestamp {
        let mut inner = self.lock();
        inner.ids += 1;
        epoch().plus_millis(inner.ids)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }
}

impl Inner {
    fn fan_out(&self, node: usize, batch: Vec<Change>) {
        self.fanouts[node].try_send(batch).unwrap();
    }
}

impl Database for World {
    fn heads<'a>(&'a self, rooms: &'a [RoomId]) -> Answer<'a, HashMap<RoomId, i64>> {
        Box::pin(
            self.read(|inner| {
                rooms.iter().filter_map(|id| Some((*id, inner.rooms.get(id)?.version))).collect()
            }),
        )
    }

    fn heads_of(&self, user_id: UserId) -> Answer<'_, BTreeMap<RoomId, i64>> {
        Box::pin(self.read(move |inner| {
            let mine = inner.rooms.iter().filter(|(_, room)| room.members.contains(&user_id));
            mine.map(|(id, room)| (*id, room.version)).collect()
        }))
    }

    fn room(&self, room_id: RoomId, member: UserId) -> Answer<'_, Option<Room>> {
        Box::pin(self.read(move |inner| {
            let room = inner.rooms.get(&room_id).filter(|room| room.members.contains(&member))?;
            Some(Room {
                id: room_id,
                kind: RoomKind::Public,
                name: "room".to_owned(),
                description: String::new(),
                avatar_url: None,
                created_by: member,
                created_at: epoch(),
                version: room.version,
                last_seq: room.seq,
                member_count: i64::try_from(room.members.len()).unwrap(),
                posting: Posting::Everyone,
                archived: false,
                slow_mode_seconds: 0,
                people: Vec::new(),
                you: Some(Membership {
                    role: Role::Member,
                    joined_at: epoch(),
                    last_read_seq: room.seq,
                    unread: 0,
                    mentions: 0,
                    notify: Notify::All,
                    may_post: false,
                    closed: false,
                    favourite: false,
                }),
            })
        }))
    }

    fn memberships<'a>(&'a self, users: &'a [UserId]) -> Answer<'a, Vec<(UserId, RoomId)>> {
        Box::pin(self.read(move |inner| {
            let pairs = inner.rooms.iter().flat_map(|(id, room)| {
                users.iter().filter(|user| room.members.contains(user)).map(|user| (*user, *id))
            });
            pairs.collect()
        }))
    }

    fn appearances<'a>(
        &'a self,
        users: &'a [UserId],
    ) -> Answer<'a, Vec<(UserId, Appearance, Option<Duration>)>> {
        Box::pin(self.read(move |inner| {
            let now = Instant::now();
            let of = |user: &UserId| match inner.appearances.get(user) {
                Some((appearance, None)) => (*user, *appearance, None),
                Some((appearance, Some(end))) if *end > now => (*user, *appearance, Some(*end - now)),
                _ => (*user, Appearance::default(), None),
            };
            users.iter().map(of).collect()
        }))
    }

    fn session_holds(&self, session_id: SessionId) -> Answer<'_, bool> {
        Box::pin(self.read(move |inner| !inner.ended.contains(&session_id)))
    }
}
