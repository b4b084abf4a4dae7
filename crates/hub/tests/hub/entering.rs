//! HUB6–HUB8: changing profiles, and joins and attaching sockets under load.

use std::{sync::Arc, time::Duration};

use confluence_hub::Hub;
use confluence_protocol::{Change, RoomId, ServerFrame, Timestamp, User, UserId};
use tokio::time::{Instant, sleep, timeout};

use crate::common::{client::Client, one_node, world::World};

/// Short enough to feel immediate.
const AT_ONCE: Duration = Duration::from_secs(2);

async fn attach(world: &Arc<World>, hub: &Hub, user_id: UserId) -> Client {
    let mut client = Client::new(world, hub.attach(user_id, world.session()).await.unwrap());
    client.take().await;
    client
}

fn profile(id: UserId, display_name: String) -> Change {
    let user = User {
        id,
        username: "ana".to_owned(),
        display_name,
        bio: String::new(),
        avatar_url: None,
        is_admin: false,
        is_bot: false,
        deleted: false,
        created_at: Timestamp::from_millis(0),
        status: None,
        guest_until: None,
    };
    Change::User { user }
}

/// The display names in the client's `user.updated` frames, in order.
fn names(client: &mut Client) -> Vec<String> {
    client.take_ready();
    let name = |frame: &ServerFrame| match frame {
        ServerFrame::UserUpdated { user } => Some(user.display_name.clone()),
        _ => None,
    };
    client.frames.iter().filter_map(name).collect()
}

fn holds(client: &Client, room_id: RoomId, version: i64) -> bool {
    client.held.get(&room_id) == Some(&version)
}

#[tokio::test(start_paused = true)]
async fn hub6_profile_changes_are_sent_once_a_second_and_always_the_last_one() {
    let world = World::new(1, Duration::from_millis(5));
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    world.room(&[ana, ben]);
    let mut client = attach(&world, &hub, ben).await;
    for number in 0..1000 {
        hub.publish(vec![profile(ana, format!("name {number}"))]);
        sleep(Duration::from_millis(3)).await;
    }
    sleep(AT_ONCE).await;
    let told = names(&mut client);
    assert!((3..=5).contains(&told.len()), "3 s of changes: {told:?}");
    assert_eq!(told.last().map(String::as_str), Some("name 999"));

    hub.publish(vec![profile(ana, "alone".to_owned())]);
    let begun = Instant::now();
    client.until(|client| matches!(client.frames.last(), Some(ServerFrame::UserUpdated { .. }))).await;
    assert!(begun.elapsed() < Duration::from_millis(100), "a single change is sent at once");
}

#[tokio::test(start_paused = true)]
async fn hub6_a_profile_changed_during_a_database_outage_is_sent_later() {
    let world = World::new(2, Duration::from_millis(5));
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    world.room(&[ana, ben]);
    let mut client = attach(&world, &hub, ben).await;
    world.set_down(true);
    hub.publish(vec![profile(ana, "first".to_owned())]);
    sleep(AT_ONCE).await;
    hub.publish(vec![profile(ana, "second".to_owned())]);
    sleep(AT_ONCE).await;
    assert!(names(&mut client).is_empty());
    world.set_down(false);
    sleep(AT_ONCE).await;
    assert_eq!(names(&mut client), ["second"]);
}

#[tokio::test(start_paused = true)]
async fn hub7_a_flood_of_profile_changes_delays_no_join() {
    let world = World::new(3, Duration::from_millis(100));
    let hub = one_node(&world);
    let (ana, ben) = (world.user(), world.user());
    let room_id = world.room(&[ana]);
    let mut client = attach(&world, &hub, ben).await;
    let flood = (0..500).map(|number| profile(world.user(), format!("name {number}"))).collect();
    hub.publish(flood);
    world.join(0, room_id, ben);
    let joined = client.until(|client| holds(client, room_id, 2));
    timeout(AT_ONCE, joined).await.expect("the join waits for five hundred profiles");
}

#[tokio::test(start_paused = true)]
async fn hub8_a_socket_attaching_during_leave_and_rejoin_still_gets_the_rooms_events() {
    // Each seed is another interleaving of the attaching socket's two reads with the events meanwhile.
    for seed in 0..300 {
        let world = World::new(seed, Duration::from_millis(20));
        let hub = one_node(&world);
        let ana = world.user();
        let room_id = world.room(&[ana]);
        let attaching = tokio::spawn({
            let (world, hub) = (Arc::clone(&world), hub.clone());
            async move { attach(&world, &hub, ana).await }
        });
        sleep(Duration::from_millis(seed % 60)).await;
        world.leave(0, room_id, ana);
        world.join(0, room_id, ana);
        let mut client = attaching.await.unwrap();
        sleep(AT_ONCE).await;
        world.say(0, room_id, ana, 10);
        let heard = client.until(|client| holds(client, room_id, 4));
        assert!(timeout(AT_ONCE, heard).await.is_ok(), "seed {seed}: the socket gets no events of the room");
        hub.check_invariants().unwrap();
    }
}
