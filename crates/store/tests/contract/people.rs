//! What people say about themselves, what others see of them, and whom they block.

use confluence_protocol::{
    Change, MarkRead, Nullable, OwnPresence, PatchMe, PatchSettings, Presence, PresenceMode, QuietHours,
    RoomKind, SetPresenceMode, SetStatus, Status, Timestamp, UserId, UserSettings, ZoneName,
};
use confluence_store::Seen;

use crate::world::{World, name};

/// A time in the distant future, whatever the database's clock says.
const LATER: Timestamp = Timestamp::from_millis(4_000_000_000_000);

fn lunch(until: Option<Timestamp>) -> SetStatus {
    SetStatus { emoji: Some("🍜".parse().unwrap()), text: Some("lunch".parse().unwrap()), until }
}

async fn status(world: &World, id: UserId) -> Option<Status> {
    world.store.user(id).await.unwrap().unwrap().status
}

/// The statuses that were announced, in order.
async fn announced(world: &World) -> Vec<Option<Status>> {
    let told = world.all_told().await.into_iter();
    told.filter_map(|change| if let Change::User { user } = change { Some(user.status) } else { None })
        .collect()
}

pub async fn people1_a_status_is_shown_to_everybody_and_announced_once(world: &World) {
    let ana = world.person().await;
    let expected = Status { emoji: "🍜".to_owned(), text: "lunch".to_owned(), until: Some(LATER) };
    for _ in 0..2 {
        let me = world.store.set_status(ana, lunch(Some(LATER))).await.unwrap();
        assert_eq!(me.user.status.as_ref(), Some(&expected));
    }
    assert_eq!(status(world, ana).await.as_ref(), Some(&expected));
    let only_text = SetStatus { text: Some("on the train".parse().unwrap()), ..SetStatus::default() };
    world.store.set_status(ana, only_text).await.unwrap();
    let replaced = Status { emoji: String::new(), text: "on the train".to_owned(), until: None };
    assert_eq!(world.store.me(ana).await.unwrap().unwrap().user.status.as_ref(), Some(&replaced));
    for _ in 0..2 {
        world.store.clear_status(ana).await.unwrap();
        assert_eq!(status(world, ana).await, None);
    }
    assert_eq!(announced(world).await, [Some(expected), Some(replaced), None]);
}

pub async fn people1_a_status_that_has_ended_is_not_shown(world: &World) {
    let (admin, ana) = (world.person().await, world.person().await);
    world.store.set_status(ana, lunch(Some(Timestamp::from_millis(1)))).await.unwrap();
    assert_eq!(status(world, ana).await, None);
    let told = announced(world).await.len();
    world.store.clear_status(ana).await.unwrap();
    assert_eq!(announced(world).await.len(), told, "nothing changed for others");
    let left = || world.count("users WHERE status_text IS NOT NULL OR status_until IS NOT NULL");
    assert_eq!(left().await, 0);
    world.store.set_status(ana, lunch(None)).await.unwrap();
    world.store.delete_account(ana, world.now()).await.unwrap();
    assert_eq!((status(world, ana).await, left().await), (None, 0));
    assert_eq!(name(world.store.set_status(ana, lunch(None)).await), "NotFound");
    assert_eq!(name(world.store.clear_status(ana).await), "NotFound");
    assert_eq!(status(world, admin).await, None);
}

