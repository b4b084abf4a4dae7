//! Sessions and refresh tokens.

use confluence_protocol::{Change, SessionId, Timestamp, UserId};
use confluence_store::{NewSession, Rotation};

use crate::world::{World, name};

async fn session(world: &World) -> (UserId, NewSession) {
    let user = world.person().await;
    let session = world.session_for(user);
    world.store.create_session(session.clone()).await.unwrap();
    (user, session)
}

async fn rotate(world: &World, old: [u8; 32], new: [u8; 32], now: Timestamp) -> Rotation {
    world.store.rotate(old, new, now, now.plus_seconds(3600)).await.unwrap()
}

pub async fn auth13_a_refresh_token_works_once(world: &World) {
    let (user, made) = session(world).await;
    let now = made.now.plus_seconds(60);
    let Rotation::Rotated(rotated) = rotate(world, made.refresh_hash, [1; 32], now).await else { panic!() };
    assert_eq!((rotated.id, rotated.user_id), (made.id, user));
    assert_eq!((rotated.last_used_at, rotated.expires_at), (now, now.plus_seconds(3600)));
    assert_eq!(world.store.session(made.id).await.unwrap(), Some(rotated.clone()));
    assert_eq!(world.store.session_of_refresh(made.refresh_hash).await.unwrap(), Some(rotated.clone()));
    assert_eq!(world.store.session_of_refresh([1; 32]).await.unwrap(), Some(rotated));
    assert_eq!(world.store.session_of_refresh([9; 32]).await.unwrap(), None);
    assert_eq!(rotate(world, [9; 32], [2; 32], now).await, Rotation::Unknown);
    assert!(matches!(rotate(world, [1; 32], [2; 32], now).await, Rotation::Rotated(_)));
}

pub async fn auth13_a_repeat_within_ten_seconds_gets_the_same_successor(world: &World) {
    let (_, made) = session(world).await;
    let now = made.now.plus_seconds(60);
    let at_once =
        futures_util::future::join_all((0..5).map(|_| rotate(world, made.refresh_hash, [1; 32], now))).await;
    assert_eq!(at_once.iter().filter(|rotation| matches!(rotation, Rotation::Rotated(_))).count(), 1);
    assert_eq!(at_once.iter().filter(|rotation| matches!(rotation, Rotation::Repeated(_))).count(), 4);
    let late = now.plus_seconds(10);
    assert!(matches!(rotate(world, made.refresh_hash, [1; 32], late).await, Rotation::Repeated(_)));
    assert!(matches!(rotate(world, [1; 32], [2; 32], late).await, Rotation::Rotated(_)));
}

pub async fn auth13_a_later_repeat_ends_the_session(world: &World) {
    let (user, made) = session(world).await;
    let now = made.now.plus_seconds(60);
    rotate(world, made.refresh_hash, [1; 32], now).await;
    rotate(world, [1; 32], [2; 32], now).await;
    assert_eq!(rotate(world, made.refresh_hash, [3; 32], now.plus_millis(10_001)).await, Rotation::Reused);
    assert!(world.store.session(made.id).await.unwrap().unwrap().revoked);
    assert_eq!(rotate(world, [2; 32], [3; 32], now.plus_seconds(11)).await, Rotation::Unknown);
    world
        .told(|changes| {
            changes.iter().find(|change| {
                matches!(change, Change::SessionEnded { session_id, user_id } if *session_id == made.id && *user_id == user)
            }).map(|_| ())
        })
        .await;
}

pub async fn auth14_an_expired_session_is_not_refreshed(world: &World) {
    let (user, made) = session(world).await;
    let others = world.store.sessions_of(user, made.now).await.unwrap();
    assert_eq!(others.len(), 2, "the session of the sign-up and this one");
    assert_eq!(others[0].id, made.id, "most recently used first");
    assert_eq!(rotate(world, made.refresh_hash, [1; 32], made.expires_at).await, Rotation::Unknown);
    assert_eq!(world.store.live_sessions(&[made.id], made.expires_at).await.unwrap(), []);
    let before = made.expires_at.plus_millis(-1);
    assert_eq!(world.store.live_sessions(&[made.id], before).await.unwrap(), [made.id]);
    assert_eq!(world.store.sessions_of(user, made.expires_at).await.unwrap(), []);
}

pub async fn auth15_the_end_of_a_session_is_emitted_once(world: &World) {
    let (user, made) = session(world).await;
    let stranger = world.person().await;
    assert_eq!(name(world.store.end_session_of(stranger, made.id).await), "NotFound");
    world.store.end_session_of(user, made.id).await.unwrap();
    assert_eq!(name(world.store.end_session_of(user, made.id).await), "NotFound");
    world.store.end_session(made.id).await.unwrap();
    world.store.end_session(SessionId::new(made.now)).await.unwrap();
    assert!(world.store.session(made.id).await.unwrap().unwrap().revoked);
    assert_eq!(world.store.session(SessionId::new(made.now)).await.unwrap(), None);
    let live = world.store.sessions_of(user, made.now).await.unwrap();
    assert_eq!(world.store.live_sessions(&[made.id, live[0].id], made.now).await.unwrap(), [live[0].id]);
    assert_eq!(rotate(world, made.refresh_hash, [1; 32], made.now).await, Rotation::Unknown);
    let told = world.all_told().await;
    let ended = told.iter().filter(|change| matches!(change, Change::SessionEnded { .. })).count();
    assert_eq!(ended, 1);
}
