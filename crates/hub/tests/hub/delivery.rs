//! Delivery to the sockets of one node, rule by rule.

use std::{sync::Arc, time::Duration};

use crate::common::{client::Client, one_node, one_node_with, settings, world::World};
use confluence_hub::{Appearance, AttachError, Fault, Hub, Settings};
use confluence_protocol::{
    Change, CloseCode, LeaveReason, MessageId, Presence, RoomId, ServerFrame, SessionId, Timestamp, UserId,
};

const DELAY: Duration = Duration::from_millis(5);

async fn attach(world: &Arc<World>, hub: &Hub, user_id: UserId) -> (Client, SessionId) {
    let session_id = world.session();
    let mut client = Client::new(world, hub.attach(user_id, session_id).await.unwrap());
    client.take().await;
    (client, session_id)
}

fn holds(client: &Client, room_id: RoomId, version: i64) -> bool {
    client.held.get(&room_id) == Some(&version)
}

fn pong() -> ServerFrame {
    ServerFrame::Pong { id: Some("x".repeat(100)) }
}

#[tokio::test(start_paused = true)]
async fn sock3_ready_comes_first_and_is_followed_by_exactly_the_events_above_it() {
    let world = World::new(1, DELAY);
    let hub = one_node(&world);
    let ana = world.user();
    let room_id = world.room(&[ana]);
    let writing = Arc::clone(&world);
    let writer = tokio::spawn(async move {
        for _ in 0..200 {
            writing.say(0, room_id, ana, 10);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    let mut clients = Vec::new();
    for _ in 0..20 {
        clients.push(attach(&world, &hub, ana).await.0);
    }
    writer.await.unwrap();
    for client in &mut clients {
        assert!(matches!(client.frames[0], ServerFrame::Ready { .. }));
        client.until(|client| holds(client, room_id, 201)).await;
        assert_eq!(client.resyncs, 0);
    }
    hub.check_invariants().unwrap();
}

#[tokio::test(start_paused = true)]
async fn sock7_every_socket_gets_a_joined_room_and_its_events_from_that_version() {
    let world = World::new(2, DELAY);
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    let room_id = world.room(&[ana]);
    let (mut first, _) = attach(&world, &hub, ben).await;
    let (mut second, _) = attach(&world, &hub, ben).await;
    for turn in 0..50 {
        world.say(0, room_id, ana, 10);
        if turn == 10 {
            world.join(0, room_id, ben);
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    for client in [&mut first, &mut second] {
        client.until(|client| holds(client, room_id, 52)).await;
        let joined = client.frames.iter().find_map(|frame| match frame {
            ServerFrame::RoomJoined { room } => Some(room.version),
            _ => None,
        });
        assert!(joined.is_some_and(|version| version >= 12), "{joined:?}");
        assert_eq!(client.resyncs, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn room8_a_user_who_left_gets_room_left_and_no_later_events() {
    let world = World::new(3, DELAY);
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    let room_id = world.room(&[ana, ben]);
    let (mut client, _) = attach(&world, &hub, ben).await;
    world.say(0, room_id, ana, 10);
    world.leave(0, room_id, ben);
    for _ in 0..20 {
        world.say(0, room_id, ana, 10);
    }
    client.until(|client| client.held.is_empty()).await;
    let reason = LeaveReason::Removed;
    assert_eq!(client.frames.last(), Some(&ServerFrame::RoomLeft { room_id, reason }));
    tokio::time::sleep(Duration::from_secs(5)).await;
    client.take_ready();
    assert_eq!(client.frames.last(), Some(&ServerFrame::RoomLeft { room_id, reason }));
    assert_eq!(hub.counts().rooms, 0);
}

#[tokio::test(start_paused = true)]
async fn room10_everybody_gets_room_left_for_a_deleted_room() {
    let world = World::new(4, DELAY);
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    let room_id = world.room(&[ana, ben]);
    let (mut first, _) = attach(&world, &hub, ana).await;
    let (mut second, _) = attach(&world, &hub, ben).await;
    world.delete(0, room_id);
    for client in [&mut first, &mut second] {
        client.until(|client| client.held.is_empty()).await;
        let reason = LeaveReason::Deleted;
        assert_eq!(client.frames.last(), Some(&ServerFrame::RoomLeft { room_id, reason }));
    }
}

#[tokio::test(start_paused = true)]
async fn sock10_exceeding_the_socket_limit_closes_the_oldest() {
    let world = World::new(5, DELAY);
    let hub = one_node_with(&world, Settings { sockets_per_user: 2, ..settings(Fault::None) });
    let ana = world.user();
    let (mut first, _) = attach(&world, &hub, ana).await;
    let (mut second, _) = attach(&world, &hub, ana).await;
    let (mut third, _) = attach(&world, &hub, ana).await;
    first.until(|_| false).await;
    assert_eq!(first.closed, Some(CloseCode::TooManySockets));
    second.take_ready();
    third.take_ready();
    assert_eq!((second.closed, third.closed), (None, None));
    assert_eq!(hub.counts().sockets, 2);
}

#[tokio::test(start_paused = true)]
async fn sock12_only_the_sockets_of_a_revoked_session_close() {
    let world = World::new(6, DELAY);
    let hub = one_node(&world);
    let ana = world.user();
    let (mut first, session_id) = attach(&world, &hub, ana).await;
    let (mut second, _) = attach(&world, &hub, ana).await;
    world.end_session(0, session_id, ana);
    first.until(|_| false).await;
    assert_eq!(first.closed, Some(CloseCode::SessionEnded));
    second.take_ready();
    assert_eq!(second.closed, None);
    let again = hub.attach(ana, session_id).await;
    assert_eq!(again.err(), Some(AttachError::SessionEnded));
    assert_eq!(hub.counts().sockets, 1);
}

#[tokio::test(start_paused = true)]
async fn hub2_overflow_drops_events_with_a_resync_and_keeps_answers() {
    let world = World::new(7, DELAY);
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    let (loud, quiet) = (world.room(&[ana, ben]), world.room(&[ana, ben]));
    let (mut stalled, _) = attach(&world, &hub, ana).await;
    let (mut reading, _) = attach(&world, &hub, ben).await;
    stalled.attachment.answer(&pong());
    for _ in 0..60 {
        world.say(0, loud, ben, 15_000);
        world.say(0, quiet, ben, 10);
        reading.take().await;
        hub.check_invariants().unwrap();
    }
    reading.until(|client| holds(client, loud, 61) && holds(client, quiet, 61)).await;
    assert_eq!(reading.resyncs, 0, "a slow socket does not affect the others");
    assert!(stalled.attachment.pending_bytes() <= 256 * 1024);
    stalled.until(|client| holds(client, loud, 61) && holds(client, quiet, 61)).await;
    assert!(stalled.resyncs > 0);
    assert!(stalled.frames.contains(&pong()));
    world.say(0, loud, ben, 10);
    stalled.until(|client| holds(client, loud, 62)).await;
}

#[tokio::test(start_paused = true)]
async fn hub2_too_many_unread_answers_close_with_1013() {
    let world = World::new(8, DELAY);
    let hub = one_node(&world);
    let (mut client, _) = attach(&world, &hub, world.user()).await;
    for _ in 0..600 {
        client.attachment.answer(&pong());
        hub.check_invariants().unwrap();
    }
    client.until(|_| false).await;
    assert_eq!(client.closed, Some(CloseCode::TryAgainLater));
}

#[tokio::test(start_paused = true)]
async fn a_room_left_during_an_overflow_gets_no_resync_afterwards() {
    let world = World::new(9, DELAY);
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    let room_id = world.room(&[ana, ben]);
    let other = world.room(&[ana, ben]);
    let (mut client, _) = attach(&world, &hub, ana).await;
    let say = |room_id, count| (0..count).for_each(|_| world.say(0, room_id, ben, 15_000));
    say(room_id, 10);
    world.leave(0, room_id, ana);
    say(other, 20);
    world.join(0, room_id, ana);
    say(room_id, 20);
    // The client asserts on reading that no frame of a room follows its `room.left`.
    tokio::time::sleep(Duration::from_secs(2)).await;
    client.until(|client| holds(client, room_id, 33) && holds(client, other, 21)).await;
    assert!(client.resyncs > 0);
}

fn read_of(frame: &ServerFrame) -> Option<(UserId, i64)> {
    match frame {
        ServerFrame::Read { user_id, seq, .. } => Some((*user_id, *seq)),
        _ => None,
    }
}

#[tokio::test(start_paused = true)]
async fn read3_read4_own_marks_arrive_at_once_and_others_once_a_second() {
    let world = World::new(10, Duration::ZERO);
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    let room_id = world.room(&[ana, ben]);
    let (mut own, _) = attach(&world, &hub, ana).await;
    let (mut other, _) = attach(&world, &hub, ben).await;
    let at = Timestamp::from_millis(0);
    for seq in 1..=50 {
        hub.publish(vec![Change::Read { room_id, user_id: ana, seq, at, shown: true }]);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    hub.publish(vec![Change::Read { room_id, user_id: ben, seq: 9, at, shown: false }]);
    own.take_ready();
    let marks: Vec<_> = own.frames.iter().filter_map(read_of).collect();
    assert_eq!(marks, (1..=50).map(|seq| (ana, seq)).collect::<Vec<_>>());
    tokio::time::sleep(Duration::from_secs(3)).await;
    other.take_ready();
    let marks: Vec<_> = other.frames.iter().filter_map(read_of).collect();
    assert_eq!(marks, [(ben, 9), (ana, 50)]);
    own.take_ready();
    assert!(!own.frames.iter().filter_map(read_of).any(|(user, _)| user == ben), "a hidden mark was sent");
}

#[tokio::test(start_paused = true)]
async fn each_socket_that_shares_a_room_gets_a_changed_profile_once() {
    let world = World::new(11, DELAY);
    let hub = one_node(&world);
    let (ana, ben, eve) = (world.user(), world.user(), world.user());
    world.room(&[ana, ben]);
    world.room(&[ana, ben]);
    world.room(&[eve]);
    let (mut near, _) = attach(&world, &hub, ben).await;
    let (mut far, _) = attach(&world, &hub, eve).await;
    let user = confluence_protocol::User {
        id: ana,
        username: "ana".to_owned(),
        display_name: "Ana B.".to_owned(),
        bio: String::new(),
        avatar_url: None,
        is_admin: false,
        is_bot: false,
        deleted: false,
        created_at: Timestamp::from_millis(0),
        status: None,
        guest_until: None,
    };
    hub.publish(vec![Change::User { user: user.clone() }]);
    near.until(|client| client.frames.contains(&ServerFrame::UserUpdated { user: user.clone() })).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    near.take_ready();
    far.take_ready();
    assert_eq!((near.frames.len(), far.frames.len()), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn sock11_a_stopping_hub_sends_queued_answers_before_1001() {
    let world = World::new(12, DELAY);
    let hub = one_node(&world);
    let ana = world.user();
    let (mut client, _) = attach(&world, &hub, ana).await;
    let id = MessageId::new(Timestamp::from_millis(5));
    client.attachment.answer(&ServerFrame::Pong { id: Some(id.to_string()) });
    hub.shutdown();
    client.until(|_| false).await;
    assert_eq!(client.closed, Some(CloseCode::GoingAway));
    assert_eq!(client.frames.len(), 2);
    assert_eq!(hub.attach(ana, world.session()).await.err(), Some(AttachError::Unavailable));
    let drained = tokio::spawn({
        let hub = hub.clone();
        async move { hub.drained().await }
    });
    tokio::task::yield_now().await;
    assert!(!drained.is_finished());
    drop(client);
    drained.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_unavailable_database_refuses_sockets_and_delays_joins() {
    let world = World::new(13, DELAY);
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    let room_id = world.room(&[ana]);
    let (mut client, _) = attach(&world, &hub, ben).await;
    world.set_down(true);
    assert_eq!(hub.attach(ana, world.session()).await.err(), Some(AttachError::Unavailable));
    world.join(0, room_id, ben);
    tokio::time::sleep(Duration::from_secs(5)).await;
    client.take_ready();
    assert!(client.held.is_empty());
    world.set_down(false);
    client.until(|client| holds(client, room_id, 2)).await;
    assert_eq!(hub.counts().sockets, 1);
}

fn statuses(hub: &Hub, users: &[UserId]) -> Vec<Presence> {
    hub.presence_of(users).into_iter().map(|standing| standing.status).collect()
}

fn presence_of(frames: &[ServerFrame]) -> Vec<Presence> {
    let status = |frame: &ServerFrame| match frame {
        ServerFrame::Presence { status, .. } => Some(*status),
        _ => None,
    };
    frames.iter().filter_map(status).collect()
}

#[tokio::test(start_paused = true)]
async fn people7_presence_reaches_people_who_share_a_room_and_a_reload_is_not_an_absence() {
    let world = World::new(14, DELAY);
    let hub = one_node(&world);
    let (ana, ben, eve) = (world.user(), world.user(), world.user());
    world.room(&[ana, ben]);
    world.room(&[ana, ben]);
    let (mut near, _) = attach(&world, &hub, ben).await;
    let (mut far, _) = attach(&world, &hub, eve).await;
    let (client, _) = attach(&world, &hub, ana).await;
    let wait = |seconds| tokio::time::sleep(Duration::from_secs(seconds));
    wait(2).await;
    assert_eq!(statuses(&hub, &[ana, eve]), [Presence::Active, Presence::Active]);
    drop(client);
    wait(58).await;
    let (client, _) = attach(&world, &hub, ana).await;
    wait(15).await;
    client.attachment.set_presence(Presence::Idle);
    wait(2).await;
    client.attachment.set_presence(Presence::Active);
    wait(2).await;
    drop(client);
    wait(58).await;
    assert_eq!(statuses(&hub, &[ana]), [Presence::Active], "not before a minute has passed");
    wait(4).await;
    near.take_ready();
    far.take_ready();
    let expected = [Presence::Active, Presence::Idle, Presence::Active, Presence::Offline];
    assert_eq!(presence_of(&near.frames), expected);
    assert_eq!(presence_of(&far.frames), []);
    assert_eq!(statuses(&hub, &[ana]), [Presence::Offline]);
}

/// What `told` says about each change of a presence, in order.
fn standings_of(told: &[ServerFrame]) -> Vec<(Presence, bool)> {
    let standing = |frame: &ServerFrame| match frame {
        ServerFrame::Presence { status, do_not_disturb, .. } => Some((*status, *do_not_disturb)),
        _ => None,
    };
    told.iter().filter_map(standing).collect()
}

const AWAY: Appearance = Appearance { away: true, do_not_disturb: false };
const DO_NOT_DISTURB: Appearance = Appearance { away: false, do_not_disturb: true };

#[tokio::test(start_paused = true)]
async fn people6_devices_do_not_change_a_presence_by_hand_and_it_ends_in_time() {
    let world = World::new(21, DELAY);
    let hub = one_node(&world);
    let (ana, ben, eve) = (world.user(), world.user(), world.user());
    world.room(&[ana, ben]);
    let (mut near, _) = attach(&world, &hub, ben).await;
    let (mut far, _) = attach(&world, &hub, eve).await;
    let (client, _) = attach(&world, &hub, ana).await;
    let wait = |seconds| tokio::time::sleep(Duration::from_secs(seconds));
    wait(2).await;
    world.appear(0, ana, AWAY, Some(Duration::from_secs(20)));
    wait(2).await;
    client.attachment.set_presence(Presence::Idle);
    wait(2).await;
    client.attachment.set_presence(Presence::Active);
    wait(14).await;
    near.take_ready();
    assert_eq!(standings_of(&near.frames), [(Presence::Active, false), (Presence::Idle, false)]);
    wait(5).await;
    near.take_ready();
    assert_eq!(standings_of(&near.frames).last(), Some(&(Presence::Active, false)), "the time is over");
    world.appear(0, ana, DO_NOT_DISTURB, None);
    wait(2).await;
    client.attachment.set_presence(Presence::Idle);
    wait(2).await;
    near.take_ready();
    far.take_ready();
    assert_eq!(standings_of(&near.frames)[3..], [(Presence::Active, true), (Presence::Idle, true)]);
    assert_eq!(standings_of(&far.frames), []);
    hub.check_invariants().unwrap();
}

#[tokio::test(start_paused = true)]
async fn people6_a_presence_by_hand_applies_from_the_first_moment_and_to_every_device() {
    let world = World::new(22, DELAY);
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    world.room(&[ana, ben]);
    world.appear(0, ana, AWAY, None);
    let (mut near, _) = attach(&world, &hub, ben).await;
    let (mut phone, _) = attach(&world, &hub, ana).await;
    let (mut laptop, _) = attach(&world, &hub, ana).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    near.take_ready();
    assert_eq!(standings_of(&near.frames), [(Presence::Idle, false)], "never shown as active");
    for appearance in [DO_NOT_DISTURB, Appearance::default()] {
        world.appear(0, ana, appearance, None);
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    for own in [&mut phone, &mut laptop] {
        own.take_ready();
        let updates = own.frames.iter().filter(|frame| matches!(frame, ServerFrame::MeUpdated { .. }));
        assert_eq!(updates.count(), 2);
        let about_ana =
            |frame: &&ServerFrame| matches!(frame, ServerFrame::Presence { user_id, .. } if *user_id == ana);
        let about_ana: Vec<ServerFrame> = own.frames.iter().filter(about_ana).cloned().collect();
        assert_eq!(standings_of(&about_ana), [(Presence::Active, true), (Presence::Active, false)]);
    }
}

#[tokio::test(start_paused = true)]
async fn typing_notifications_reach_the_others_at_a_limited_rate() {
    let world = World::new(15, DELAY);
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    let room_id = world.room(&[ana, ben]);
    let (mut own, _) = attach(&world, &hub, ana).await;
    let (mut other, _) = attach(&world, &hub, ben).await;
    for _ in 0..100 {
        if hub.is_typing_due(room_id, ana) {
            hub.typing(room_id, ana);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    own.take_ready();
    other.take_ready();
    let typing = ServerFrame::Typing { room_id, user_id: ana };
    assert!(!own.frames.contains(&typing));
    assert_eq!(other.frames.iter().filter(|frame| **frame == typing).count(), 3);
}