pub async fn people6_a_presence_by_hand_is_kept_until_it_ends_and_announced_once(world: &World) {
    let (admin, ana) = (world.person().await, world.person().await);
    let store = &world.store;
    let set = async |mode, until| store.set_presence(ana, SetPresenceMode { mode, until }).await;
    let away = OwnPresence { mode: PresenceMode::Away, until: Some(LATER) };
    for _ in 0..2 {
        assert_eq!(set(away.mode, away.until).await.unwrap().presence, away);
    }
    assert_eq!(store.me(ana).await.unwrap().unwrap().presence, away);
    let past = Timestamp::from_millis(1);
    set(PresenceMode::DoNotDisturb, Some(past)).await.unwrap();
    assert_eq!(store.me(ana).await.unwrap().unwrap().presence, OwnPresence::AUTO);
    let mut all = store.own_presences(&[admin, ana]).await.unwrap();
    all.sort_by_key(|(id, ..)| *id != admin);
    let ended = OwnPresence { mode: PresenceMode::DoNotDisturb, until: Some(past) };
    let usual = UserSettings::default;
    assert_eq!(all, [(admin, OwnPresence::AUTO, usual()), (ana, ended, usual())]);
    let told = world.all_told().await.into_iter();
    let modes = told.filter_map(|change| match change {
        Change::Me { user_id, presence, .. } if user_id == ana => Some(presence.mode),
        _ => None,
    });
    assert_eq!(modes.collect::<Vec<_>>(), [PresenceMode::Away, PresenceMode::DoNotDisturb]);
    store.delete_account(ana, world.now()).await.unwrap();
    assert_eq!(store.own_presences(&[ana]).await.unwrap(), []);
    assert_eq!(name(set(PresenceMode::Away, None).await), "NotFound");
}

pub async fn people8_people9_settings_change_one_by_one_and_zones_are_shown_if_shared(world: &World) {
    let (ana, ben) = (world.person().await, world.person().await);
    let store = &world.store;
    let change = async |settings: PatchSettings| {
        let patch = PatchMe { settings: Some(settings), ..PatchMe::default() };
        store.update_profile(ana, patch, None).await.unwrap().settings
    };
    let night: QuietHours =
        serde_json::from_str(r#"{"days":["mon","sun"],"from":"22:00","to":"07:00"}"#).unwrap();
    let zone = ZoneName::try_from("Europe/Madrid".to_owned()).unwrap();
    change(PatchSettings { time_zone: Nullable::Value(zone.clone()), ..PatchSettings::default() }).await;
    change(PatchSettings { quiet_hours: Some(vec![night.clone()]), ..PatchSettings::default() }).await;
    let settings = change(PatchSettings { read_receipts: Some(false), ..PatchSettings::default() }).await;
    let expected = UserSettings {
        read_receipts: false,
        time_zone: Some(zone.clone()),
        share_local_time: false,
        quiet_hours: vec![night],
    };
    assert_eq!(settings, expected);
    assert_eq!(store.own_presences(&[ana]).await.unwrap(), [(ana, OwnPresence::AUTO, expected)]);
    let told = world.all_told().await;
    let told = told.iter().filter(|change| matches!(change, Change::Me { user_id, .. } if *user_id == ana));
    assert_eq!(told.count(), 3);

    let shown = async |viewer| store.profile(viewer, ana).await.unwrap().unwrap().zone;
    assert_eq!(shown(ana).await, None, "not shared");
    change(PatchSettings { share_local_time: Some(true), ..PatchSettings::default() }).await;
    assert_eq!((shown(ana).await, shown(ben).await), (Some(zone.clone()), None), "they share no room");
    store.direct(ana, vec![ben], world.now()).await.unwrap();
    assert_eq!(shown(ben).await, Some(zone));
    let settings = change(PatchSettings { time_zone: Nullable::Null, ..PatchSettings::default() }).await;
    assert_eq!((settings.time_zone, shown(ben).await), (None, None));
}

pub async fn people2_a_profile_lists_the_rooms_that_both_are_in(world: &World) {
    let (ana, ben) = (world.person().await, world.person().await);
    let store = &world.store;
    let create =
        async |owner, kind, name| store.create_room(world.new_room(owner, kind, name)).await.unwrap().id;
    let profile = async |viewer, id| store.profile(viewer, id).await.unwrap().unwrap();
    let names = async |viewer, id| {
        let rooms = profile(viewer, id).await.profile.shared_rooms;
        rooms.into_iter().map(|room| room.name).collect::<Vec<_>>()
    };
    create(ana, RoomKind::Private, "Only Ana").await;
    create(ben, RoomKind::Private, "Only Ben").await;
    create(ben, RoomKind::Public, "Public, only Ben").await;
    let Seen { profile: seen, shows_presence, .. } = profile(ana, ben).await;
    assert_eq!((seen.user.id, seen.presence, seen.shared_rooms.len()), (ben, Presence::Offline, 0));
    assert!(!shows_presence, "they share no room");

    let (direct, _) = store.direct(ana, vec![ben], world.now()).await.unwrap();
    assert_eq!(names(ana, ben).await, Vec::<String>::new(), "direct rooms are not listed");
    assert!(profile(ana, ben).await.shows_presence, "they share a direct room");

    let zoo = create(ana, RoomKind::Public, "Zoo").await;
    let left = create(ana, RoomKind::Public, "Left").await;
    let closed = create(ana, RoomKind::Public, "Closed").await;
    for room in [zoo, left, closed] {
        store.join(room, ben, world.now()).await.unwrap();
    }
    store.leave(left, ben).await.unwrap();
    let plans = create(ben, RoomKind::Public, "plans").await;
    store.join(plans, ana, world.now()).await.unwrap();
    store.delete_room(closed, ana).await.unwrap();
    assert_eq!(names(ana, ben).await, ["plans", "Zoo"]);
    assert_eq!(names(ben, ana).await, ["plans", "Zoo"]);
    let roles: Vec<_> =
        profile(ben, ana).await.profile.shared_rooms.iter().map(|room| room.role.as_str()).collect();
    assert_eq!(roles, ["member", "owner"], "the role of the other person");
    assert_eq!(names(ana, ana).await, ["Left", "Only Ana", "plans", "Zoo"]);
    assert!(profile(ana, ana).await.shows_presence);

    store.delete_account(ben, world.now()).await.unwrap();
    let Seen { profile: gone, shows_presence, .. } = profile(ana, ben).await;
    assert_eq!((gone.user.deleted, gone.shared_rooms.len(), shows_presence), (true, 0, false));
    assert!(store.profile(ana, UserId::new(world.now())).await.unwrap().is_none());
    assert_eq!(world.see(direct.id, ana).await.member_count, 1);
}

pub async fn people2_a_profile_shows_nothing_of_a_deleted_account_that_is_still_leaving_rooms(world: &World) {
    let (admin, gone) = (world.person().await, world.person().await);
    for _ in 0..25 {
        let room = world.room(admin).await;
        world.store.join(room, gone, world.now()).await.unwrap();
    }
    world.store.delete_account(gone, world.now()).await.unwrap();
    assert!(world.count("members").await > 25, "it has not left all rooms yet");
    let Seen { profile, shows_presence, .. } = world.store.profile(admin, gone).await.unwrap().unwrap();
    assert_eq!((profile.shared_rooms.len(), shows_presence), (0, false));
}

pub async fn people2_a_profile_lists_at_most_a_hundred_rooms(world: &World) {
    let (ana, ben) = (world.person().await, world.person().await);
    for number in 0..101 {
        let room = world.new_room(ana, RoomKind::Public, &format!("Room {number:03}"));
        let room = world.store.create_room(room).await.unwrap().id;
        world.store.join(room, ben, world.now()).await.unwrap();
    }
    let Seen { profile, .. } = world.store.profile(ana, ben).await.unwrap().unwrap();
    assert_eq!(profile.shared_rooms.len(), 100);
    assert_eq!(profile.shared_rooms[99].name, "Room 099");
}

async fn blocked(world: &World, by: UserId) -> Vec<UserId> {
    world.store.blocks(by).await.unwrap().into_iter().map(|user| user.id).collect()
}

pub async fn people3_blocks_are_listed_newest_first_and_announced_to_their_owner(world: &World) {
    let [ana, ben, carl] = [world.person().await, world.person().await, world.person().await];
    let store = &world.store;
    for target in [ben, carl, ben] {
        store.block(ana, target, world.now()).await.unwrap();
    }
    store.block(ben, ana, world.now()).await.unwrap();
    assert_eq!((blocked(world, ana).await, blocked(world, ben).await), (vec![carl, ben], vec![ana]));
    for _ in 0..2 {
        store.unblock(ana, ben).await.unwrap();
    }
    assert_eq!(blocked(world, ana).await, [carl]);
    let told = world.all_told().await.into_iter().filter_map(|change| match change {
        Change::Blocks { user_id, blocked } => Some((user_id, blocked)),
        _ => None,
    });
    let expected = [(ana, vec![ben]), (ana, vec![carl, ben]), (ben, vec![ana]), (ana, vec![carl])];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    let nobody = UserId::new(world.now());
    assert_eq!(name(store.block(ana, nobody, world.now()).await), "NotFound");
    assert_eq!(name(store.unblock(ana, nobody).await), "NotFound");
}

pub async fn people3_one_person_blocks_at_most_a_thousand(world: &World) {
    const ALL: &str = "INSERT INTO blocks (user_id, blocked_id, created_at)
         SELECT p.id, u.id, 1 FROM users u, users p WHERE u.username LIKE 'many%' AND p.username = 'person0'";
    let [ana, ben, carl] = [world.person().await, world.person().await, world.person().await];
    many(world).await;
    world.sql(ALL, ALL).await;
    let store = &world.store;
    store.block(ana, ben, world.now()).await.unwrap();
    assert_eq!(name(store.block(ana, carl, world.now()).await), "LimitReached");
    store.block(ana, ben, world.now()).await.unwrap();
    let all = blocked(world, ana).await;
    assert_eq!((all.len(), all[0]), (1000, ben));
    store.unblock(ana, ben).await.unwrap();
    store.block(ana, carl, world.now()).await.unwrap();
}

/// Inserts 999 accounts behind the store's back.
async fn many(world: &World) {
    world
        .sql(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
             INSERT INTO users (id, username, display_name, display_name_folded, bio, is_admin, is_bot,
                                read_receipts, created_at)
             SELECT randomblob(16), 'many' || i, 'x', 'x', '', 0, 0, 1, 1 FROM n",
            "INSERT INTO users (id, username, display_name, display_name_folded, bio, is_admin, is_bot,
                                read_receipts, created_at)
             SELECT gen_random_uuid(), 'many' || i, 'x', 'x', '', FALSE, FALSE, TRUE, 1
             FROM generate_series(1, 999) AS i",
        )
        .await;
}

pub async fn people3_the_blocks_of_a_deleted_account_are_removed_in_small_steps(world: &World) {
    const BOTH: &str = "INSERT INTO blocks (user_id, blocked_id, created_at)
         SELECT p.id, u.id, 1 FROM users u, users p WHERE u.username LIKE 'many%' AND p.username = 'person1'
         UNION ALL
         SELECT u.id, p.id, 1 FROM users u, users p WHERE u.username LIKE 'many%' AND p.username = 'person1'";
    let [admin, gone, other] = [world.person().await, world.person().await, world.person().await];
    many(world).await;
    world.sql(BOTH, BOTH).await;
    world.store.block(admin, gone, world.now()).await.unwrap();
    world.store.block(admin, other, world.now()).await.unwrap();
    world.store.delete_account(gone, world.now()).await.unwrap();
    assert_eq!(blocked(world, admin).await, [other], "it disappears from lists at once");
    let mut before = world.count("blocks").await;
    assert!(before >= 2 * 999 + 2 - 400, "the request deleted too many rows: {before} are left");
    while world.store.do_chore().await.unwrap() {
        let left = world.count("blocks").await;
        assert!(before - left <= 400, "{} blocks were deleted in one step", before - left);
        before = left;
    }
    assert_eq!((world.count("blocks").await, world.count("chores").await), (1, 0));
    assert_eq!(name(world.store.block(admin, gone, world.now()).await), "NotFound");
    assert_eq!(name(world.store.unblock(admin, gone).await), "NotFound");
}

pub async fn people4_a_blocked_person_starts_no_direct_room_but_can_be_found(world: &World) {
    let [ana, ben, carl] = [world.person().await, world.person().await, world.person().await];
    let store = &world.store;
    store.direct(ben, vec![ana], world.now()).await.unwrap();
    store.block(ana, ben, world.now()).await.unwrap();
    assert_eq!(name(store.direct(ben, vec![ana], world.now()).await), "CannotMessage");
    assert_eq!(name(store.direct(ben, vec![carl, ana], world.now()).await), "CannotMessage");
    store.direct(ana, vec![ben], world.now()).await.unwrap();
    let found = store.search_users(ana, Some(&"person1".parse().unwrap()), None, 10).await.unwrap();
    assert_eq!(found.iter().map(|user| user.id).collect::<Vec<_>>(), [ben]);
    store.unblock(ana, ben).await.unwrap();
    store.direct(ben, vec![ana], world.now()).await.unwrap();
}

pub async fn people5_counts_leave_out_what_blocked_people_write(world: &World) {
    let (room, ana, others) = world.room_with(2).await;
    let (ben, carl) = (others[0], others[1]);
    let counts = async |user| {
        let you = world.see(room, user).await.you.unwrap();
        (you.unread, you.mentions)
    };
    for author in [ben, carl] {
        world.say(room, author, "before").await;
        world.say(room, author, "@person0 @person2 before").await;
        world.say(room, author, "@room before").await;
    }
    assert_eq!(counts(ana).await, (6, 4));
    world.store.block(ana, ben, world.now()).await.unwrap();
    assert_eq!(counts(ana).await, (3, 2), "what was written before the block");
    let named = world.say(room, ben, "@person0 after").await.message;
    assert_eq!(named.mentions, [ana], "nobody can see from a message who blocks its author");
    world.say(room, ben, "@room after").await;
    assert_eq!(counts(ana).await, (3, 2), "what was written after it");
    let mark = MarkRead { seq: 0, force: false };
    let read = world.store.mark_read(room, ana, mark, world.now()).await.unwrap();
    assert_eq!((read.unread, read.mentions), (3, 2));
    let listed = world.store.rooms_of(ana).await.unwrap()[0].room.you.clone().unwrap();
    assert_eq!((listed.unread, listed.mentions), (3, 2));
    let carls = counts(carl).await;
    assert_eq!(carls, (5, 3), "the others count it: {carls:?}");
    world.store.unblock(ana, ben).await.unwrap();
    assert_eq!(counts(ana).await, (8, 6), "all of it counts again after the block");
}

pub async fn people5_mentions_that_are_edited_or_deleted_no_longer_count(world: &World) {
    let (room, ana, others) = world.room_with(2).await;
    let (ben, carl) = (others[0], others[1]);
    let mentions = async || world.see(room, ana).await.you.unwrap().mentions;
    let mut said = Vec::new();
    for author in [ben, carl, ben, carl] {
        said.push(world.say(room, author, "@person0 hello").await.message.id);
    }
    world.store.block(ana, carl, world.now()).await.unwrap();
    assert_eq!(mentions().await, 2);
    // The newest mention goes first, then the only other one.
    world.store.edit_message(room, said[2], ben, "hello".parse().unwrap(), world.now()).await.unwrap();
    assert_eq!(mentions().await, 1);
    world.store.delete_message(room, said[0], ben, world.now()).await.unwrap();
    assert_eq!(mentions().await, 0);
    assert_eq!(world.count("mention_authors WHERE last_seq = 0").await, 1);
    // An older message gets a mention again.
    world
        .store
        .edit_message(room, said[2], ben, "@person0 again".parse().unwrap(), world.now())
        .await
        .unwrap();
    assert_eq!(mentions().await, 1);
    world.store.unblock(ana, carl).await.unwrap();
    assert_eq!(mentions().await, 3);
}
